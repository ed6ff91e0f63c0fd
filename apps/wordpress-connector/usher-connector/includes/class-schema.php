<?php
/**
 * The plugin's table.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * Creates and upgrades the table of links and the role. By a version check on each request instead of an activation
 * hook, which a must-use plugin doesn't get.
 */
final class Schema {

	const VERSION = '3';
	const EARLIER = array( '1', '2' );
	const OPTION  = 'usher_connector_schema';

	/**
	 * Name of the table of links of the current site.
	 */
	public static function table(): string {
		global $wpdb;
		return $wpdb->prefix . 'usher_links';
	}

	/**
	 * Whether the table is there. The option is autoloaded: no query.
	 */
	public static function is_ready(): bool {
		return self::VERSION === get_option( self::OPTION );
	}

	/**
	 * Whether the table is there, perhaps that of an earlier version: in the request that brings it up to date, who is
	 * shut out must stay out from the beginning.
	 */
	public static function is_there(): bool {
		return self::is_ready() || in_array( get_option( self::OPTION ), self::EARLIER, true );
	}

	/**
	 * Whether another site of the network has the table of an earlier version.
	 */
	public static function is_behind_elsewhere(): bool {
		foreach ( self::sites() as $id ) {
			if ( get_current_blog_id() !== $id && in_array( get_blog_option( $id, self::OPTION ), self::EARLIER, true ) ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * @return int[] All sites of the network.
	 */
	public static function sites(): array {
		return get_sites(
			array(
				'fields' => 'ids',
				'number' => 0,
			)
		);
	}

	/**
	 * Make the table and the role unless this version of them is there.
	 */
	public static function ensure(): void {
		if ( self::is_ready() || wp_installing() ) {
			return;
		}
		global $wpdb;
		require_once ABSPATH . 'wp-admin/includes/upgrade.php';

		$table   = self::table();
		$charset = $wpdb->get_charset_collate();
		// Two requests may come here at the same moment: the second one's error is none.
		$shown = $wpdb->suppress_errors( true );
		// The layout (two blanks, one column a line) is what dbDelta() can read.
		dbDelta(
			"CREATE TABLE {$table} (
				scim_id varchar(128) NOT NULL,
				user_id bigint(20) unsigned DEFAULT NULL,
				revision bigint(20) NOT NULL DEFAULT 0,
				active tinyint(1) NOT NULL DEFAULT 1,
				tombstone tinyint(1) NOT NULL DEFAULT 0,
				roles_before text,
				roles_given text,
				password_digest char(64) DEFAULT NULL,
				updated_at datetime NOT NULL,
				PRIMARY KEY  (scim_id),
				UNIQUE KEY user_id (user_id)
			) {$charset};"
		);
		$role = Role::ensure();

		// Only what really is there is remembered as done.
		// phpcs:ignore WordPress.DB.PreparedSQL.InterpolatedNotPrepared, WordPress.DB.DirectDatabaseQuery
		$wpdb->get_var( "SELECT COUNT(password_digest) FROM {$table}" );
		$missing = '' !== $wpdb->last_error;
		$wpdb->suppress_errors( $shown );
		if ( $role && ! $missing && ( ! is_multisite() || Groups::separate() ) ) {
			update_option( self::OPTION, self::VERSION, true );
		}
	}

	/**
	 * Remove everything that the plugin stored, on all sites of a network, except the accounts.
	 */
	public static function remove_everywhere(): void {
		if ( is_multisite() ) {
			foreach ( self::sites() as $id ) {
				switch_to_blog( $id );
				self::remove();
				restore_current_blog();
			}
		} else {
			self::remove();
		}
		self::remove_usermeta();
	}

	/**
	 * Remove everything of the current site that the plugin stored, except the accounts.
	 */
	public static function remove(): void {
		global $wpdb;
		$table = self::table();
		// phpcs:ignore WordPress.DB.PreparedSQL.InterpolatedNotPrepared, WordPress.DB.DirectDatabaseQuery
		$wpdb->query( "DROP TABLE IF EXISTS {$table}" );
		foreach ( array( self::OPTION, Privileges::OPTION, Settings::OPTION, Site_Status::CONTACT_OPTION ) as $option ) {
			delete_option( $option );
		}
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery
		$wpdb->query(
			$wpdb->prepare( "DELETE FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( Locks::PREFIX ) . '%' )
		);
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery, WordPress.DB.SlowDBQuery
		$wpdb->delete( $wpdb->usermeta, array( 'meta_key' => Groups::key() ) );
		Role::remove();
	}

	/**
	 * Remove the usermeta that has Usher's name. On a network it is common to all sites.
	 */
	private static function remove_usermeta(): void {
		global $wpdb;
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery
		$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->usermeta} WHERE meta_key LIKE %s", $wpdb->esc_like( 'usher_' ) . '%' ) );
		wp_cache_flush();
	}
}
