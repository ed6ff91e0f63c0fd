<?php
/**
 * One database transaction around operations.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

// phpcs:disable WordPress.DB.DirectDatabaseQuery

/**
 * Makes operations whole or nothing, and spares them a flush to the disk for each of their statements. Possible on
 * InnoDB and on SQLite; elsewhere every method does nothing, and each statement stands by itself.
 *
 * Nothing but speed and tidiness may rest on this class: on MyISAM there are no transactions, and on MySQL a hook of
 * another plugin may end the one that is open (DDL commits it, and so does a START TRANSACTION of its own). That an
 * operation can be repeated rests on the marker and the revision, exclusion on the rows of {@see Locks}.
 */
final class Transaction {

	/** How long a statement waits for a row that another request holds, in seconds: as long as for a lock of ours. */
	const PATIENCE = 8;

	/**
	 * SQLite has one writer at a time, and who waits looks again every tenth of a second: after this many seconds of one
	 * transaction after the other, let the others have their turn.
	 */
	const TURN = 1.0;

	/** Statements that begin or end a transaction; on MySQL, DDL does. */
	const ENDS_TRANSACTION = '/\A\s*(START\s|BEGIN\b|COMMIT\b|ROLLBACK\b(?!\s+(WORK\s+)?TO\b)|CREATE\b|ALTER\b|DROP\b|TRUNCATE\b|RENAME\b|LOCK\b|UNLOCK\b)/i';

	/**
	 * Null as long as nobody asked.
	 *
	 * @var bool|null
	 */
	private $possible = null;

	/** @var bool */
	private $open = false;

	/** @var bool Whether something was written since mark(). */
	private $written = false;

	/** @var bool Whether somebody else ended or began a transaction since mark(). */
	private $disturbed = false;

	/** @var float When the turn of this request began, as Unix time. */
	private $turn_began = 0.0;

	/** @var Touched_Caches */
	private $caches;

	/**
	 * Wire up.
	 */
	public function __construct() {
		$this->caches = new Touched_Caches();
	}

	/**
	 * Whether the tables can do transactions.
	 */
	public function is_possible(): bool {
		if ( null === $this->possible ) {
			/**
			 * Filters whether operations are done in database transactions.
			 *
			 * @param bool $possible Whether the tables can do that.
			 */
			$this->possible   = (bool) apply_filters( 'usher_connector_use_transactions', self::prepare() );
			$this->turn_began = microtime( true );
		}
		return $this->possible;
	}

	/**
	 * The first statement after it should be a write: a transaction of SQLite that has read can not wait for its turn to
	 * write, and one of InnoDB sees what was committed before it read, which should be after it got its locks.
	 *
	 * @throws Fault `database_error`.
	 */
	public function begin(): void {
		if ( ! $this->is_possible() ) {
			return;
		}
		global $wpdb;
		if ( false === $wpdb->query( 'START TRANSACTION' ) ) {
			throw new Fault( 'database_error', 'The transaction could not be started: ' . $wpdb->last_error );
		}
		$this->open = true;
		$this->caches->watch();
		add_filter( 'query', array( $this, 'on_query' ), PHP_INT_MAX );
	}

	/**
	 * @throws Fault `database_error` when nothing was committed.
	 */
	public function commit(): void {
		if ( ! $this->open ) {
			return;
		}
		global $wpdb;
		$this->close();
		$done   = self::end( 'COMMIT' );
		$reason = $wpdb->last_error;
		if ( ! $done ) {
			self::end( 'ROLLBACK' );
		}
		$this->caches->renew( ! $done );
		if ( ! $done ) {
			throw new Fault( 'database_error', 'The changes could not be committed: ' . $reason );
		}
		if ( self::is_sqlite() && microtime( true ) - $this->turn_began > self::TURN ) {
			usleep( 110000 );
			$this->turn_began = microtime( true );
		}
	}

	/**
	 * Undo what was done since begin().
	 *
	 * @return bool Whether there was a transaction to undo.
	 */
	public function rollback(): bool {
		if ( ! $this->open ) {
			return false;
		}
		$this->close();
		self::end( 'ROLLBACK' );
		$this->caches->renew( true );
		return true;
	}

	/**
	 * Here one of several operations begins.
	 */
	public function mark(): void {
		$this->written   = false;
		$this->disturbed = false;
	}

	/**
	 * Whether there is something to undo since mark().
	 */
	public function has_written(): bool {
		return $this->written;
	}

	/**
	 * @throws Fault `transaction_lost` when a hook ended or began a transaction since mark().
	 */
	public function require_undisturbed(): void {
		if ( $this->disturbed ) {
			throw new Fault( 'transaction_lost', 'Another plugin has a transaction of its own.' );
		}
	}

	/**
	 * @param string $query A statement about to be sent.
	 * @return string
	 */
	public function on_query( $query ) {
		if ( 1 === preg_match( self::ENDS_TRANSACTION, $query ) ) {
			$this->disturbed = true;
		}
		if ( 1 !== preg_match( '/\A\s*\(?\s*(SELECT|SHOW|DESCRIBE|EXPLAIN)\b/i', $query ) ) {
			$this->written = true;
		}
		return $query;
	}

	/**
	 * From here on statements are this class's own.
	 */
	private function close(): void {
		$this->open = false;
		remove_filter( 'query', array( $this, 'on_query' ), PHP_INT_MAX );
	}

	/**
	 * Whether one has begun and this class has not ended it.
	 */
	public function is_open(): bool {
		return $this->open;
	}

	/**
	 * Whether the tables that an operation writes can do transactions; on MySQL also sets the session up for them.
	 */
	private static function prepare(): bool {
		if ( self::is_sqlite() ) {
			return true;
		}
		global $wpdb;
		if ( ! $wpdb->dbh instanceof \mysqli ) {
			return false;
		}
		$tables = array( $wpdb->users, $wpdb->usermeta, $wpdb->options, Schema::table() );
		$places = implode( ', ', array_fill( 0, count( $tables ), '%s' ) );
		$innodb = $wpdb->get_var(
			$wpdb->prepare(
				// phpcs:ignore WordPress.DB.PreparedSQL, WordPress.DB.PreparedSQLPlaceholders
				"SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND ENGINE = 'InnoDB' AND TABLE_NAME IN ({$places})",
				$tables
			)
		);
		if ( count( $tables ) !== (int) $innodb ) {
			return false;
		}
		$wpdb->query( 'SET SESSION innodb_lock_wait_timeout = ' . self::PATIENCE );
		// What hooks read is then as fresh as without a transaction, and no gaps are locked. A statement-based binary log
		// doesn't take it.
		if ( 'STATEMENT' !== $wpdb->get_var( "SHOW VARIABLES LIKE 'binlog_format'", 1 ) ) {
			$wpdb->query( 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED' );
		}
		return true;
	}

	/**
	 * @param string $command COMMIT or ROLLBACK.
	 */
	private static function end( string $command ): bool {
		global $wpdb;
		try {
			// The SQLite drop-in nests: what a hook began and didn't end must be ended first, one level at a time.
			$levels = self::is_sqlite() ? 10 : 1;
			do {
				$done = false !== $wpdb->query( $command );
			} while ( $done && --$levels > 0 && true === $wpdb->result );
			return $done;
		} catch ( \Throwable $error ) {
			$wpdb->last_error = $error->getMessage();
			return false;
		}
	}

	/**
	 * Whether the site runs on the plugin "SQLite Database Integration".
	 */
	public static function is_sqlite(): bool {
		return defined( 'DB_ENGINE' ) && 'sqlite' === DB_ENGINE;
	}
}
