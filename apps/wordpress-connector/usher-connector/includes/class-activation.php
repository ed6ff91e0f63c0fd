<?php
/**
 * Deactivating and reactivating.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * Shuts an account out of the site, and lets it in again. The password, the application passwords and the content
 * stay; the roles are taken away and kept, so that even without this plugin a leaver has no rights.
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
		$was_active = $link->active;
		if ( $was_active || null === $link->roles_before ) {
			$known              = null !== $link->stored;
			$link->active       = false;
			$link->roles_before = array_values( $user->roles );
			$this->links->save( $link );
			if ( $known ) {
				// A leaver stays out even when a plugin fails in what follows.
				$this->locks->keep();
			}
		}
		\WP_Session_Tokens::get_instance( $user->ID )->destroy_all();
		$this->void_reset_key( $user );
		foreach ( $user->roles as $role ) {
			$user->remove_role( $role );
		}
		return $was_active;
	}

	/**
	 * Reactivate. Leaves the revision as it is.
	 *
	 * @param Link     $link The link.
	 * @param \WP_User $user Its account.
	 * @return bool Whether it was inactive.
	 */
	public function open( Link $link, \WP_User $user ): bool {
		if ( $link->active ) {
			return false;
		}
		// A role that somebody gave meanwhile is that person's decision; the old ones don't come on top.
		if ( array() === $user->roles ) {
			foreach ( $link->roles_before ?? array() as $role ) {
				// A role may have been removed, or made powerful, meanwhile.
				if ( null !== get_role( $role ) && ! Protection::is_powerful( $role ) ) {
					$user->add_role( $role );
				}
			}
		}
		$link->active       = true;
		$link->roles_before = null;
		$this->links->save( $link );
		return true;
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
