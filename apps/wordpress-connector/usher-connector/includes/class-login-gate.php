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
 * application passwords, a cookie of a live session, any other plugin's token, a password reset. Who comes by the sign-on
 * of another plugin gets no session, and sees the login page with the reason.
 */
final class Login_Gate {

	/**
	 * Action of wp-login.php: the login page with the reason. A name of its own, because sign-on plugins send who opens the
	 * ordinary login page to the identity provider, which would send them back here, and so on.
	 */
	const PAGE = 'usher_no_login';

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
		add_action( 'set_auth_cookie', array( __CLASS__, 'check_session' ), 0, 6 );
		add_action( 'auth_redirect', array( __CLASS__, 'check_visit' ), 0 );
		add_action( 'login_form_' . self::PAGE, array( __CLASS__, 'explain' ) );
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
	 * Somebody is about to get the cookies of a new session: another plugin has signed them on, past the password.
	 *
	 * @param string $cookie     The cookie.
	 * @param int    $expire     When it ends in the browser.
	 * @param int    $expiration When it ends here.
	 * @param int    $user_id    Whose session it is.
	 * @param string $scheme     `auth` or `secure_auth`.
	 * @param string $token      Of the session.
	 */
	public static function check_session( $cookie, $expire, $expiration, $user_id, $scheme, $token ): void {
		if ( ! Links::is_inactive( (int) $user_id ) ) {
			return;
		}
		\WP_Session_Tokens::get_instance( (int) $user_id )->destroy( (string) $token );
		self::show_page();
		// No page is asked for: the plugin goes on, without cookies.
		add_filter( 'send_auth_cookies', array( __CLASS__, 'withhold_once' ), PHP_INT_MAX );
	}

	/**
	 * The cookies of one session only: the same request may make others.
	 */
	public static function withhold_once(): bool {
		remove_filter( 'send_auth_cookies', array( __CLASS__, 'withhold_once' ), PHP_INT_MAX );
		return false;
	}

	/**
	 * Somebody opens a screen of the administration with a good cookie: one that a plugin made by itself, or that of
	 * another site of the network, where the account is active and stays logged in.
	 *
	 * @param int $user_id Whose cookie it is.
	 */
	public static function check_visit( $user_id ): void {
		if ( Links::is_inactive( (int) $user_id ) ) {
			self::show_page();
		}
	}

	/**
	 * The login page gives the reason.
	 */
	public static function explain(): void {
		add_filter(
			'wp_login_errors',
			static function ( $errors ) {
				// Whoever has a cookie has been refused by check_login() in this request already.
				$errors->remove( 'usher_no_login' );
				$errors->add( 'usher_no_login', self::refusal()->get_error_message() );
				return $errors;
			}
		);
	}

	/**
	 * Send a browser that waits for a page to the login page, and end the request. Scripts and clients of an API don't
	 * name HTML among what they accept; sign-on comes back to routes of REST and AJAX too, so that those tell nothing.
	 */
	private static function show_page(): void {
		// phpcs:ignore WordPress.Security.ValidatedSanitizedInput
		if ( headers_sent() || false === stripos( $_SERVER['HTTP_ACCEPT'] ?? '', 'text/html' ) ) {
			return;
		}
		nocache_headers();
		// Not wp_login_url(): what plugins put in its place doesn't know the page.
		wp_safe_redirect( add_query_arg( 'action', self::PAGE, site_url( 'wp-login.php', 'login' ) ) );
		exit;
	}

	/**
	 * Says no more than it must.
	 */
	private static function refusal(): \WP_Error {
		return new \WP_Error(
			'usher_no_login',
			__( '<strong>Error:</strong> Your account on this site is deactivated. Please ask your administrator.', 'usher-connector' )
		);
	}
}
