<?php
/**
 * Running operations.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * Runs operations, whatever happens in them, and tells their results. What joins and updates write is committed together:
 * a commit is the dearest statement of all. When one of them must be undone, or a plugin has transactions of its own,
 * they are undone together and each is run by itself.
 */
final class Executor {

	/** @var Links */
	private $links;

	/** @var Transaction */
	private $transaction;

	/** @var Locks */
	private $locks;

	/** @var Execution */
	private $execution;

	/**
	 * Wire up.
	 */
	public function __construct() {
		$this->links       = new Links();
		$this->transaction = new Transaction();
		$this->locks       = new Locks( $this->transaction );
		$this->execution   = new Execution( $this->links, $this->locks );
		// Also after a fatal error, for the next attempt not to have to wait; before other plugins write something then.
		add_action( 'shutdown', array( $this, 'abandon' ), PHP_INT_MIN );
	}

	/**
	 * Run operations in their order. What becomes of one is nothing to the others.
	 *
	 * @param array $raws As decoded from JSON.
	 * @return array[] OperationResults of the protocol, in the same order.
	 */
	public function run_all( array $raws ): array {
		$count = new User_Count();
		$count->begin();
		try {
			$operations = array();
			$results    = array();
			foreach ( $raws as $index => $raw ) {
				try {
					$operations[ $index ] = Operation::parse( $raw );
				} catch ( Rejection $rejection ) {
					$results[ $index ] = self::result( $raw['scimId'] ?? null, $this->refusal( $rejection ) );
				}
			}
			while ( array() !== $operations ) {
				$results   += $this->run_first( $operations );
				$operations = array_diff_key( $operations, $results );
			}
			ksort( $results );
			return $results;
		} finally {
			$count->end();
		}
	}

	/**
	 * Undo what isn't finished.
	 */
	public function abandon(): void {
		if ( $this->transaction->rollback() ) {
			Links::forget_inactive();
		}
		$this->locks->release();
	}

	/**
	 * Run the first of the operations, and those after it that can go with it.
	 *
	 * @param Operation[] $operations At least one.
	 * @return array[] OperationResults of at least one, by the same keys.
	 */
	private function run_first( array $operations ): array {
		$group   = $this->transaction->is_possible() ? self::first_group( $operations ) : array_slice( $operations, 0, 1, true );
		$results = count( $group ) > 1 ? $this->run_together( $group ) : array();
		if ( array() === $results ) {
			foreach ( $group as $index => $operation ) {
				$results[ $index ] = $this->run_alone( $operation );
			}
		}
		return $results;
	}

	/**
	 * Joins and updates from the first one on that have nothing to do with each other. What takes something away from
	 * somebody is committed by itself, at once.
	 *
	 * @param Operation[] $operations At least one.
	 * @return Operation[] At least one.
	 */
	private static function first_group( array $operations ): array {
		$group = array();
		$names = array();
		foreach ( $operations as $index => $operation ) {
			$own = array_fill_keys( $operation->lock_names(), true );
			if ( array() !== $group && ( ! $operation->gives() || array() !== array_intersect_key( $own, $names ) ) ) {
				break;
			}
			$group[ $index ] = $operation;
			$names          += $own;
			if ( ! $operation->gives() ) {
				break;
			}
		}
		return $group;
	}

