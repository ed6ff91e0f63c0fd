<?php
/**
 * The fields of an account.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * What this site allows in the fields of an account. WordPress itself alters or cuts what it doesn't like, or fails in
 * the database; here each is a refusal with words.
 */
final class Fields {

	/** Lengths of the columns. */
	const LONGEST = array(
		'user_email'   => 100,
		'user_url'     => 100,
		'display_name' => 250,
	);

	/** What WordPress says when it refuses, in codes of the protocol. */
	const REASONS = array(
		'existing_user_login'    => 'login_taken',
		'existing_user_email'    => 'email_taken',
		'user_login_too_long'    => 'login_too_long',
		'empty_user_login'       => 'invalid_login',
		'invalid_username'       => 'invalid_login',
		'user_nicename_too_long' => 'invalid_login',
		'user_url_too_long'      => 'invalid_operation',
		'empty_data'             => 'invalid_operation',
		'illegal_user_login'     => 'invalid_login',
	);

	/**
	 * @param string $login Login to create.
	 * @throws Rejection `login_too_long` or `invalid_login`.
	 */
	public static function check_login( string $login ): void {
		if ( self::length( $login ) > 60 ) {
			throw new Rejection( 'login_too_long', sprintf( 'The login "%s" is longer than the 60 characters WordPress allows.', $login ) );
		}
		if ( is_multisite() && 1 !== preg_match( '/\A[a-z0-9]+\z/', $login ) ) {
			throw new Rejection( 'invalid_login', sprintf( 'This WordPress is a network, which does not allow the login "%s": only small letters a to z and digits are allowed.', $login ) );
		}
		$possible = sanitize_user( $login, true );
		if ( '' === $possible || $possible !== $login ) {
			throw new Rejection(
				'invalid_login',
				sprintf( 'WordPress does not allow the login "%s": only unaccented letters, digits, blanks and _ . - @ are allowed.', $login )
			);
		}
		/** This filter is documented in wp-includes/user.php */
		// phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals.NonPrefixedHooknameFound
		$illegal = (array) apply_filters( 'illegal_user_logins', array() );
		if ( in_array( strtolower( $login ), array_map( 'strtolower', $illegal ), true ) ) {
			throw new Rejection( 'invalid_login', sprintf( 'This site does not allow the login "%s".', $login ) );
		}
	}

	/**
	 * @param array<string, string> $fields AccountFields of the protocol.
	 * @throws Rejection `invalid_email`, or `invalid_operation` for what is too long.
	 */
	public static function check_values( array $fields ): void {
		if ( ! is_email( $fields['user_email'] ) || self::length( $fields['user_email'] ) > self::LONGEST['user_email'] ) {
			throw new Rejection( 'invalid_email', sprintf( 'WordPress does not accept "%s" as an e-mail address.', $fields['user_email'] ) );
		}
		foreach ( self::LONGEST as $field => $longest ) {
			if ( self::length( $fields[ $field ] ?? '' ) > $longest ) {
				throw new Rejection( 'invalid_operation', sprintf( '%s is longer than the %d characters WordPress can keep.', $field, $longest ) );
			}
		}
	}

	/**
	 * Refuse an e-mail address that another account has.
	 *
	 * @param string        $email   The address.
	 * @param \WP_User|null $owner   Whose it is.
	 * @param int|null      $user_id The account that may have it.
	 * @throws Rejection `email_taken`.
	 */
	public static function check_email_free( string $email, ?\WP_User $owner, ?int $user_id ): void {
		if ( null !== $owner && $owner->ID !== $user_id ) {
			throw new Rejection(
				'email_taken',
				sprintf( 'The e-mail address "%s" belongs to the account "%s" of this site.', $email, $owner->user_login ),
				$owner->ID
			);
		}
	}

	/**
	 * Whether write_meta() would have something to do.
	 *
	 * @param int                        $user_id The account.
	 * @param array<string, string|null> $meta    Values by key, null removes.
	 */
	public static function meta_differs( int $user_id, array $meta ): bool {
		foreach ( $meta as $key => $value ) {
			$exists = metadata_exists( 'user', $user_id, (string) $key );
			if ( ( $exists ? get_user_meta( $user_id, (string) $key, true ) : null ) !== $value ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Set usermeta.
	 *
	 * @param int                        $user_id The account.
	 * @param array<string, string|null> $meta    Values by key, null removes.
	 * @return string[] What has changed, as `meta.<key>`.
	 */
	public static function write_meta( int $user_id, array $meta ): array {
		$changed = array();
		foreach ( $meta as $key => $value ) {
			$key    = (string) $key;
			$exists = metadata_exists( 'user', $user_id, $key );
			$before = $exists ? get_user_meta( $user_id, $key, true ) : null;
			if ( $before === $value ) {
				continue;
			}
			if ( null === $value ) {
				delete_user_meta( $user_id, wp_slash( $key ) );
			} else {
				update_user_meta( $user_id, wp_slash( $key ), wp_slash( $value ) );
			}
			$after = metadata_exists( 'user', $user_id, $key ) ? get_user_meta( $user_id, $key, true ) : null;
			if ( $after !== $before ) {
				$changed[] = 'meta.' . $key;
			}
		}
		return $changed;
	}

	/**
	 * @param int|\WP_Error $result Of wp_insert_user() or wp_update_user().
	 * @throws Rejection When WordPress refuses for a reason that trying again doesn't change.
	 * @throws Fault For other reasons.
	 */
	public static function written( $result ): \WP_User {
		if ( ! is_wp_error( $result ) ) {
			return get_userdata( $result );
		}
		$code    = (string) $result->get_error_code();
		$message = wp_strip_all_tags( $result->get_error_message() );
		if ( isset( self::REASONS[ $code ] ) ) {
			throw new Rejection( self::REASONS[ $code ], $message );
		}
		throw new Fault( '' === $code ? 'unknown_error' : $code, $message );
	}

	/**
	 * @param string $text UTF-8.
	 */
	private static function length( string $text ): int {
		return mb_strlen( $text, 'UTF-8' );
	}
}
