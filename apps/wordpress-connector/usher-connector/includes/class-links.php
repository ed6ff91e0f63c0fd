<?php
/**
 * Access to the table of links.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

// The table is the plugin's own and must be read fresh: another request may just have changed a row.
// phpcs:disable WordPress.DB.DirectDatabaseQuery, WordPress.DB.PreparedSQL.InterpolatedNotPrepared

/**
 * Reads and writes links.
 */
final class Links {

	/**
	 * Which users are shut out, by id; read once in a request.
	 *
	 * @var array<int, array<string, bool>>
	 */
	private static $inactive = array();

	/**
	 * @param string $scim_id Id of the SCIM user.
	 */
	public function find( string $scim_id ): ?Link {
		global $wpdb;
		$table = Schema::table();
		$row   = $wpdb->get_row( $wpdb->prepare( "SELECT * FROM {$table} WHERE scim_id = %s", $scim_id ), ARRAY_A );
		self::throw_on_error();
		return is_array( $row ) ? Link::from_row( $row ) : null;
	}

	/**
	 * @param string[] $scim_ids Ids of SCIM users; at least one.
	 * @return array<string, Link> By SCIM id in small letters, as the database takes them for the same; of those that have one.
	 */
	public function find_all( array $scim_ids ): array {
		global $wpdb;
		$table  = Schema::table();
		$places = implode( ', ', array_fill( 0, count( $scim_ids ), '%s' ) );
		// phpcs:ignore WordPress.DB.PreparedSQL.NotPrepared, WordPress.DB.PreparedSQLPlaceholders
		$rows = $wpdb->get_results( $wpdb->prepare( "SELECT * FROM {$table} WHERE scim_id IN ({$places})", $scim_ids ), ARRAY_A );
		self::throw_on_error();
		$links = array();
		foreach ( (array) $rows as $row ) {
			$links[ strtolower( $row['scim_id'] ) ] = Link::from_row( $row );
		}
		return $links;
	}

	/**
	 * @param int $user_id Id of the account.
	 */
	public function find_by_user( int $user_id ): ?Link {
		global $wpdb;
		$table = Schema::table();
		$row   = $wpdb->get_row( $wpdb->prepare( "SELECT * FROM {$table} WHERE user_id = %d", $user_id ), ARRAY_A );
		self::throw_on_error();
		return is_array( $row ) ? Link::from_row( $row ) : null;
	}

	/**
	 * @param int[] $user_ids Ids of accounts.
	 * @return array<int, Link> Links by account, of those that have one.
	 */
	public function find_by_users( array $user_ids ): array {
		if ( array() === $user_ids ) {
			return array();
		}
		global $wpdb;
		$table = Schema::table();
		$ids   = implode( ', ', array_map( 'intval', $user_ids ) );
		$rows  = $wpdb->get_results( "SELECT * FROM {$table} WHERE user_id IN ({$ids})", ARRAY_A );
		self::throw_on_error();
		$links = array();
		foreach ( (array) $rows as $row ) {
			$links[ (int) $row['user_id'] ] = Link::from_row( $row );
		}
		return $links;
	}

	/**
	 * @return array{linked: int, inactive: int, changed: string|null} How many accounts, and when the last one changed.
	 */
	public function count(): array {
		global $wpdb;
		$table = Schema::table();
		$row   = $wpdb->get_row(
			"SELECT COUNT(*) AS linked, SUM(CASE WHEN active = 0 THEN 1 ELSE 0 END) AS inactive, MAX(updated_at) AS changed FROM {$table} WHERE user_id IS NOT NULL",
			ARRAY_A
		);
		self::throw_on_error();
		return array(
			'linked'   => (int) ( $row['linked'] ?? 0 ),
			'inactive' => (int) ( $row['inactive'] ?? 0 ),
			'changed'  => $row['changed'] ?? null,
		);
	}

	/**
	 * Write a link as it is. The revision in it tells what was applied wholly: set it only after all else is done.
	 *
	 * @param Link $link The link.
	 * @throws Fault `database_error`.
	 */
	public function save( Link $link ): void {
		$stored = $link->to_row();
		if ( $stored === $link->stored ) {
			return;
		}
		global $wpdb;
		$row    = $stored + array( 'updated_at' => current_time( 'mysql', true ) );
		$format = array( '%d', '%d', '%d', '%d', '%s', '%s', '%s', '%s' );

		$done = null !== $link->stored
			? $wpdb->update( Schema::table(), $row, array( 'scim_id' => $link->scim_id ), $format, array( '%s' ) )
			: $wpdb->insert( Schema::table(), array( 'scim_id' => $link->scim_id ) + $row, array_merge( array( '%s' ), $format ) );
		if ( null !== $link->user_id ) {
			unset( self::$inactive[ $link->user_id ] );
		}
		if ( false === $done ) {
			throw new Fault( 'database_error', 'The link of the user could not be written: ' . $wpdb->last_error );
		}
		$link->stored = $stored;
	}

	/**
	 * Forget an account that somebody deleted; the revision stays.
	 *
	 * @param int $user_id Id of the account.
	 */
	public function forget_user( int $user_id ): void {
		global $wpdb;
		$table = Schema::table();
		$wpdb->query( $wpdb->prepare( "UPDATE {$table} SET user_id = NULL, roles_before = NULL, roles_given = NULL, password_digest = NULL WHERE user_id = %d", $user_id ) );
		unset( self::$inactive[ $user_id ] );
	}

	/**
	 * Read anew who is shut out: what was written has been undone.
	 */
	public static function forget_inactive(): void {
		self::$inactive = array();
	}

	/**
	 * Whether the account is shut out of the site.
	 *
	 * @param int $user_id Id of the account.
	 */
	public static function is_inactive( int $user_id ): bool {
		if ( $user_id <= 0 || ! Schema::is_there() ) {
			return false;
		}
		// By site: on a multisite, switch_to_blog() changes the table within a request.
		$key = Schema::table() . $user_id;
		if ( ! isset( self::$inactive[ $user_id ][ $key ] ) ) {
			global $wpdb;
			$table                              = Schema::table();
			$active                             = $wpdb->get_var( $wpdb->prepare( "SELECT active FROM {$table} WHERE user_id = %d", $user_id ) );
			self::$inactive[ $user_id ][ $key ] = null !== $active && 0 === (int) $active;
		}
		return self::$inactive[ $user_id ][ $key ];
	}

	/**
	 * An unread row must not pass for a missing one: a stale operation would then look new.
	 *
	 * @throws Fault `database_error`.
	 */
	private static function throw_on_error(): void {
		global $wpdb;
		if ( '' !== $wpdb->last_error ) {
			throw new Fault( 'database_error', 'The links could not be read: ' . $wpdb->last_error );
		}
	}
}
