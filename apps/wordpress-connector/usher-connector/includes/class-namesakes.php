<?php
/**
 * Accounts that have what an operation wants.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

// Accounts must be read fresh: another request may just have changed them.
// phpcs:disable WordPress.DB.DirectDatabaseQuery, WordPress.DB.PreparedSQL, WordPress.DB.PreparedSQLPlaceholders

/**
 * The accounts that have one of the logins or e-mail addresses of upserts, read by one statement. While the operations
 * hold their locks no other one makes such an account.
 */
final class Namesakes {

	/** @var array<string, true> Logins that were looked for, in small letters. */
	private $logins;

	/** @var array<string, true> E-mail addresses that were looked for, in small letters. */
	private $emails;

	/** @var \WP_User[] By id, the lowest one first. */
	private $users = array();

	/**
	 * @param Operation[] $operations Upserts that hold their locks; at least one.
	 * @throws Fault `database_error`.
	 */
	public function __construct( array $operations ) {
		$logins = array();
		$emails = array();
		foreach ( $operations as $operation ) {
			$logins = array_merge( $logins, $operation->logins(), $operation->match_values( 'login' ) );
			$emails = array_merge( $emails, array( $operation->fields['user_email'] ), $operation->match_values( 'email' ) );
		}
		$this->logins = array_fill_keys( array_map( 'strtolower', $logins ), true );
		$this->emails = array_fill_keys( array_map( 'strtolower', $emails ), true );

		global $wpdb;
		$logins = array_values( array_unique( $logins ) );
		$emails = array_values( array_unique( array_merge( $emails, array_map( array( Accounts::class, 'stored_email' ), $emails ) ) ) );
		$rows   = $wpdb->get_results(
			$wpdb->prepare(
				"SELECT * FROM {$wpdb->users} WHERE user_login IN (" . self::places( $logins ) . ') OR user_email IN (' . self::places( $emails ) . ')',
				array_merge( $logins, $emails )
			)
		);
		if ( '' !== $wpdb->last_error ) {
			throw new Fault( 'database_error', 'The accounts could not be read: ' . $wpdb->last_error );
		}
		foreach ( (array) $rows as $row ) {
			// A cache that is shared with other web servers may hold an older one.
			wp_cache_set( (int) $row->ID, $row, 'users' );
			$this->users[ (int) $row->ID ] = get_userdata( (int) $row->ID );
		}
		ksort( $this->users );
	}

	/**
	 * Whether nobody has what the operation looks for.
	 *
	 * @param Operation $operation One of the operations.
	 */
	public function has_none_for( Operation $operation ): bool {
		foreach ( array_merge( $operation->logins(), $operation->match_values( 'login' ) ) as $login ) {
			if ( array() !== $this->all_by_login( $login ) ) {
				return false;
			}
		}
		foreach ( array_merge( array( $operation->fields['user_email'] ), $operation->match_values( 'email' ) ) as $email ) {
			if ( array() !== $this->all_by_email( $email ) ) {
				return false;
			}
		}
		return true;
	}

	/**
	 * @param string $login One of those of the operations.
	 */
	public function by_login( string $login ): ?\WP_User {
		return $this->all_by_login( $login )[0] ?? null;
	}

	/**
	 * @param string $email One of those of the operations.
	 */
	public function by_email( string $email ): ?\WP_User {
		return $this->all_by_email( $email )[0] ?? null;
	}

	/**
	 * @param string $login A login.
	 * @return \WP_User[]|null Null when it was not looked for.
	 */
	public function all_by_login( string $login ): ?array {
		if ( ! isset( $this->logins[ strtolower( $login ) ] ) ) {
			return null;
		}
		return array_values(
			array_filter(
				$this->users,
				static function ( $user ) use ( $login ) {
					return Accounts::same( $user->user_login, $login );
				}
			)
		);
	}

	/**
	 * @param string $email An e-mail address.
	 * @return \WP_User[]|null Null when it was not looked for.
	 */
	public function all_by_email( string $email ): ?array {
		if ( ! isset( $this->emails[ strtolower( $email ) ] ) ) {
			return null;
		}
		return array_values(
			array_filter(
				$this->users,
				static function ( $user ) use ( $email ) {
					return Accounts::same( $user->user_email, $email ) || Accounts::same( $user->user_email, Accounts::stored_email( $email ) );
				}
			)
		);
	}

	/**
	 * @param string[] $values At least one.
	 */
	private static function places( array $values ): string {
		return implode( ', ', array_fill( 0, count( $values ), '%s' ) );
	}
}
