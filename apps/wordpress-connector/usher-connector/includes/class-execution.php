<?php
/**
 * What one operation does.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * Applies an operation that holds its locks, and records its revision.
 */
final class Execution {

	/** @var Links */
	private $links;

	/** @var Locks */
	private $locks;

	/** @var Activation */
	private $activation;

	/**
	 * @param Links $links The links.
	 * @param Locks $locks That the operations hold.
	 */
	public function __construct( Links $links, Locks $locks ) {
		$this->links      = $links;
		$this->locks      = $locks;
		$this->activation = new Activation( $links, $locks );
	}

	/**
	 * Apply an operation that holds its locks.
	 *
	 * @param Operation $operation The operation.
	 * @param Lookahead $ahead     What was read for it.
	 * @param callable  $finish    Throws when what was done is lost; called before it is recorded.
	 */
	public function apply( Operation $operation, Lookahead $ahead, callable $finish ): array {
		$link = $ahead->link( $operation );
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

		$writes = new Lost_Writes();
		$done   = $this->dispatch( $operation, $link, $user, $ahead );

		$writes->require_none();
		$finish();
		$link->revision = $operation->revision;
		$this->links->save( $link );

		$user = Accounts::by_id( $link->user_id );
		return array(
			'status'  => 'none' === $done['action'] ? 'unchanged' : 'applied',
			'account' => null === $user ? null : Accounts::present( $user, $link, $operation->meta_keys() ),
		) + $done;
	}

	/**
	 * @param Operation     $operation The operation.
	 * @param Link          $link      Its link; changed, and saved by the caller.
	 * @param \WP_User|null $user      Its account.
	 * @param Lookahead     $ahead     What was read for it.
	 * @return array{action: string, changed: string[]} And `adopted` or `heir`.
	 */
	private function dispatch( Operation $operation, Link $link, ?\WP_User $user, Lookahead $ahead ): array {
		$nothing = array(
			'action'  => 'none',
			'changed' => array(),
		);
		if ( 'upsert' === $operation->op ) {
			return ( new Upsert( $this->links, $this->activation, $this->locks ) )->run( $operation, $link, $user, $ahead );
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
}
