<?php
/**
 * Roles that the directory gives, and roles that a person gave.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * What one upsert makes of the roles of an account: the directory's part is replaced, all others stay. Decided first,
 * written later.
 */
final class Roles {

	/** @var string[] Before: the roles that the account has, or gets back. */
	private $before;

	/** @var string[] After. */
	public $wanted;

	/** @var string[]|null What the directory gives. */
	private $given;

	/** @var string|null The site's default role, for want of another. */
	private $default_role;

	/**
	 * @param Operation     $operation An upsert.
	 * @param Link          $link      Its link.
	 * @param \WP_User|null $user      Its account; null for a new one.
	 */
	public function __construct( Operation $operation, Link $link, ?\WP_User $user ) {
		$this->before       = null === $user ? array() : self::of( $link, $user );
		$this->wanted       = $this->before;
		$this->given        = $link->roles_given;
		$this->default_role = $link->role_default;
		$new                = null === $user || ! Accounts::is_member( $user );

		$target = null === $operation->roles ? array() : $operation->roles['given'];
		if ( null !== $operation->roles && array() === $target && null !== $operation->roles['fallback'] ) {
			$target = array( $operation->roles['fallback'] );
		}
		if ( null === $operation->roles ) {
			if ( $new && array() === $this->before ) {
				$this->take_default( $operation );
			}
			return;
		}
		$ours = array_merge( (array) $this->given, array_filter( array( $this->default_role ) ) );
		$hand = array_values( array_diff( $this->before, $ours ) );
		if ( array() !== $target ) {
			$this->default_role = null;
			// Those that stay keep their place: many take the first one for the main one.
			$this->wanted = array_values( array_unique( array_merge( array_intersect( $this->before, array_merge( $hand, $target ) ), $target ) ) );
		} elseif ( null !== $this->default_role ) {
			$this->wanted = array_values( array_diff( $this->before, array_diff( (array) $this->given, array( $this->default_role ) ) ) );
		} elseif ( array() === $hand && ( $new || array() !== (array) $this->given ) ) {
			$this->take_default( $operation );
		} else {
			$this->wanted = $hand;
		}
		$this->given = $target;
		foreach ( $target as $role ) {
			Protection::require_assignable( $role, $operation, in_array( $role, $this->before, true ) );
		}
	}

	/**
	 * The roles that an account has, or that it gets back.
	 *
	 * @param Link|null $link Its link.
	 * @param \WP_User  $user The account.
	 * @return string[]
	 */
	public static function of( ?Link $link, \WP_User $user ): array {
		// A role that somebody gave meanwhile is that person's decision; the old ones don't come on top.
		return null !== $link && null !== $link->roles_before && array() === $user->roles
			? $link->roles_before
			: array_values( $user->roles );
	}

	/**
	 * Whether the account has other roles afterwards.
	 */
	public function differ(): bool {
		return array() !== array_diff( $this->wanted, $this->before ) || array() !== array_diff( $this->before, $this->wanted );
	}

	/**
	 * Write it; the caller saves the link.
	 *
	 * @param Link     $link The link.
	 * @param \WP_User $user Its account.
	 */
	public function write( Link $link, \WP_User $user ): void {
		$link->roles_given  = $this->given;
		$link->role_default = $this->default_role;
		if ( $link->is_stripped() && array() === $user->roles ) {
			$link->roles_before = $this->wanted;
			return;
		}
		foreach ( array_diff( $this->wanted, $user->roles ) as $role ) {
			$user->add_role( $role );
		}
		foreach ( array_diff( $user->roles, $this->wanted ) as $role ) {
			$user->remove_role( $role );
		}
	}

	/**
	 * A default role that has been removed is the site's own matter: WordPress creates without one then.
	 *
	 * @param Operation $operation The operation.
	 */
	private function take_default( Operation $operation ): void {
		$role = (string) get_option( 'default_role' );
		if ( null === get_role( $role ) ) {
			$this->wanted = array();
			return;
		}
		Protection::require_assignable( $role, $operation );
		$this->default_role = $role;
		$this->wanted       = array( $role );
	}
}
