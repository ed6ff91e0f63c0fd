<?php
/**
 * Groups of the directory.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * The names of a user's groups, a row of usermeta each, for other plugins and for the filter of the Users screen.
 */
final class Groups {

	const META = 'usher_group';

	/**
	 * @param int $user_id The account.
	 * @return string[]
	 */
	public static function of( int $user_id ): array {
		return array_values( array_filter( (array) get_user_meta( $user_id, self::META ), 'is_string' ) );
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
			$rows = $wpdb->get_results( $wpdb->prepare( "SELECT umeta_id, meta_value FROM {$wpdb->usermeta} WHERE user_id = %d AND meta_key = %s", $user_id, self::META ) );
			$seen = array();
			foreach ( (array) $rows as $row ) {
				if ( ! in_array( $row->meta_value, $wanted, true ) || isset( $seen[ $row->meta_value ] ) ) {
					delete_metadata_by_mid( 'user', (int) $row->umeta_id );
				}
				$seen[ $row->meta_value ] = true;
			}
		}
		foreach ( array_diff( $wanted, $stored ) as $name ) {
			add_user_meta( $user_id, self::META, wp_slash( $name ) );
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
				self::META,
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
}
