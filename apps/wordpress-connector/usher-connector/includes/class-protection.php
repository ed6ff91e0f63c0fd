<?php
/**
 * What the connector never touches.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * The fence around the rights of the site: whoever holds the connector's credentials must not become an administrator.
 */
final class Protection {

	/** Who has one of these can take over the site. */
	const POWERS = array(
		'manage_options',
		'promote_users',
		'activate_plugins',
		'install_plugins',
		'edit_plugins',
		'edit_themes',
		'edit_files',
		'update_core',
		'manage_network',
		Role::CAPABILITY,
	);

	/**
	 * Refuse to change an administrator, or a user of the connector itself.
	 *
	 * @param \WP_User $user The account.
	 * @throws Rejection `protected_account`.
	 */
	public static function require_changeable( \WP_User $user ): void {
		if ( $user->has_cap( 'manage_options' ) || ( is_multisite() && is_super_admin( $user->ID ) ) ) {
			throw new Rejection(
				'protected_account',
				sprintf( 'The account "%s" administers this site. Usher never changes an administrator.', $user->user_login )
			);
		}
		if ( $user->has_cap( Role::CAPABILITY ) ) {
			throw new Rejection(
				'protected_account',
				sprintf( 'The account "%s" is the one with which Usher itself logs in.', $user->user_login )
			);
		}
	}

	/**
	 * @param string $role Name of a role.
	 * @throws Rejection `unknown_role`, or `protected_account` for a role that may take over the site.
	 */
	public static function require_assignable( string $role ): void {
		if ( null === get_role( $role ) ) {
			throw new Rejection( 'unknown_role', sprintf( 'This site has no role "%s".', $role ) );
		}
		if ( self::is_powerful( $role ) ) {
			throw new Rejection(
				'protected_account',
				sprintf( 'The role "%s" may administer this site. Usher never gives such a role.', $role )
			);
		}
	}

	/**
	 * @param string $role Name of a role.
	 */
	public static function is_powerful( string $role ): bool {
		$object = get_role( $role );
		return null !== $object && array() !== array_intersect( self::POWERS, array_keys( array_filter( $object->capabilities ) ) );
	}

	/**
	 * Whether an operation may set this usermeta key. Rights, sessions and second factors are kept there too, and the
	 * database compares keys without regard to accents and trailing blanks: plain ASCII only.
	 *
	 * @param string $key A key of usermeta.
	 */
	public static function is_settable_meta( string $key ): bool {
		$allowed = strlen( $key ) <= 191
			&& 1 === preg_match( '/\A[A-Za-z0-9][A-Za-z0-9_.:-]*\z/', $key )
			&& 0 === preg_match( '/(capabilities|user_level|session_tokens)\z/i', $key );
		/**
		 * Filters whether Usher may set a usermeta key.
		 *
		 * @param bool   $allowed What the connector thinks.
		 * @param string $key     The key.
		 */
		return (bool) apply_filters( 'usher_connector_meta_key_allowed', $allowed, $key );
	}
}
