<?php
/**
 * Makes the dedicated user with which Usher logs in, and prints its new application password as JSON.
 *
 * Usage: php provision-user.php --path=<folder of WordPress> [--login=usher] [--url=<address of the site>]
 *
 * Activates the plugin if it is installed as an ordinary one. On failure: one line on standard error, exit code 1.
 *
 * @package Usher_Connector
 */

if ( 'cli' !== PHP_SAPI ) {
	exit( 1 );
}

/**
 * @param string $message What is wrong.
 */
function usher_connector_fail( string $message ): void {
	defined( 'USHER_CONNECTOR_DONE' ) || define( 'USHER_CONNECTOR_DONE', true );
	while ( ob_get_level() > 0 ) {
		ob_end_clean();
	}
	fwrite( STDERR, $message . "\n" );
	exit( 1 );
}

$usher_options = getopt( '', array( 'path:', 'login:', 'url:' ) );
$usher_path    = rtrim( (string) ( $usher_options['path'] ?? '' ), '/\\' );
if ( '' === $usher_path || ! is_file( $usher_path . '/wp-load.php' ) ) {
	usher_connector_fail( 'Give the folder of WordPress: --path=<folder with wp-load.php>' );
}

// What WordPress expects of a web server.
$usher_url                  = (array) parse_url( (string) ( $usher_options['url'] ?? 'http://localhost' ) );
$_SERVER['HTTP_HOST']       = ( $usher_url['host'] ?? 'localhost' ) . ( isset( $usher_url['port'] ) ? ':' . $usher_url['port'] : '' );
$_SERVER['REQUEST_URI']     = $usher_url['path'] ?? '/';
$_SERVER['REQUEST_METHOD']  = 'GET';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
define( 'WP_USE_THEMES', false ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals.NonPrefixedConstantFound

// Whatever plugins print must not get between the caller and the JSON; a page of WordPress that says why it can't go
// on (no database, not installed) becomes the line on standard error.
ob_start();
register_shutdown_function(
	static function () {
		if ( defined( 'USHER_CONNECTOR_DONE' ) ) {
			return;
		}
		$page = '';
		while ( ob_get_level() > 0 ) {
			$page = ob_get_clean() . $page;
		}
		$page = preg_replace( '#<(style|head|script)\b.*?</\1>#is', ' ', $page );
		$text = trim( preg_replace( '/\s+/', ' ', strip_tags( $page ) ) );
		fwrite( STDERR, 'WordPress could not be loaded: ' . ( '' === $text ? 'no reason given' : substr( $text, 0, 300 ) ) . "\n" );
		exit( 1 );
	}
);
require_once $usher_path . '/wp-load.php';

if ( ! function_exists( 'usher_connector_setup_user' ) ) {
	require_once ABSPATH . 'wp-admin/includes/plugin.php';
	$usher_activated = activate_plugin( 'usher-connector/usher-connector.php' );
	if ( is_wp_error( $usher_activated ) || ! function_exists( 'usher_connector_setup_user' ) ) {
		usher_connector_fail( 'The Usher connector plugin is not installed in this WordPress.' );
	}
}
try {
	$usher_user = usher_connector_setup_user( (string) ( $usher_options['login'] ?? 'usher' ) );
} catch ( \Throwable $usher_error ) {
	usher_connector_fail( $usher_error->getMessage() );
}
define( 'USHER_CONNECTOR_DONE', true );
while ( ob_get_level() > 0 ) {
	ob_end_clean();
}
echo wp_json_encode( $usher_user ), "\n";
