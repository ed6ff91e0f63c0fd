<?php
/**
 * Deleting accounts.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * Deletes an account. Its content goes to another account; without one, an account that has content isn't deleted.
 */
final class Removal {

	/**
	 * @param Operation $operation The operation.
	 * @param \WP_User  $user      The account.
	 */
	public function run( Operation $operation, \WP_User $user ): void {
		Protection::require_changeable( $user );
		$heir = $this->heir( $operation, $user );
		if ( null === $heir && $this->has_content( $user->ID ) ) {
			throw new Rejection(
				'has_content',
				sprintf( 'The account "%s" has content on this site. Name an account that gets it, or move the content first.', $user->user_login )
			);
		}

		require_once ABSPATH . 'wp-admin/includes/user.php';
		if ( is_multisite() ) {
			$this->leave_site( $user->ID, $heir );
			return;
		}
		// Sessions and application passwords go with the usermeta.
		if ( ! wp_delete_user( $user->ID, null === $heir ? null : $heir->ID ) ) {
			throw new Fault( 'delete_failed', 'WordPress did not delete the account.' );
		}
	}

	/**
	 * On a multisite an account belongs to the network: this site lets it go, and it is deleted only when no other
	 * site has it.
	 *
	 * @param int           $user_id The account.
	 * @param \WP_User|null $heir    Who gets the content.
	 */
	private function leave_site( int $user_id, ?\WP_User $heir ): void {
		require_once ABSPATH . 'wp-admin/includes/ms.php';
		$removed = remove_user_from_blog( $user_id, get_current_blog_id(), null === $heir ? 0 : $heir->ID );
		if ( is_wp_error( $removed ) ) {
			throw new Fault( 'delete_failed', $removed->get_error_message() );
		}
		if ( array() === get_blogs_of_user( $user_id, true ) && ! wpmu_delete_user( $user_id ) ) {
			throw new Fault( 'delete_failed', 'WordPress did not delete the account from the network.' );
		}
	}

	/**
	 * @param Operation $operation The operation.
	 * @param \WP_User  $user      The account to delete.
	 */
	private function heir( Operation $operation, \WP_User $user ): ?\WP_User {
		if ( null === $operation->reassign ) {
			return null;
		}
		$heir = Accounts::by_login( $operation->reassign );
		if ( null === $heir || ( is_multisite() && ! is_user_member_of_blog( $heir->ID ) ) ) {
			throw new Rejection( 'reassign_unknown', sprintf( 'The content should go to "%s", but this site has no such account.', $operation->reassign ) );
		}
		if ( $heir->ID === $user->ID ) {
			throw new Rejection( 'reassign_unknown', sprintf( 'The content of "%s" can not go to the same account, which is to be deleted.', $operation->reassign ) );
		}
		return $heir;
	}

	/**
	 * Posts of any type and status count, and links; not what WordPress makes on its own (revisions, auto-drafts).
	 *
	 * @param int $user_id The account.
	 */
	private function has_content( int $user_id ): bool {
		global $wpdb;
		// phpcs:disable WordPress.DB.DirectDatabaseQuery
		$post = $wpdb->get_var(
			$wpdb->prepare(
				"SELECT ID FROM {$wpdb->posts} WHERE post_author = %d AND post_type <> 'revision' AND post_status <> 'auto-draft' LIMIT 1",
				$user_id
			)
		);
		$link = $wpdb->get_var( $wpdb->prepare( "SELECT link_id FROM {$wpdb->links} WHERE link_owner = %d LIMIT 1", $user_id ) );
		// phpcs:enable
		return null !== $post || null !== $link;
	}
}
