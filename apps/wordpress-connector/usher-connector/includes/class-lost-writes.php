<?php
/**
 * Writes that the database refused.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * WordPress goes on when the database refuses a statement: wp_update_user(), wp_delete_user(), update_user_meta(), the
 * roles and the sessions say nothing of it. A transaction doesn't help: who waits too long for a row loses on InnoDB only
 * the statement, and commits the rest.
 */
final class Lost_Writes {

	/** @var int How many errors wpdb had noted before. */
	private $before;

	/**
	 * Begin.
	 */
	public function __construct() {
		$this->before = count( self::errors() );
	}

	/**
	 * Without the database's words, which may have the statement in them.
	 *
	 * @throws Fault `database_error` when an account or its content was not written as it should have been.
	 */
	public function require_none(): void {
		global $wpdb;
		$tables = implode( '|', array_map( 'preg_quote', array( $wpdb->users, $wpdb->usermeta, $wpdb->posts ) ) );
		foreach ( array_slice( self::errors(), $this->before ) as $error ) {
			if ( 1 === preg_match( "/\A\s*(?:INSERT|REPLACE|UPDATE|DELETE)\s+(?:(?:IGNORE|INTO|FROM)\s+)*`?({$tables})\b/i", (string) $error['query'], $found ) ) {
				throw new Fault( 'database_error', sprintf( 'The database refused to write to the table %s.', $found[1] ) );
			}
		}
	}

	/**
	 * @return array[] What wpdb notes of each error, also of those that it doesn't show.
	 */
	private static function errors(): array {
		return (array) ( $GLOBALS['EZSQL_ERROR'] ?? array() );
	}
}
