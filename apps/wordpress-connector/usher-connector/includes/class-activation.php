<?php
/**
 * Deactivating, taking the roles, and reactivating.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * Shuts an account out of the site, takes its roles, and lets it in again. The password, the application passwords and
 * the content stay; the roles are taken away and kept, so that even without this plugin a leaver has no rights.
 */
final class Activation {

	/** @var Links */
	private $links;

	/** @var Locks */
	private $locks;

	/**
	 * @param Links $links The links.
	 * @param Locks $locks That the operation at hand holds.
	 */
	public function __construct( Links $links, Locks $locks ) {
		$this->links = $links;
		$this->locks = $locks;
	}

	/**
	 * Deactivate. Every step may be repeated after a crash; the door is shut first. Leaves the revision as it is.
	 *
	 * @param Link     $link The link.
	 * @param \WP_User $user Its account.
	 * @return bool Whether it was active.
	 */
	public function shut( Link $link, \WP_User $user ): bool {
		$was_active   = $link->active;
		$known        = null !== $link->stored;
		$link->active = false;
		if ( $this->note_roles( $link, $user ) && $known ) {
			// A leaver stays out even when a plugin fails in what follows.
			$this->locks->keep();
		}
		\WP_Session_Tokens::get_instance( $user->ID )->destroy_all();
		$this->void_reset_key( $user );
		$this->take_roles( $user );
		return $was_active;
	}

	/**
	 * Let the account in, but without any role. Leaves the revision as it is.
	 *
	 * @param Link     $link The link.
	 * @param \WP_User $user Its account.
	 * @return bool Whether it wasn't so already.
	 */
	public function strip( Link $link, \WP_User $user ): bool {
		$was          = $link->active && null !== $link->roles_before && array() === $user->roles;
		$link->active = true;
		$this->note_roles( $link, $user );
		$this->take_roles( $user );
		return ! $was;
	}

	/**
	 * Reactivate, or give the roles back. Leaves the revision as it is.
	 *
	 * @param Link     $link The link.
	 * @param \WP_User $user Its account.
	 * @return bool Whether it wasn't so already.
	 */
	public function open( Link $link, \WP_User $user ): bool {
		if ( ! $link->is_stripped() ) {
			return false;
		}
		if ( ! $link->active ) {
			// Another plugin may have made sessions meanwhile, which opened nothing.
			\WP_Session_Tokens::get_instance( $user->ID )->destroy_all();
		}
		foreach ( array_diff( Roles::of( $link, $user ), $user->roles ) as $role ) {
			// It may have been removed from the site meanwhile.
			if ( null !== get_role( $role ) ) {
				$user->add_role( $role );
			}
		}
		$link->active       = true;
		$link->roles_before = null;
		$this->links->save( $link );
		return true;
	}

	/**
	 * Remember the roles that are about to be taken, and that it is so.
	 *
	 * @param Link     $link The link.
	 * @param \WP_User $user Its account.
	 * @return bool Whether there was something to write.
	 */
	private function note_roles( Link $link, \WP_User $user ): bool {
		$link->roles_before = array_values( array_unique( array_merge( (array) $link->roles_before, $user->roles ) ) );
		$differs            = $link->to_row() !== $link->stored;
		$this->links->save( $link );
		return $differs;
	}

	/**
	 * @param \WP_User $user The account.
	 */
	private function take_roles( \WP_User $user ): void {
		foreach ( $user->roles as $role ) {
			$user->remove_role( $role );
		}
	}

	/**
	 * A password reset link that is under way must not work any more.
	 *
	 * @param \WP_User $user The account.
	 */
	private function void_reset_key( \WP_User $user ): void {
		if ( '' === (string) $user->user_activation_key ) {
			return;
		}
		global $wpdb;
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery
		$wpdb->update( $wpdb->users, array( 'user_activation_key' => '' ), array( 'ID' => $user->ID ) );
		clean_user_cache( $user );
	}
}
