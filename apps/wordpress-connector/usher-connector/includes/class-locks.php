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
 *
 * Taking the locks begins the transaction of the operation, with their rows as its first write. As long as it is open
 * nobody sees them, and who wants the same waits in the database; if it dies, they are gone. Without a transaction, or
 * when it was committed half-way, they are rows for all to see, and expire.
 */
final class Locks {

	const PREFIX = 'usher_lock_';

	/** A holder that died without releasing is given up after this many seconds. */
	const EXPIRES_AFTER = 60;

	/** How long to wait for another holder, in seconds. */
	const PATIENCE = 8.0;

	/** @var Transaction */
	private $transaction;

	/**
	 * What this request holds.
	 *
	 * @var string[] Option names.
	 */
	private $held = array();

	/** @var string Their value: when they expire, and whose they are. */
	private $value = '';

	/**
	 * @param Transaction $transaction Of the operations.
	 */
	public function __construct( Transaction $transaction ) {
		$this->transaction = $transaction;
	}

	/**
	 * Begin the transaction and take all these locks, waiting for other holders.
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

		$deadline    = microtime( true ) + self::PATIENCE;
		$this->value = ( time() + self::EXPIRES_AFTER ) . ':' . bin2hex( random_bytes( 8 ) );
		for ( $pause = 5000; ! $this->try_all( $options ); $pause = min( $pause * 2, 100000 ) ) {
			$this->drop_expired( $options );
			if ( microtime( true ) > $deadline ) {
				throw new Fault( 'lock_busy', 'Another request is working on the same user.' );
			}
			usleep( $pause + wp_rand( 0, $pause ) );
		}
	}

	/**
	 * Commit what was done so far, whatever becomes of the rest of the operation, and go on holding the locks. They
	 * are written once more, as they are: the first statement of a transaction must be a write.
	 *
	 * @throws Fault `database_error`.
	 */
	public function keep(): void {
		if ( ! $this->transaction->is_open() ) {
			return;
		}
		$this->transaction->commit();
		$this->transaction->begin();
		global $wpdb;
		$written = $wpdb->query(
			$wpdb->prepare(
				"UPDATE {$wpdb->options} SET option_value = option_value WHERE option_name IN (" . self::places( $this->held ) . ')',
				$this->held
			)
		);
		if ( false === $written ) {
			throw new Fault( 'database_error', 'The locks could not be written: ' . $wpdb->last_error );
		}
	}

	/**
	 * All but the record is done. Fail if the locks are gone: then the database has given the transaction up (a deadlock,
	 * a lost connection, a hook that rolled back), and only what came after that was written. Inside a transaction their
	 * rows can go now, as others wait for its end.
	 *
	 * @throws Fault `transaction_lost`.
	 */
	public function finish(): void {
		$all   = count( $this->held );
		$still = $this->transaction->is_open() ? $this->release() : $this->count();
		if ( $all !== $still ) {
			throw new Fault( 'transaction_lost', 'The database gave up the changes half-way.' );
		}
	}

	/**
	 * Release everything.
	 *
	 * @return int How many were still held.
	 */
	public function release(): int {
		$held       = $this->held;
		$this->held = array();
		return $this->delete( $held, $this->value );
	}

	/**
	 * @param string[] $options Option names.
	 * @return bool Whether the transaction has begun and holds all of them; otherwise neither is so.
	 */
	private function try_all( array $options ): bool {
		$this->transaction->begin();
		if ( count( $options ) === $this->insert( $options ) ) {
			$this->held = $options;
			return true;
		}
		if ( ! $this->transaction->rollback() ) {
			$this->delete( $options, $this->value );
		}
		return false;
	}

	/**
	 * @param string[] $options Option names.
	 * @return int How many of the rows were free.
	 */
	private function insert( array $options ): int {
		global $wpdb;
		$rows = array();
		foreach ( $options as $option ) {
			$rows[] = $wpdb->prepare( "(%s,%s,'no')", $option, $this->value );
		}
		// A deadlock of the database counts as busy, and is nothing for the log.
		$shown    = $wpdb->suppress_errors( true );
		$inserted = (int) $wpdb->query(
			"INSERT IGNORE INTO {$wpdb->options} (option_name, option_value, autoload) VALUES " . implode( ',', $rows )
		);
		$wpdb->suppress_errors( $shown );
		return $inserted;
	}

	/**
	 * How many of the locks are there.
	 */
	private function count(): int {
		global $wpdb;
		return (int) $wpdb->get_var(
			$wpdb->prepare(
				"SELECT COUNT(*) FROM {$wpdb->options} WHERE option_value = %s AND option_name IN (" . self::places( $this->held ) . ')',
				array_merge( array( $this->value ), $this->held )
			)
		);
	}

	/**
	 * Remove locks whose holder has died.
	 *
	 * @param string[] $options Option names.
	 */
	private function drop_expired( array $options ): void {
		global $wpdb;
		$rows = $wpdb->get_results(
			$wpdb->prepare(
				"SELECT option_name, option_value FROM {$wpdb->options} WHERE option_name IN (" . self::places( $options ) . ')',
				$options
			)
		);
		foreach ( (array) $rows as $row ) {
			if ( (int) $row->option_value <= time() ) {
				$this->delete( array( $row->option_name ), $row->option_value );
			}
		}
	}

	/**
	 * @param string[] $options Option names.
	 * @param string   $value   Only rows with this value: another holder's are left.
	 * @return int How many there were.
	 */
	private function delete( array $options, string $value ): int {
		if ( array() === $options ) {
			return 0;
		}
		global $wpdb;
		// By the index: reading the whole table, the statement would wait for the locks of all the others, and they for ours.
		$from = Transaction::is_sqlite() ? "FROM {$wpdb->options}" : "held FROM {$wpdb->options} AS held FORCE INDEX (option_name)";
		return (int) $wpdb->query(
			$wpdb->prepare(
				"DELETE {$from} WHERE option_value = %s AND option_name IN (" . self::places( $options ) . ')',
				array_merge( array( $value ), $options )
			)
		);
	}

	/**
	 * @param string[] $options Option names.
	 */
	private static function places( array $options ): string {
		return implode( ',', array_fill( 0, count( $options ), '%s' ) );
	}
}
