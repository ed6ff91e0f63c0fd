<?php
/**
 * Hooks of the plugin.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * Connects the parts to WordPress.
 */
final class Plugin {

	/**
	 * Called once while plugins load.
	 */
	public static function boot(): void {
		Authorization_Header::substitute();
		Login_Gate::install();
		add_action( 'init', array( Schema::class, 'ensure' ), 0 );
		add_action( 'rest_api_init', array( Rest_Api::class, 'register' ) );
		if ( is_network_admin() ) {
			Network_Users::install();
		} elseif ( is_admin() ) {
			Admin_Screen::install();
			Users_Columns::install();
			Users_Filters::install();
		}
		add_action( 'deleted_user', array( __CLASS__, 'on_deleted_user' ) );
		if ( is_multisite() ) {
			add_filter( 'wpmu_drop_tables', array( __CLASS__, 'drop_with_site' ) );
			add_action( 'remove_user_from_blog', array( Groups::class, 'on_leave' ) );
		}
	}

	/**
	 * Somebody deleted an account: its SCIM user has none now. WordPress says so even when the database refused it.
	 *
	 * @param int $user_id The account.
	 */
	public static function on_deleted_user( $user_id ): void {
		if ( Schema::is_ready() && null === Accounts::by_id( (int) $user_id ) ) {
			( new Links() )->forget_user( (int) $user_id );
		}
	}

	/**
	 * @param string[] $tables Tables that go with a site of the network.
	 * @return string[]
	 */
	public static function drop_with_site( $tables ) {
		$tables[] = Schema::table();
		return $tables;
	}
}
