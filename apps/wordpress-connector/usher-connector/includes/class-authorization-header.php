<?php
/**
 * Hosts that strip the Authorization header.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * Some hosts (Apache with CGI or FPM and no rewrite rule, some proxies) don't hand the Authorization header to PHP.
 * Usher then sends the same in X-Usher-Authorization, which is honoured for the routes of this plugin only.
 */
final class Authorization_Header {

	/**
	 * Whether the Authorization header has arrived in any of the forms that PHP knows.
	 */
	public static function arrived(): bool {
		foreach ( array( 'PHP_AUTH_USER', 'HTTP_AUTHORIZATION', 'REDIRECT_HTTP_AUTHORIZATION' ) as $name ) {
			if ( ! empty( $_SERVER[ $name ] ) ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Put the substitute where WordPress looks for the header. Before anything asks for the current user.
	 */
	public static function substitute(): void {
		$substitute = $_SERVER['HTTP_X_USHER_AUTHORIZATION'] ?? ''; // phpcs:ignore WordPress.Security.ValidatedSanitizedInput
		if ( self::arrived() || 0 !== stripos( $substitute, 'Basic ' ) || ! self::is_own_route() ) {
			return;
		}
		$pair = explode( ':', (string) base64_decode( substr( $substitute, 6 ), true ), 2 ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions
		if ( 2 === count( $pair ) ) {
			$_SERVER['PHP_AUTH_USER'] = $pair[0];
			$_SERVER['PHP_AUTH_PW']   = $pair[1];
		}
	}

	/**
	 * Whether the request is for a route of this plugin, with pretty permalinks or without.
	 */
	private static function is_own_route(): bool {
		// phpcs:disable WordPress.Security
		$route = isset( $_GET['rest_route'] ) && is_string( $_GET['rest_route'] ) ? $_GET['rest_route'] : '';
		$path  = (string) strtok( $_SERVER['REQUEST_URI'] ?? '', '?' );
		// phpcs:enable
		return 0 === strpos( ltrim( $route, '/' ), Rest_Api::NAMESPACE_V1 . '/' )
			|| false !== strpos( $path, '/' . rest_get_url_prefix() . '/' . Rest_Api::NAMESPACE_V1 . '/' );
	}
}
