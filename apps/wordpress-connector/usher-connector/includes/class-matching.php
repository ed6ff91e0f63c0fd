<?php
/**
 * Finding the account that a SCIM user had before Usher came.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

// Accounts and links must be read fresh: another request may just have changed them.
// phpcs:disable WordPress.DB.DirectDatabaseQuery, WordPress.DB.SlowDBQuery

/**
 * Looks for accounts by an ordered list of keys. The first key that finds one decides; accounts that another SCIM user
 * has are never found, unless that user is gone for good and the operation says so.
 */
final class Matching {

	/** So many are shown when several fit. */
	const MOST = 20;

	/** @var Links */
	private $links;

	/** @var Namesakes|null */
	private $namesakes;

	/**
	 * @param Links          $links     The links.
	 * @param Namesakes|null $namesakes Accounts that were read already.
	 */
	public function __construct( Links $links, ?Namesakes $namesakes = null ) {
		$this->links     = $links;
		$this->namesakes = $namesakes;
	}

	/**
	 * The one account that an operation's keys find.
	 *
	 * @param Operation $operation The operation.
	 * @return array{0: array, 1: \WP_User}|null MatchKey and account; null when there is none.
	 * @throws Rejection `ambiguous_match`, or `protected_account`.
	 */
	public function choose( Operation $operation ): ?array {
		list( $key, $users ) = $this->find( $operation->match, $operation->succeeds );
		if ( null === $key ) {
			if ( array( 'id' ) === array_column( $operation->match, 'by' ) ) {
				// Somebody chose it: another one in its place would not be what was chosen.
				throw new Rejection( 'ambiguous_match', 'The account that was chosen is not there any more, or another user has it by now. Please choose again.' );
			}
			return null;
		}
		$problem = null;
		if ( count( $users ) > 1 ) {
			$logins  = array_map(
				static function ( $user ) {
					return '"' . $user->user_login . '"';
				},
				$users
			);
			$problem = new Rejection(
				'ambiguous_match',
				sprintf( '%d accounts of this site could be this user, found by %s: %s. Please choose one.', count( $users ), self::describe( $key ), implode( ', ', $logins ) )
			);
		} else {
			try {
				Protection::require_adoptable( $users[0], $this->links->find_by_user( $users[0]->ID ), $operation );
			} catch ( Rejection $rejection ) {
				$problem = $rejection;
			}
		}
		if ( null !== $problem ) {
			$problem->candidates = self::candidates( $key, $users );
			throw $problem;
		}
		return array( $key, $users[0] );
	}

	/**
	 * @param array[]     $keys     MatchKeys.
	 * @param string|null $succeeds SCIM id of a user who is gone, and whose account may be found.
	 * @return array{0: array|null, 1: \WP_User[]} The key that found something, and what.
	 */
	public function find( array $keys, ?string $succeeds = null ): array {
		foreach ( $keys as $key ) {
			$ids   = $this->look_up( $key );
			$taken = array_filter(
				$this->links->find_by_users( $ids ),
				static function ( $link ) use ( $succeeds ) {
					return $link->scim_id !== $succeeds;
				}
			);
			$users = array();
			foreach ( array_diff( $ids, array_keys( $taken ) ) as $id ) {
				$user = get_userdata( $id );
				if ( $user && self::fits( $key, $user ) ) {
					$users[] = $user;
				}
			}
			if ( array() !== $users ) {
				return array( $key, $users );
			}
		}
		return array( null, array() );
	}

	/**
	 * @param array      $key   MatchKey that found them.
	 * @param \WP_User[] $users Accounts.
	 * @return array[] Candidates of the protocol.
	 */
	public static function candidates( array $key, array $users ): array {
		$candidates = array();
		foreach ( $users as $user ) {
			$candidates[] = array(
				'id'            => $user->ID,
				'login'         => $user->user_login,
				'email'         => wp_specialchars_decode( $user->user_email, ENT_NOQUOTES ),
				'administrator' => Protection::is_privileged( $user ),
				'by'            => $key,
			);
		}
		return $candidates;
	}

	/**
	 * @param array $key MatchKey.
	 * @return int[] Ids of accounts that may fit: the database doesn't tell apart all that is different.
	 * @throws Fault `database_error`.
	 */
	private function look_up( array $key ): array {
		$known = $this->known( $key );
		if ( null !== $known ) {
			return array_slice( array_column( $known, 'ID' ), 0, self::MOST );
		}
		global $wpdb;
		$value = $key['value'];
		switch ( $key['by'] ) {
			case 'id':
				return array( (int) $value );
			case 'login':
				// phpcs:ignore WordPress.DB.PreparedSQL
				$sql = $wpdb->prepare( "SELECT ID FROM {$wpdb->users} WHERE user_login = %s", $value );
				break;
			case 'email':
				$stored = Accounts::stored_email( $value );
				$sql    = $value === $stored
					? $wpdb->prepare( "SELECT ID FROM {$wpdb->users} WHERE user_email = %s", $value )
					: $wpdb->prepare( "SELECT ID FROM {$wpdb->users} WHERE user_email IN (%s, %s)", $value, $stored );
				break;
			default:
				$sql = $wpdb->prepare( "SELECT DISTINCT user_id FROM {$wpdb->usermeta} WHERE meta_key = %s AND meta_value = %s", Groups::stored_key( $key['key'] ), $value );
		}
		// phpcs:ignore WordPress.DB.PreparedSQL.NotPrepared
		$ids = $wpdb->get_col( $sql . ' ORDER BY 1 LIMIT ' . self::MOST );
		if ( '' !== $wpdb->last_error ) {
			throw new Fault( 'database_error', 'The accounts could not be read.' );
		}
		return array_map( 'intval', $ids );
	}

	/**
	 * @param array $key MatchKey.
	 * @return \WP_User[]|null Null when the database must be asked.
	 */
	private function known( array $key ): ?array {
		if ( null === $this->namesakes ) {
			return null;
		}
		switch ( $key['by'] ) {
			case 'login':
				return $this->namesakes->all_by_login( $key['value'] );
			case 'email':
				return $this->namesakes->all_by_email( $key['value'] );
			default:
				return null;
		}
	}

	/**
	 * @param array    $key  MatchKey.
	 * @param \WP_User $user An account that the database found by it.
	 */
	private static function fits( array $key, \WP_User $user ): bool {
		switch ( $key['by'] ) {
			case 'id':
				return true;
			case 'login':
				return Accounts::same( $user->user_login, $key['value'] );
			case 'email':
				return Accounts::same( wp_specialchars_decode( $user->user_email, ENT_NOQUOTES ), $key['value'] );
			default:
				// An account of another site of the network may have anything in its usermeta.
				return Accounts::is_member( $user ) && in_array( $key['value'], (array) get_user_meta( $user->ID, Groups::stored_key( $key['key'] ) ), true );
		}
	}

	/**
	 * @param array $key MatchKey.
	 */
	private static function describe( array $key ): string {
		switch ( $key['by'] ) {
			case 'email':
				return sprintf( 'the e-mail address %s', $key['value'] );
			case 'meta':
				return sprintf( 'the user meta %s = %s', $key['key'], $key['value'] );
			default:
				return sprintf( 'the %s %s', 'id' === $key['by'] ? 'number' : 'login', $key['value'] );
		}
	}
}
