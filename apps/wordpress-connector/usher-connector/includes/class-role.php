<?php
/**
 * The role of the connector's user.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * The role "Usher provisioning". Its only capability opens the routes of this plugin, which check everything else
 * themselves: core's list_users, create_users, edit_users, delete_users and promote_users would open the whole user
 * management of WordPress, passwords of administrators included, to whoever gets hold of the credentials.
 */
final class Role {

	const NAME       = 'usher_provisioner';
	const CAPABILITY = 'usher_provision';

	/**
	 * Make the role, with exactly this capability. One that is so isn't touched: another request would find none meanwhile.
	 *
	 * @return bool Whether it is stored; WordPress doesn't tell when the database refuses it.
	 */
	public static function ensure(): bool {
		$exact = array( self::CAPABILITY => true );
		if ( ( get_role( self::NAME )->capabilities ?? null ) !== $exact ) {
			remove_role( self::NAME );
			add_role( self::NAME, 'Usher provisioning', $exact );
		}
		$roles = wp_roles();
		// Where the site's code has the roles, nothing of them is stored.
		return ! $roles->use_db || ( get_option( $roles->role_key )[ self::NAME ]['capabilities'] ?? null ) === $exact;
	}

	/**
	 * Remove the role; users who have it keep nothing.
	 */
	public static function remove(): void {
		foreach ( get_users( array( 'role' => self::NAME ) ) as $user ) {
			$user->remove_role( self::NAME );
		}
		remove_role( self::NAME );
	}

	/**
	 * @return string[] Capabilities that the current user needs and doesn't have.
	 */
	public static function missing(): array {
		return current_user_can( self::CAPABILITY ) ? array() : array( self::CAPABILITY );
	}
}
