<?php
/**
 * Running operations.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * Runs one operation, whatever happens in it, and tells its result.
 */
final class Executor {

	/** @var Links */
	private $links;

	/** @var Transaction */
	private $transaction;

	/** @var Locks */
	private $locks;

	/** @var Activation */
	private $activation;

	/**
	 * Wire up.
	 */
	public function __construct() {
		$this->links       = new Links();
		$this->transaction = new Transaction();
		$this->locks       = new Locks( $this->transaction );
		$this->activation  = new Activation( $this->links, $this->locks );
		// Also after a fatal error, for the next attempt not to have to wait; before other plugins write something then.
		add_action( 'shutdown', array( $this, 'abandon' ), PHP_INT_MIN );
	}

	/**
	 * Run operations one after the other, each on its own.
	 *
	 * @param array $raws As decoded from JSON.
	 * @return array[] OperationResults of the protocol, in the same order.
	 */
	public function run_all( array $raws ): array {
		$count = new User_Count();
		$count->begin();
		try {
			return array_map( array( $this, 'run' ), $raws );
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
	 * @param mixed $raw As decoded from JSON.
	 * @return array OperationResult of the protocol.
	 */
	private function run( $raw ): array {
		$quiet = new Quiet();
		$quiet->begin();
		try {
			$outcome = $this->perform( Operation::parse( $raw ) );
		} catch ( Rejection $rejection ) {
			$outcome = self::problem( 'rejected', $rejection->reason, $rejection->getMessage() ) + $this->holder( $rejection );
			if ( array() !== $rejection->candidates ) {
				$outcome['candidates'] = $rejection->candidates;
			}
		} catch ( Fault $fault ) {
			$outcome = self::problem( 'failed', $fault->reason, $fault->getMessage() );
		} catch ( \Throwable $error ) {
			// A bug of this or another plugin; it concerns this user only.
			$outcome = self::problem( 'failed', 'exception', get_class( $error ) . ': ' . $error->getMessage() );
		} finally {
			$this->abandon();
			$quiet->end();
		}
		if ( is_array( $raw ) && Password::is_hash( $raw['password'] ?? null ) && isset( $outcome['message'] ) ) {
			// Whatever an exception of WordPress or a plugin quotes.
			$outcome['message'] = str_replace( $raw['password'], '***', $outcome['message'] );
		}
		$scim_id = is_array( $raw ) && is_string( $raw['scimId'] ?? null ) ? $raw['scimId'] : '';
		return array( 'scimId' => $scim_id ) + $outcome;
	}

	/**
	 * @param Operation $operation The operation.
	 */
	private function perform( Operation $operation ): array {
		$this->locks->acquire( $operation->lock_names() );

		$link = $this->links->find( $operation->scim_id ) ?? new Link( $operation->scim_id );
		if ( null !== $link->user_id ) {
			// Another web server may have changed it since this request first read it. Not clean_user_cache(): it reads.
			wp_cache_delete( $link->user_id, 'users' );
			wp_cache_delete( $link->user_id, 'user_meta' );
		}
		$user = Accounts::by_id( $link->user_id );
		if ( null === $user ) {
			$link->user_id = null;
		}
		if ( $link->supersedes( $operation ) ) {
			return array(
				'status'   => 'stale',
				'revision' => $link->revision,
				'account'  => null === $user ? null : Accounts::present( $user, $link, $operation->meta_keys() ),
			);
		}

		$done = $this->dispatch( $operation, $link, $user );

		$this->locks->require_held();
		$link->revision = $operation->revision;
		$this->links->save( $link );

		$user    = Accounts::by_id( $link->user_id );
		$outcome = array(
			'status'  => 'none' === $done['action'] ? 'unchanged' : 'applied',
			'account' => null === $user ? null : Accounts::present( $user, $link, $operation->meta_keys() ),
		) + $done;
		$this->locks->release();
		$this->transaction->commit();
		return $outcome;
	}

	/**
	 * @param Operation     $operation The operation.
	 * @param Link          $link      Its link; changed, and saved by the caller.
	 * @param \WP_User|null $user      Its account.
	 * @return array{action: string, changed: string[]} And `adopted` or `heir`.
	 */
	private function dispatch( Operation $operation, Link $link, ?\WP_User $user ): array {
		$nothing = array(
			'action'  => 'none',
			'changed' => array(),
		);
		if ( 'upsert' === $operation->op ) {
			return ( new Upsert( $this->links, $this->activation, $this->locks ) )->run( $operation, $link, $user );
		}
		if ( 'delete' === $operation->op ) {
			$heir = null === $user ? null : ( new Removal( $this->links ) )->run( $operation, $link, $user );
			$link->take( null );
			$link->tombstone = true;
			$link->active    = false;
			return array( 'action' => null === $user ? 'none' : 'delete' ) + ( null === $heir ? array() : array( 'heir' => $heir ) ) + $nothing;
		}
		if ( null === $user ) {
			// Nothing to do, but an older upsert that comes after must not let the leaver in.
			$link->active = 'deactivate' !== $operation->op;
			return $nothing;
		}
		Protection::require_changeable( $user, $link, $operation );
		switch ( $operation->op ) {
			case 'deactivate':
				$done = $this->activation->shut( $link, $user );
				break;
			case 'remove_roles':
				$done = $this->activation->strip( $link, $user );
				break;
			default:
				$done = $this->activation->open( $link, $user );
		}
		return $done ? array( 'action' => $operation->op ) + $nothing : $nothing;
	}

	/**
	 * @param Rejection $rejection The refusal.
	 * @return array{holder?: string} SCIM id of the user who has what was wanted, when it is one.
	 */
	private function holder( Rejection $rejection ): array {
		$link = null === $rejection->holder_id ? null : $this->links->find_by_user( $rejection->holder_id );
		return null === $link ? array() : array( 'holder' => $link->scim_id );
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
