<?php
/**
 * Locks on names.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

// phpcs:disable WordPress.DB.DirectDatabaseQuery, WordPress.DB.PreparedSQL

/**
 * Mutual exclusion between requests, over all web servers of the site: a row of the options table, whose name is
 * unique, is the lock. WordPress has no unique index on logins and e-mail addresses, so without it two requests at the
 * same moment make two accounts of one name.
 */
final class Locks {

	const PREFIX = 'usher_lock_';

	/** A holder that died without releasing is given up after this many seconds. */
	const EXPIRES_AFTER = 60;

	/** How long to wait for another holder, in seconds. */
	const PATIENCE = 8.0;

	/**
	 * What this request holds.
	 *
	 * @var array<string, string> Option value by option name.
	 */
	private $held = array();

	/**
	 * Take all these locks, waiting for other holders.
	 *
	 * @param string[] $names Names of any length.
	 * @throws Fault `lock_busy` when a lock stayed taken.
	 */
	public function acquire( array $names ): void {
		$options = array();
		foreach ( $names as $name ) {
			$options[] = self::PREFIX . md5( $name );
		}
		// One order for everybody: two requests can't wait for each other.
		$options = array_unique( $options );
		sort( $options );

		$value = self::new_value();
		if ( count( $options ) === $this->insert( $options, $value ) ) {
			foreach ( $options as $option ) {
				$this->held[ $option ] = $value;
			}
			return;
		}
		$this->delete( $options, $value );

		$deadline = microtime( true ) + self::PATIENCE;
		foreach ( $options as $option ) {
			$this->wait_for( $option, $deadline );
		}
	}

	/**
	 * Release everything.
	 */
	public function release(): void {
		foreach ( array_unique( $this->held ) as $value ) {
			$this->delete( array_keys( $this->held, $value, true ), $value );
		}
		$this->held = array();
	}

	/**
	 * @param string $option   Option name.
	 * @param float  $deadline Unix time to give up at.
	 */
	private function wait_for( string $option, float $deadline ): void {
		$pause = 5000;
		while ( true ) {
			$value = self::new_value();
			if ( 1 === $this->insert( array( $option ), $value ) || $this->take_over( $option, $value ) ) {
				$this->held[ $option ] = $value;
				return;
			}
			if ( microtime( true ) > $deadline ) {
				$this->release();
				throw new Fault( 'lock_busy', 'Another request is working on the same user.' );
			}
			usleep( $pause + wp_rand( 0, $pause ) );
			$pause = min( $pause * 2, 100000 );
		}
	}

	/**
	 * Replace a lock whose holder has died. Of several that try, one succeeds: the old value is in the condition.
	 *
	 * @param string $option Option name.
	 * @param string $value  New value.
	 */
	private function take_over( string $option, string $value ): bool {
		global $wpdb;
		$old = $wpdb->get_var( $wpdb->prepare( "SELECT option_value FROM {$wpdb->options} WHERE option_name = %s", $option ) );
		if ( null === $old || (int) $old > time() ) {
			return false;
		}
		return 1 === $wpdb->query(
			$wpdb->prepare(
				"UPDATE {$wpdb->options} SET option_value = %s WHERE option_name = %s AND option_value = %s",
				$value,
				$option,
				$old
			)
		);
	}

	/**
	 * @param string[] $options Option names.
	 * @param string   $value   Option value.
	 * @return int How many of the rows were free.
	 */
	private function insert( array $options, string $value ): int {
		global $wpdb;
		$rows = array();
		foreach ( $options as $option ) {
			$rows[] = $wpdb->prepare( "(%s, %s, 'no')", $option, $value );
		}
		// A deadlock of the database counts as busy.
		return (int) $wpdb->query(
			"INSERT IGNORE INTO {$wpdb->options} (option_name, option_value, autoload) VALUES " . implode( ', ', $rows )
		);
	}

	/**
	 * @param string[] $options Option names.
	 * @param string   $value   Only rows with this value: another holder's are left.
	 */
	private function delete( array $options, string $value ): void {
		if ( array() === $options ) {
			return;
		}
		global $wpdb;
		$places = implode( ', ', array_fill( 0, count( $options ), '%s' ) );
		$wpdb->query(
			$wpdb->prepare(
				"DELETE FROM {$wpdb->options} WHERE option_value = %s AND option_name IN ({$places})",
				array_merge( array( $value ), array_values( $options ) )
			)
		);
	}

	/**
	 * When it expires, and whose it is.
	 */
	private static function new_value(): string {
		return ( time() + self::EXPIRES_AFTER ) . ':' . bin2hex( random_bytes( 8 ) );
	}
}
