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
	 * Refuse to take an account with rights over the site for a SCIM user.
	 *
	 * @param \WP_User  $user      The account.
	 * @param Link|null $link      That of who had it: while it has no roles, those that it gets back count.
	 * @param Operation $operation What is to be done.
	 * @throws Rejection `protected_account`.
	 */
	public static function require_adoptable( \WP_User $user, ?Link $link, Operation $operation ): void {
		self::require_granted( 'adopt', $user, $link, $operation );
	}

	/**
	 * Refuse to change an account with rights over the site.
	 *
	 * @param \WP_User  $user      The account.
	 * @param Link      $link      Its link: while it has no roles, those that it gets back count.
	 * @param Operation $operation What is to be done.
	 * @throws Rejection `protected_account`.
	 */
	public static function require_changeable( \WP_User $user, Link $link, Operation $operation ): void {
		self::require_granted( 'change', $user, $link, $operation );
	}

	/**
	 * @param string    $role      Name of a role.
	 * @param Operation $operation What is to be done.
	 * @param bool      $has_it    Whether the account has that role already.
	 * @throws Rejection `unknown_role`, or `protected_account` for a role with rights over the site.
	 */
	public static function require_assignable( string $role, Operation $operation, bool $has_it = false ): void {
		if ( null === get_role( $role ) ) {
			throw new Rejection( 'unknown_role', sprintf( 'This site has no role "%s".', $role ) );
		}
		if ( $has_it || ! self::is_powerful( $role ) ) {
			return;
		}
		if ( ! empty( get_role( $role )->capabilities[ Role::CAPABILITY ] ) ) {
			throw new Rejection( 'protected_account', sprintf( 'The role "%s" is the one with which Usher itself logs in; Usher never gives it.', $role ) );
		}
		if ( ! Privileges::granted( 'promote', $operation ) ) {
			throw new Rejection(
				'protected_account',
				sprintf( 'The role "%s" has rights over this site, and Usher may not give it. %s', $role, Privileges::advice( 'promote', $operation ) )
			);
		}
	}

	/**
	 * Whether an account has rights over the site, or on a network over another site.
	 *
	 * @param \WP_User  $user The account.
	 * @param Link|null $link Its link: while it has no roles, those that it gets back count.
	 */
	public static function is_privileged( \WP_User $user, ?Link $link = null ): bool {
		if ( array() !== array_intersect( self::POWERS, array_keys( array_filter( $user->allcaps ) ) ) || $user->has_cap( 'manage_options' ) ) {
			return true;
		}
		foreach ( null === $link ? array() : (array) $link->roles_before as $role ) {
			if ( self::is_powerful( $role ) ) {
				return true;
			}
		}
		return is_multisite() && ( is_super_admin( $user->ID ) || self::administers_elsewhere( $user ) );
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
			&& 0 === preg_match( '/(capabilities|user_level|session_tokens|' . Groups::META . ')\z|secret|password|totp|2fa|two_?factor/i', $key );
		/**
		 * Filters whether Usher may set a usermeta key, look for it, and show it.
		 *
		 * @param bool   $allowed What the connector thinks.
		 * @param string $key     The key.
		 */
		return (bool) apply_filters( 'usher_connector_meta_key_allowed', $allowed, $key );
	}

	/**
	 * Whether this usermeta key may be told to the caller, looked for, and shown as a column.
	 *
	 * @param string $key A key of usermeta.
	 */
	public static function is_readable_meta( string $key ): bool {
		return Groups::META === $key || self::is_settable_meta( $key );
	}

	/**
	 * @param string    $privilege `adopt` or `change`.
	 * @param \WP_User  $user      The account.
	 * @param Link|null $link      Its link.
	 * @param Operation $operation What is to be done.
	 * @throws Rejection `protected_account`.
	 */
	private static function require_granted( string $privilege, \WP_User $user, ?Link $link, Operation $operation ): void {
		if ( ! self::is_privileged( $user, $link ) ) {
			return;
		}
		$reason = null;
		if ( ! empty( $user->allcaps[ Role::CAPABILITY ] ) ) {
			$reason = 'The account "%s" is the one with which Usher itself logs in.';
		} elseif ( is_multisite() && is_super_admin( $user->ID ) ) {
			// An administrator of one site must not get at the network through the connector.
			$reason = 'The account "%s" administers the network. Usher never touches it.';
		} elseif ( is_multisite() && self::administers_elsewhere( $user ) ) {
			$reason = 'The account "%s" administers another site of the network. Usher never touches it.';
		} elseif ( ! Privileges::granted( $privilege, $operation ) ) {
			$reason = 'The account "%s" has rights over this site, and Usher may not ' . ( 'adopt' === $privilege ? 'link' : 'change' )
				. ' it. ' . str_replace( '%', '%%', Privileges::advice( $privilege, $operation ) );
		}
		if ( null !== $reason ) {
			throw new Rejection( 'protected_account', sprintf( $reason, $user->user_login ) );
		}
	}

	/**
	 * Whether an account of the network administers a site other than this one. Read from its usermeta, where each site
	 * has a row; what the roles of other sites may do is taken to be as here.
	 *
	 * @param \WP_User $user The account.
	 */
	private static function administers_elsewhere( \WP_User $user ): bool {
		global $wpdb;
		$here    = $wpdb->get_blog_prefix() . 'capabilities';
		$pattern = '/\A' . preg_quote( $wpdb->base_prefix, '/' ) . '(\d+_)?capabilities\z/';
		foreach ( (array) get_user_meta( $user->ID ) as $key => $rows ) {
			if ( $key === $here || 1 !== preg_match( $pattern, (string) $key ) ) {
				continue;
			}
			$names = maybe_unserialize( $rows[0] );
			foreach ( is_array( $names ) ? array_keys( array_filter( $names ) ) : array() as $name ) {
				if ( 'administrator' === $name || in_array( $name, self::POWERS, true ) || self::is_powerful( (string) $name ) ) {
					return true;
				}
			}
		}
		return false;
	}
}
