<?php
/**
 * Groups of the directory.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * The names of a user's groups, a row of usermeta each, for other plugins and for the filter of the Users screen. Each
 * site of a network has its own, as it has its own roles: usermeta is common to all of them.
 */
final class Groups {

	/** Key of the usermeta; on a network with the prefix of the site's tables before it. */
	const META = 'usher_group';

	/**
	 * Key under which the groups are stored on the current site.
	 */
	public static function key(): string {
		global $wpdb;
		return is_multisite() ? $wpdb->get_blog_prefix() . self::META : self::META;
	}

	/**
	 * @param string $key Key of usermeta as the settings name it.
	 * @return string Key under which it is stored.
	 */
	public static function stored_key( string $key ): string {
		return self::META === $key ? self::key() : $key;
	}

	/**
	 * @param int $user_id The account.
	 * @return string[]
	 */
	public static function of( int $user_id ): array {
		return array_values( array_filter( (array) get_user_meta( $user_id, self::key() ), 'is_string' ) );
	}

	/**
	 * @param int           $user_id The account.
	 * @param string[]|null $wanted  Names; null for not managed.
	 */
	public static function differ( int $user_id, ?array $wanted ): bool {
		if ( null === $wanted ) {
			return false;
		}
		$stored = self::of( $user_id );
		return count( $stored ) !== count( $wanted ) || array() !== array_diff( $wanted, $stored );
	}

	/**
	 * @param int      $user_id The account.
	 * @param string[] $wanted  Names.
	 */
	public static function write( int $user_id, array $wanted ): void {
		global $wpdb;
		$stored = self::of( $user_id );
		$extra  = count( $stored ) !== count( array_unique( $stored ) ) || array() !== array_diff( $stored, $wanted );
		if ( $extra ) {
			// By row: by value the database would take "Staff" and "staff" for the same.
			// phpcs:ignore WordPress.DB.DirectDatabaseQuery, WordPress.DB.SlowDBQuery
			$rows = $wpdb->get_results( $wpdb->prepare( "SELECT umeta_id, meta_value FROM {$wpdb->usermeta} WHERE user_id = %d AND meta_key = %s", $user_id, self::key() ) );
			$seen = array();
			foreach ( (array) $rows as $row ) {
				if ( ! in_array( $row->meta_value, $wanted, true ) || isset( $seen[ $row->meta_value ] ) ) {
					delete_metadata_by_mid( 'user', (int) $row->umeta_id );
				}
				$seen[ $row->meta_value ] = true;
			}
		}
		foreach ( array_diff( $wanted, $stored ) as $name ) {
			add_user_meta( $user_id, wp_slash( self::key() ), wp_slash( $name ) );
		}
	}

	/**
	 * All groups that accounts of this site are in.
	 *
	 * @param int $most How many at most.
	 * @return array<string, int> Number of accounts by name.
	 */
	public static function count( int $most ): array {
		global $wpdb;
		$members = Accounts::membership_sql( 'm.user_id' );
		// phpcs:disable WordPress.DB.DirectDatabaseQuery, WordPress.DB.PreparedSQL.InterpolatedNotPrepared, WordPress.DB.SlowDBQuery
		$rows = $wpdb->get_results(
			$wpdb->prepare(
				"SELECT m.meta_value AS name, COUNT(*) AS members FROM {$wpdb->usermeta} m WHERE m.meta_key = %s AND {$members}
				GROUP BY m.meta_value ORDER BY m.meta_value LIMIT %d",
				self::key(),
				$most
			)
		);
		// phpcs:enable
		$counts = array();
		foreach ( (array) $rows as $row ) {
			$counts[ $row->name ] = (int) $row->members;
		}
		return $counts;
	}

	/**
	 * An account is leaving the current site of the network.
	 *
	 * @param int $user_id The account.
	 */
	public static function on_leave( $user_id ): void {
		delete_user_meta( (int) $user_id, self::key() );
	}

	/**
	 * Give the current site of a network its own groups, where an earlier version of the plugin kept one list for all
	 * sites. That list goes when the last site that is behind has taken its part.
	 *
	 * @return bool Whether it is done: on InnoDB a batch that writes groups meanwhile makes it a deadlock.
	 */
	public static function separate(): bool {
		global $wpdb;
		$links = Schema::table();
		// phpcs:disable WordPress.DB.DirectDatabaseQuery, WordPress.DB.PreparedSQL.InterpolatedNotPrepared, WordPress.DB.SlowDBQuery
		if ( null === $wpdb->get_var( $wpdb->prepare( "SELECT umeta_id FROM {$wpdb->usermeta} WHERE meta_key = %s LIMIT 1", self::META ) ) ) {
			return true;
		}
		$taken = $wpdb->query(
			$wpdb->prepare(
				"INSERT INTO {$wpdb->usermeta} (user_id, meta_key, meta_value) SELECT m.user_id, %s, m.meta_value FROM {$wpdb->usermeta} m
				WHERE m.meta_key = %s AND m.user_id IN (SELECT user_id FROM {$links} WHERE user_id IS NOT NULL)
				AND m.user_id NOT IN (SELECT own.user_id FROM {$wpdb->usermeta} own WHERE own.meta_key = %s)",
				self::key(),
				self::META,
				self::key()
			)
		);
		$done  = false !== $taken
			&& ( Schema::is_behind_elsewhere() || false !== $wpdb->delete( $wpdb->usermeta, array( 'meta_key' => self::META ) ) );
		// phpcs:enable
		wp_cache_flush();
		return $done;
	}
}
