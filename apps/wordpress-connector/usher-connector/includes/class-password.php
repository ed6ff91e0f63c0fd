<?php
/**
 * Passwords that the directory has.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * Takes over the hash of a password as it is: WordPress of every version verifies bcrypt. The hash goes nowhere but
 * into the row of the account: not into answers, errors, or the log. What is remembered of it is a digest, so that a
 * password that a person chooses in WordPress stays until the directory has another one.
 */
final class Password {

	/**
	 * @param mixed $value Anything.
	 */
	public static function is_hash( $value ): bool {
		return is_string( $value ) && 1 === preg_match( '/\A\$2y\$(0[4-9]|1[0-9]|2[0-9]|3[01])\$[.\/A-Za-z0-9]{53}\z/', $value );
	}

	/**
	 * Whether the directory has another password than the one that was written last.
	 *
	 * @param Operation $operation The operation.
	 * @param Link      $link      Its link.
	 */
	public static function differs( Operation $operation, Link $link ): bool {
		return null !== $operation->password && self::digest( $operation->password ) !== $link->password_digest;
	}

	/**
	 * Write it, and end the sessions of before, as WordPress does when a password changes. The caller saves the link,
	 * which must have been saved with the account before: until then the column has the marker of a half-done creation.
	 *
	 * @param string   $hash Hash of the password.
	 * @param Link     $link The link.
	 * @param \WP_User $user Its account.
	 * @throws Fault `database_error`.
	 */
	public static function write( string $hash, Link $link, \WP_User $user ): void {
		global $wpdb;
		$shown = $wpdb->suppress_errors( true );
		try {
			// phpcs:ignore WordPress.DB.DirectDatabaseQuery
			$written = $wpdb->update(
				$wpdb->users,
				array(
					'user_pass'           => $hash,
					'user_activation_key' => '',
				),
				array( 'ID' => $user->ID )
			);
		} catch ( \Throwable $error ) {
			$written = false;
		} finally {
			$wpdb->suppress_errors( $shown );
		}
		if ( false === $written ) {
			// Without the database's words, which may have the statement in them.
			throw new Fault( 'database_error', 'The password could not be written.' );
		}
		clean_user_cache( $user );
		\WP_Session_Tokens::get_instance( $user->ID )->destroy_all();
		$link->password_digest = self::digest( $hash );
	}

	/**
	 * @param string $hash Hash of a password.
	 */
	private static function digest( string $hash ): string {
		return hash( 'sha256', $hash );
	}
}