	/**
	 * Run operations in one transaction.
	 *
	 * @param Operation[] $operations Of different users.
	 * @return array[] OperationResults by the same keys, of all or of the first ones; empty when nothing was done.
	 */
	private function run_together( array $operations ): array {
		$results = array();
		$until   = microtime( true ) + Transaction::TURN;
		try {
			$names = array();
			foreach ( $operations as $operation ) {
				$names = array_merge( $names, $operation->lock_names() );
			}
			$this->locks->acquire( $names );
			$ahead = new Lookahead( $this->links, $operations );
			foreach ( $operations as $index => $operation ) {
				$this->transaction->mark();
				$outcome = $this->attempt(
					function () use ( $operation, $ahead ) {
						return $this->execution->apply( $operation, $ahead, array( $this->transaction, 'require_undisturbed' ) );
					}
				);
				if ( 'failed' === $outcome['status'] || ( 'rejected' === $outcome['status'] && $this->transaction->has_written() ) ) {
					// To undo one is to undo all.
					return array();
				}
				$results[ $index ] = self::result( $operation->scim_id, $outcome, $operation );
				if ( microtime( true ) > $until ) {
					break;
				}
			}
			$this->locks->finish();
			$this->transaction->commit();
			return $results;
		} catch ( \Throwable $error ) {
			// What is wrong will be said by the operation that it happens to.
			return array();
		} finally {
			$this->abandon();
		}
	}

	/**
	 * Run one operation in a transaction of its own.
	 *
	 * @param Operation $operation The operation.
	 * @return array OperationResult of the protocol.
	 */
	private function run_alone( Operation $operation ): array {
		$outcome = $this->attempt(
			function () use ( $operation ) {
				try {
					$this->locks->acquire( $operation->lock_names() );
					$ahead   = new Lookahead( $this->links, array( $operation ) );
					$outcome = $this->execution->apply( $operation, $ahead, array( $this->locks, 'finish' ) );
					if ( 'stale' !== $outcome['status'] ) {
						$this->locks->release();
						$this->transaction->commit();
					}
					return $outcome;
				} finally {
					$this->abandon();
				}
			}
		);
		return self::result( $operation->scim_id, $outcome, $operation );
	}

	/**
	 * @param callable $work Gives an outcome.
	 * @return array The outcome, whatever happens.
	 */
	private function attempt( callable $work ): array {
		$quiet = new Quiet();
		$quiet->begin();
		try {
			return $work();
		} catch ( Rejection $rejection ) {
			return $this->refusal( $rejection );
		} catch ( Fault $fault ) {
			return self::problem( 'failed', $fault->reason, $fault->getMessage() );
		} catch ( \Throwable $error ) {
			// A bug of this or another plugin; it concerns this user only.
			return self::problem( 'failed', 'exception', get_class( $error ) . ': ' . $error->getMessage() );
		} finally {
			$quiet->end();
		}
	}

	/**
	 * @param Rejection $rejection The refusal.
	 * @return array The outcome; with `holder`, the SCIM id of the user who has what was wanted, when it is one.
	 */
	private function refusal( Rejection $rejection ): array {
		$outcome = self::problem( 'rejected', $rejection->reason, $rejection->getMessage() );
		$link    = null === $rejection->holder_id ? null : $this->links->find_by_user( $rejection->holder_id );
		if ( null !== $link ) {
			$outcome['holder'] = $link->scim_id;
		}
		if ( array() !== $rejection->candidates ) {
			$outcome['candidates'] = $rejection->candidates;
		}
		return $outcome;
	}

	/**
	 * @param mixed          $scim_id   As it came.
	 * @param array          $outcome   What became of the operation.
	 * @param Operation|null $operation The operation, when it is one.
	 * @return array OperationResult of the protocol.
	 */
	private static function result( $scim_id, array $outcome, ?Operation $operation = null ): array {
		if ( null !== $operation && null !== $operation->password && isset( $outcome['message'] ) ) {
			// Whatever an exception of WordPress or a plugin quotes.
			$outcome['message'] = str_replace( $operation->password, '***', $outcome['message'] );
		}
		return array( 'scimId' => is_string( $scim_id ) ? $scim_id : '' ) + $outcome;
	}

	/**
	 * @param string $status  `rejected` or `failed`.
	 * @param string $code    Machine-readable reason.
	 * @param string $message Reason in words.
	 */
	private static function problem( string $status, string $code, string $message ): array {
		return array(
			'status'  => $status,
			'code'    => $code,
			'message' => mb_substr( wp_check_invalid_utf8( $message, true ), 0, 1000 ),
		);
	}
}
