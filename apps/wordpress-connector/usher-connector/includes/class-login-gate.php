<?php
/**
 * The doors of the site.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * Keeps deactivated accounts out, whichever way they come: the login form by login or e-mail address, XML-RPC,
 * application passwords, a cookie of a live session, any other plugin's token, a password reset.
 */
final class Login_Gate {

	/**
	 * Hook in.
	 */
	public static function install(): void {
		// After the password check (20) and the cookie (30): who doesn't know the password learns nothing.
		add_filter( 'authenticate', array( __CLASS__, 'check_login' ), 1000 );
		add_filter( 'determine_current_user', array( __CLASS__, 'check_identity' ), PHP_INT_MAX );
		add_filter( 'wp_is_application_passwords_available_for_user', array( __CLASS__, 'check_application_passwords' ), PHP_INT_MAX, 2 );
		add_filter( 'allow_password_reset', array( __CLASS__, 'check_password_reset' ), PHP_INT_MAX, 2 );
		add_action( 'validate_password_reset', array( __CLASS__, 'check_reset_form' ), PHP_INT_MAX, 2 );
	}

	/**
	 * @param \WP_User|\WP_Error|null $user Who has logged in.
	 * @return \WP_User|\WP_Error|null
	 */
	public static function check_login( $user ) {
		return $user instanceof \WP_User && Links::is_inactive( $user->ID ) ? self::refusal() : $user;
	}

	/**
	 * @param int|false $user_id Who makes this request.
	 * @return int|false
	 */
	public static function check_identity( $user_id ) {
		return $user_id && Links::is_inactive( (int) $user_id ) ? false : $user_id;
	}

	/**
	 * @param bool     $available Whether the user may use application passwords.
	 * @param \WP_User $user      The user.
	 */
	public static function check_application_passwords( $available, $user ): bool {
		return $available && ! ( $user instanceof \WP_User && Links::is_inactive( $user->ID ) );
	}

	/**
	 * @param bool|\WP_Error $allow   Whether the password may be reset.
	 * @param int            $user_id The user.
	 * @return bool|\WP_Error
	 */
	public static function check_password_reset( $allow, $user_id ) {
		return Links::is_inactive( (int) $user_id ) ? false : $allow;
	}

	/**
	 * @param \WP_Error          $errors Errors of the form in which the new password is chosen.
	 * @param \WP_User|\WP_Error $user   The user.
	 */
	public static function check_reset_form( $errors, $user ): void {
		if ( $user instanceof \WP_User && Links::is_inactive( $user->ID ) ) {
			$errors->add( 'usher_no_login', self::refusal()->get_error_message() );
		}
	}

	/**
	 * Says no more than it must.
	 */
	private static function refusal(): \WP_Error {
		return new \WP_Error(
			'usher_no_login',
			__( '<strong>Error:</strong> You can not log in with this account. Please ask your administrator.', 'usher-connector' )
		);
	}
}
