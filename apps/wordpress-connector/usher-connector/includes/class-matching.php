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
 * Looks for accounts by a list of keys. All that find one have to find the same: otherwise somebody has to choose.
 * Accounts that another SCIM user has are never found, unless that user is gone for good and the operation says so.
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
		$found = $this->find( $operation->match, $operation->succeeds );
		if ( array() === $found ) {
			if ( array( 'id' ) === array_column( $operation->match, 'by' ) ) {
				// Somebody chose it: another one in its place would not be what was chosen.
				throw new Rejection( 'ambiguous_match', 'The account that was chosen is not there any more, or another user has it by now. Please choose again.' );
			}
			return null;
		}
		$problem = null;
		if ( count( $found ) > 1 ) {
			$problem = new Rejection(
				'ambiguous_match',
				sprintf( '%d accounts of this site could be this user, found by %s. Please choose one.', count( $found ), self::evidence( $found ) )
			);
		} else {
			$user = $found[0][1];
			try {
				Protection::require_adoptable( $user, $this->links->find_by_user( $user->ID ), $operation );
			} catch ( Rejection $rejection ) {
				$problem = $rejection;
			}
		}
		if ( null !== $problem ) {
			$problem->candidates = self::candidates( $found );
			throw $problem;
		}
		return $found[0];
	}

	/**
	 * @param array[]     $keys     MatchKeys.
	 * @param string|null $succeeds SCIM id of a user who is gone, and whose account may be found.
	 * @return array<array{0: array, 1: \WP_User}> The accounts found, each with the first key that finds it.
	 */
	public function find( array $keys, ?string $succeeds = null ): array {
		$found = array();
		foreach ( $keys as $key ) {
			$ids   = $this->look_up( $key );
			$taken = array_filter(
				$this->links->find_by_users( $ids ),
				static function ( $link ) use ( $succeeds ) {
					return $link->scim_id !== $succeeds;
				}
			);
			foreach ( array_diff( $ids, array_keys( $taken ), array_keys( $found ) ) as $id ) {
				$user = get_userdata( $id );
				if ( $user && self::fits( $key, $user ) ) {
					$found[ $id ] = array( $key, $user );
				}
			}
		}
		return array_values( $found );
	}

	/**
	 * @param array<array{0: array, 1: \WP_User}> $found What find() gave.
	 * @return array[] Candidates of the protocol.
	 */
	public static function candidates( array $found ): array {
		$candidates = array();
		foreach ( array_slice( $found, 0, self::MOST ) as list( $key, $user ) ) {
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
	 * @param array<array{0: array, 1: \WP_User}> $found What find() gave.
	 * @return string Each key with the logins of whom it found.
	 */
	private static function evidence( array $found ): string {
		$logins = array();
		foreach ( $found as list( $key, $user ) ) {
			$logins[ self::describe( $key ) ][] = '"' . $user->user_login . '"';
		}
		$parts = array();
		foreach ( $logins as $words => $names ) {
			$parts[] = $words . ': ' . implode( ', ', $names );
		}
		return implode( '; by ', $parts );
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
