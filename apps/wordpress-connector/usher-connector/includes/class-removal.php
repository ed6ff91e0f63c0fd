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
	 * What WordPress makes on its own in the name of whoever is looking, the first to see the front page say, and what
	 * stays when that account goes.
	 */
	const NO_CONTENT = array( 'revision', 'oembed_cache', 'wp_global_styles', 'wp_navigation' );

	/** @var Links */
	private $links;

	/**
	 * @param Links $links The links.
	 */
	public function __construct( Links $links ) {
		$this->links = $links;
	}

	/**
	 * @param Operation $operation The operation.
	 * @param Link      $link      Its link.
	 * @param \WP_User  $user      The account.
	 * @return string|null Login of who got the content; null when there was none.
	 * @throws Fault `delete_failed`; a Rejection `protected_account`, `has_content` or `reassign_unknown`.
	 */
	public function run( Operation $operation, Link $link, \WP_User $user ): ?string {
		Protection::require_changeable( $user, $link, $operation );
		$content = $this->has_content( $user->ID );
		$heir    = $this->heir( $operation, $user );
		if ( null === $heir && $content ) {
			throw $this->refusal( $operation, $user );
		}

		require_once ABSPATH . 'wp-admin/includes/user.php';
		if ( is_multisite() ) {
			$this->leave_site( $user->ID, $heir );
		} elseif ( ! wp_delete_user( $user->ID, null === $heir ? null : $heir->ID ) ) {
			// Sessions and application passwords go with the usermeta.
			throw new Fault( 'delete_failed', 'WordPress did not delete the account.' );
		}
		return $content ? $heir->user_login : null;
	}

	/**
	 * On a multisite an account belongs to the network: this site lets it go, and it is deleted only when no other
	 * site has it.
	 *
	 * @param int           $user_id The account.
	 * @param \WP_User|null $heir    Who gets the content.
	 * @throws Fault `delete_failed`.
	 */
	private function leave_site( int $user_id, ?\WP_User $heir ): void {
		require_once ABSPATH . 'wp-admin/includes/ms.php';
		$removed = remove_user_from_blog( $user_id, get_current_blog_id(), null === $heir ? 0 : $heir->ID );
		if ( is_wp_error( $removed ) ) {
			throw new Fault( 'delete_failed', $removed->get_error_message() );
		}
		// Of this site only: the sessions, which the user may have on other sites too, end with the account.
		if ( array() === get_blogs_of_user( $user_id, true ) && ! wpmu_delete_user( $user_id ) ) {
			throw new Fault( 'delete_failed', 'WordPress did not delete the account from the network.' );
		}
	}

	/**
	 * The first of those named that this site has.
	 *
	 * @param Operation $operation The operation.
	 * @param \WP_User  $user      The account to delete.
	 */
	private function heir( Operation $operation, \WP_User $user ): ?\WP_User {
		foreach ( $operation->heirs as $heir ) {
			switch ( $heir['by'] ) {
				case 'login':
					$found = Accounts::by_login( $heir['value'] );
					break;
				case 'email':
					$found = Accounts::by_email( $heir['value'] );
					break;
				default:
					$link  = Operation::is_scim_id( $heir['value'] ) ? $this->links->find( $heir['value'] ) : null;
					$found = null === $link ? null : Accounts::by_id( $link->user_id );
			}
			if ( null !== $found && $found->ID !== $user->ID && Accounts::is_member( $found ) ) {
				return $found;
			}
		}
		return null;
	}

	/**
	 * @param Operation $operation The operation.
	 * @param \WP_User  $user      The account to delete.
	 */
	private function refusal( Operation $operation, \WP_User $user ): Rejection {
		if ( array() === $operation->heirs ) {
			return new Rejection(
				'has_content',
				sprintf( 'The account "%s" has content on this site. Name an account that gets it, or move the content first.', $user->user_login )
			);
		}
		$names = array();
		foreach ( $operation->heirs as $heir ) {
			$names[] = '"' . $heir['value'] . '"';
		}
		return new Rejection(
			'reassign_unknown',
			sprintf(
				'The content of "%s" should go to %s, but this site has no such account beside the one that is to be deleted. Name another one, or move the content first.',
				$user->user_login,
				implode( ' or ', $names )
			)
		);
	}

	/**
	 * Posts of any type and status count, and links; not what WordPress makes on its own (NO_CONTENT, auto-drafts).
	 *
	 * @param int $user_id The account.
	 */
	private function has_content( int $user_id ): bool {
		global $wpdb;
		// phpcs:disable WordPress.DB.DirectDatabaseQuery
		$types = implode( ', ', array_fill( 0, count( self::NO_CONTENT ), '%s' ) );
		$post  = $wpdb->get_var(
			$wpdb->prepare(
				// phpcs:ignore WordPress.DB.PreparedSQL.InterpolatedNotPrepared, WordPress.DB.PreparedSQLPlaceholders.UnfinishedPrepare
				"SELECT ID FROM {$wpdb->posts} WHERE post_author = %d AND post_status <> 'auto-draft' AND post_type NOT IN ( {$types} ) LIMIT 1",
				array_merge( array( $user_id ), self::NO_CONTENT )
			)
		);
		$link = $wpdb->get_var( $wpdb->prepare( "SELECT link_id FROM {$wpdb->links} WHERE link_owner = %d LIMIT 1", $user_id ) );
		// phpcs:enable
		return null !== $post || null !== $link;
	}
}
