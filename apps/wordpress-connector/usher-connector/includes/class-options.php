<?php
/**
 * Writing options.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * `update_option()` says false both when the value was there already and when the database refused it, which SQLite does
 * at once while another request writes.
 */
final class Options {

	const TRIES = 5;

	/**
	 * @param string $name     Name of the option.
	 * @param mixed  $value    Scalars, and arrays of them.
	 * @param bool   $autoload Whether each page needs it.
	 * @throws Fault `database_error` when it is not there in the end.
	 */
	public static function write( string $name, $value, bool $autoload ): void {
		global $wpdb;
		$shown  = $wpdb->suppress_errors();
		$stored = false;
		for ( $left = self::TRIES; ! $stored && $left > 0; $left-- ) {
			update_option( $name, $value, $autoload );
			$reason = $wpdb->last_error;
			$stored = get_option( $name ) === $value;
			if ( ! $stored ) {
				usleep( wp_rand( 20000, 60000 ) );
			}
		}
		$wpdb->suppress_errors( $shown );
		if ( ! $stored ) {
			throw new Fault( 'database_error', rtrim( "The settings could not be stored: {$reason}", ': ' ) . '.' );
		}
	}
}
