<?php
/**
 * What the site is like.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * SiteStatus of the protocol.
 */
final class Site_Status {

	const PROTOCOL       = 2;
	const CONTACT_OPTION = 'usher_connector_contact';

	/**
	 * @param bool $trusted Whether the caller has the capability; without it much is blank.
	 */
	public static function tell( bool $trusted ): array {
		if ( $trusted ) {
			self::note_contact();
		}
		$roles = $trusted ? array_map( 'strval', array_keys( wp_roles()->roles ) ) : array();
		return array(
			'plugin'          => array(
				'version'  => USHER_CONNECTOR_VERSION,
				'protocol' => self::PROTOCOL,
			),
			'wordpress'       => array(
				'version'   => $trusted ? get_bloginfo( 'version' ) : '',
				'multisite' => is_multisite(),
				'locale'    => get_locale(),
				'siteUrl'   => site_url(),
			),
			'php'             => array( 'version' => $trusted ? PHP_VERSION : '' ),
			'roles'           => $roles,
			'privilegedRoles' => array_values( array_filter( $roles, array( Protection::class, 'is_powerful' ) ) ),
			'defaultRole'     => (string) get_option( 'default_role' ),
			'locales'         => $trusted ? self::locales() : array(),
			'registeredMeta'  => $trusted ? self::registered_meta() : array(),
			'privileges'      => $trusted ? Privileges::ticked() : array(),
			'settings'        => $trusted ? Settings::tell() : array( 'columns' => array() ),
			'accounts'        => $trusted ? self::accounts() : array(
				'total'    => 0,
				'linked'   => 0,
				'inactive' => 0,
			),
			'caller'          => array(
				'login'               => wp_get_current_user()->user_login,
				'missingCapabilities' => Role::missing(),
			),
		);
	}

	/**
	 * When Usher last asked for the status or changed an account.
	 *
	 * @return int|null Unix time.
	 */
	public static function last_contact(): ?int {
		$changed = (string) ( new Links() )->count()['changed'];
		$last    = max( (int) get_option( self::CONTACT_OPTION ), '' === $changed ? 0 : (int) strtotime( $changed . ' UTC' ) );
		return 0 === $last ? null : $last;
	}

	/**
	 * Once a minute: a row that is written with each request would be one that all requests wait for.
	 */
	private static function note_contact(): void {
		if ( time() - (int) get_option( self::CONTACT_OPTION ) >= 60 ) {
			update_option( self::CONTACT_OPTION, time(), false );
		}
	}

	/**
	 * @return string[] Installed languages.
	 */
	private static function locales(): array {
		return array_values( array_unique( array_merge( array( 'en_US' ), get_available_languages() ) ) );
	}

	/**
	 * @return array<array{key: string, description: string}> Of those that Usher may set.
	 */
	private static function registered_meta(): array {
		$meta = array();
		foreach ( get_registered_meta_keys( 'user' ) as $key => $args ) {
			if ( Protection::is_settable_meta( (string) $key ) ) {
				$meta[] = array(
					'key'         => (string) $key,
					'description' => (string) ( $args['description'] ?? '' ),
				);
			}
		}
		return $meta;
	}

	/**
	 * @return array{total: int, linked: int, inactive: int}
	 */
	private static function accounts(): array {
		global $wpdb;
		$counted = ( new Links() )->count();
		$total   = is_multisite()
			? $wpdb->prepare( "SELECT COUNT(DISTINCT user_id) FROM {$wpdb->usermeta} WHERE meta_key = %s", $wpdb->get_blog_prefix() . 'capabilities' )
			: "SELECT COUNT(*) FROM {$wpdb->users}";
		return array(
			// phpcs:ignore WordPress.DB.DirectDatabaseQuery, WordPress.DB.PreparedSQL.NotPrepared
			'total'    => (int) $wpdb->get_var( $total ),
			'linked'   => $counted['linked'],
			'inactive' => $counted['inactive'],
		);
	}
}
