<?php
/**
 * All accounts of the site, page by page.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * For the comparison of the site with the directory, and for the import of accounts: three statements a page, whatever
 * the number of accounts.
 */
final class Account_List {

	/** MAX_PAGE of the protocol. */
	const MOST = 200;

	/**
	 * @param int      $after Only accounts with a higher id.
	 * @param int      $limit How many.
	 * @param string[] $keys  usermeta to tell.
	 * @return array AccountPage of the protocol.
	 * @throws Fault `database_error`.
	 */
	public static function page( int $after, int $limit, array $keys ): array {
		global $wpdb;
		$members = Accounts::membership_sql( $wpdb->users . '.ID' );
		// phpcs:disable WordPress.DB.DirectDatabaseQuery, WordPress.DB.PreparedSQL.InterpolatedNotPrepared
		$ids = $wpdb->get_col(
			$wpdb->prepare( "SELECT ID FROM {$wpdb->users} WHERE ID > %d AND {$members} ORDER BY ID LIMIT %d", $after, $limit + 1 )
		);
		// phpcs:enable
		if ( '' !== $wpdb->last_error ) {
			throw new Fault( 'database_error', 'The accounts could not be read.' );
		}
		$more = count( $ids ) > $limit;
		$ids  = array_map( 'intval', array_slice( $ids, 0, $limit ) );
		cache_users( $ids );
		$links    = ( new Links() )->find_by_users( $ids );
		$accounts = array();
		foreach ( $ids as $id ) {
			$user = get_userdata( $id );
			if ( $user ) {
				$accounts[] = Accounts::present( $user, $links[ $id ] ?? null, $keys );
			}
		}
		return array(
			'accounts' => $accounts,
			'next'     => $more ? end( $ids ) : null,
		);
	}
}
