<?php
/**
 * Making an account be as it is wanted.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * Makes the account of a SCIM user be there with the wanted state: the one it has, one that is taken over, or a new one.
 */
final class Upsert {

	/** @var Links */
	private $links;

	/** @var Activation */
	private $activation;

	/** @var Locks */
	private $locks;

	/**
	 * @param Links      $links      The links.
	 * @param Activation $activation Shuts and opens accounts.
	 * @param Locks      $locks      That the operation holds.
	 */
	public function __construct( Links $links, Activation $activation, Locks $locks ) {
		$this->links      = $links;
		$this->activation = $activation;
		$this->locks      = $locks;
	}

	/**
	 * Run one upsert; the caller records the revision.
	 *
	 * @param Operation     $operation The operation.
	 * @param Link          $link      Its link; gets the account.
	 * @param \WP_User|null $user      Its account, if there is one.
	 * @param Lookahead     $ahead     What was read for it.
	 * @return array{action: string, changed: string[]} And `adopted`, the MatchKey, when an account was taken over; `predecessor`, who had it.
	 */
	public function run( Operation $operation, Link $link, ?\WP_User $user, Lookahead $ahead ): array {
		if ( null !== $user ) {
			return $this->change( $operation, $link, $user );
		}
		$namesakes = $ahead->namesakes( $operation );
		$creation  = new Creation( $this->links, $this->activation, $namesakes );
		$half      = $creation->find_half_done( $operation );
		$match     = null === $half ? ( new Matching( $this->links, $namesakes ) )->choose( $operation ) : null;
		if ( null === $match ) {
			return array(
				'action'  => 'create',
				'changed' => $creation->run( $operation, $link, $half ),
			);
		}
		list( $key, $user ) = $match;
		$predecessor        = null === $operation->succeeds ? null : $this->links->find( $operation->succeeds );
		$inherits           = null !== $predecessor && $predecessor->user_id === $user->ID;
		$link->take( $user->ID );
		if ( $inherits ) {
			$link->inherit( $predecessor );
			$this->links->save( $predecessor );
		}
		$outcome = $this->change( $operation, $link, $user );
		// Also when there was nothing to change.
		$this->links->save( $link );
		return array(
			'action'  => 'adopt',
			'adopted' => $key,
		) + ( $inherits ? array( 'predecessor' => $predecessor->scim_id ) : array() ) + $outcome;
	}

	/**
	 * @param Operation $operation The operation.
	 * @param Link      $link      Its link.
	 * @param \WP_User  $user      Its account.
	 * @return array{action: string, changed: string[]}
	 */
	private function change( Operation $operation, Link $link, \WP_User $user ): array {
		$update = new Update( $operation, $link, $user );
		$shuts  = ! $operation->active && ( $link->active || array() !== $user->roles );
		$strips = $operation->without_roles && ( ! $link->active || null === $link->roles_before || array() !== $user->roles );
		$opens  = $operation->active && ! $operation->without_roles && $link->is_stripped();
		$roles  = $this->roles( $operation, $link, $user );
		if ( $shuts || $strips || $opens || ! $update->is_empty() || null === $roles || $roles->differ() ) {
			Protection::require_changeable( $user, $link, $operation );
		}

		$action = null;
		if ( $shuts && $this->activation->shut( $link, $user ) ) {
			// A leaver is out even when one of the fields is refused.
			$this->locks->keep();
			$action = 'deactivate';
		}
		if ( $strips && $this->activation->strip( $link, $user ) ) {
			$action = 'remove_roles';
		}
		$update->check();
		$roles = new Roles( $operation, $link, $user );
		if ( null === $link->stored || $link->stored['user_id'] !== $link->user_id ) {
			// From here on no other SCIM user can have this account.
			$this->links->save( $link );
		}
		$this->join_site( $roles, $link, $user );

		$changed = $update->write();
		if ( $roles->differ() ) {
			$changed[] = 'roles';
		}
		$roles->write( $link, $user );
		if ( $opens && $this->activation->open( $link, $user ) ) {
			$action = 'reactivate';
		}
		return array(
			'action'  => $action ?? ( array() === $changed ? 'none' : 'update' ),
			'changed' => $changed,
		);
	}

	/**
	 * What the roles will be, to see whether anything changes. What is wrong with them is said later, when a leaver is out.
	 *
	 * @param Operation $operation The operation.
	 * @param Link      $link      Its link.
	 * @param \WP_User  $user      Its account.
	 */
	private function roles( Operation $operation, Link $link, \WP_User $user ): ?Roles {
		try {
			return new Roles( $operation, $link, $user );
		} catch ( Rejection $rejection ) {
			return null;
		}
	}

	/**
	 * On a multisite: an account of the network becomes a member of this site.
	 *
	 * @param Roles    $roles What roles it will have.
	 * @param Link     $link  Its link.
	 * @param \WP_User $user  The account.
	 * @throws Fault `not_added`.
	 */
	private function join_site( Roles $roles, Link $link, \WP_User $user ): void {
		if ( Accounts::is_member( $user ) ) {
			return;
		}
		if ( $link->is_stripped() || array() === $roles->wanted ) {
			// Belongs to the site, and may do nothing there.
			$user->set_role( '' );
			return;
		}
		$added = add_user_to_blog( get_current_blog_id(), $user->ID, $roles->wanted[0] );
		if ( is_wp_error( $added ) ) {
			throw new Fault( 'not_added', $added->get_error_message() );
		}
		$user->for_site( get_current_blog_id() );
	}
}
