<?php
/**
 * Accounts as the protocol shows them.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * Exact lookups and the `ConnectorAccount` of the protocol.
 */
final class Accounts {

	/** Fields of AccountFields besides user_login. */
	const FIELDS = array(
		'user_email',
		'first_name',
		'last_name',
		'display_name',
		'nickname',
		'user_url',
		'description',
		'locale',
	);

	/**
	 * @param string $login Login, compared as WordPress does: without regard to case.
	 */
	public static function by_login( string $login ): ?\WP_User {
		$user = get_user_by( 'login', $login );
		// get_user_by() sanitizes what it looks for: what it found must be what was asked for.
		return $user && self::same( $user->user_login, $login ) ? $user : null;
	}

	/**
	 * @param string $email E-mail address, compared without regard to case.
	 */
	public static function by_email( string $email ): ?\WP_User {
		foreach ( array_unique( array( $email, self::stored_email( $email ) ) ) as $candidate ) {
			$user = '' === $candidate ? false : get_user_by( 'email', $candidate );
			if ( $user && self::same( $user->user_email, $candidate ) ) {
				return $user;
			}
		}
		return null;
	}

	/**
	 * @param string $email E-mail address.
	 * @return string As WordPress keeps it.
	 */
	public static function stored_email( string $email ): string {
		return str_replace( '&', '&amp;', $email );
	}

	/**
	 * @param int|null $user_id Id of the account.
	 */
	public static function by_id( ?int $user_id ): ?\WP_User {
		$user = null === $user_id ? false : get_userdata( $user_id );
		return $user ? $user : null;
	}

	/**
	 * @param \WP_User $user The account.
	 * @return array<string, string> AccountFields of the protocol.
	 */
	public static function fields( \WP_User $user ): array {
		$fields = array( 'user_login' => $user->user_login );
		foreach ( self::FIELDS as $field ) {
			// WP_User::$locale answers with the site's language when the user has none: read what is stored.
			$stored = 'locale' === $field ? get_user_meta( $user->ID, 'locale', true ) : $user->get( $field );
			// WordPress stores "&" as "&amp;" in all of these.
			$fields[ $field ] = wp_specialchars_decode( (string) $stored, ENT_NOQUOTES );
		}
		return $fields;
	}

	/**
	 * @param \WP_User  $user The account.
	 * @param Link|null $link Its link, if any.
	 * @param string[]  $keys usermeta to tell.
	 * @return array ConnectorAccount of the protocol.
	 */
	public static function present( \WP_User $user, ?Link $link, array $keys = array() ): array {
		$roles = Roles::of( $link, $user );
		return array(
			'id'            => $user->ID,
			'login'         => $user->user_login,
			'email'         => wp_specialchars_decode( $user->user_email, ENT_NOQUOTES ),
			'active'        => null === $link || $link->active,
			'withoutRoles'  => null !== $link && $link->active && null !== $link->roles_before,
			'scimId'        => null === $link ? null : $link->scim_id,
			'revision'      => null === $link ? null : $link->revision,
			'fields'        => self::fields( $user ),
			'meta'          => (object) self::meta( $user->ID, $keys ),
			'roles'         => $roles,
			'rolesGiven'    => null === $link || null === $link->roles_given ? null : array_values( array_intersect( $link->roles_given, $roles ) ),
			'groups'        => Groups::of( $user->ID ),
			'administrator' => Protection::is_privileged( $user, $link ),
		);
	}

	/**
	 * Whether the account belongs to this site; on a single site each does. One whose roles were taken still does.
	 *
	 * @param \WP_User $user The account.
	 */
	public static function is_member( \WP_User $user ): bool {
		global $wpdb;
		return ! is_multisite() || metadata_exists( 'user', $user->ID, $wpdb->get_blog_prefix() . 'capabilities' );
	}

	/**
	 * @param string $column SQL that gives the id of an account.
	 * @return string Condition for SQL: the account belongs to this site.
	 */
	public static function membership_sql( string $column ): string {
		global $wpdb;
		return ! is_multisite() ? '1 = 1' : $wpdb->prepare(
			// phpcs:ignore WordPress.DB.PreparedSQL.InterpolatedNotPrepared
			"EXISTS (SELECT 1 FROM {$wpdb->usermeta} member WHERE member.user_id = {$column} AND member.meta_key = %s)",
			$wpdb->get_blog_prefix() . 'capabilities'
		);
	}

	/**
	 * @param int      $user_id The account.
	 * @param string[] $keys    usermeta to tell.
	 * @return array<string, string|null> By key; null where there is none.
	 */
	private static function meta( int $user_id, array $keys ): array {
		$meta = array();
		foreach ( $keys as $key ) {
			$meta[ $key ] = null;
			$stored       = Groups::stored_key( $key );
			if ( metadata_exists( 'user', $user_id, $stored ) ) {
				$value        = get_user_meta( $user_id, $stored, true );
				$meta[ $key ] = is_scalar( $value ) ? (string) $value : (string) wp_json_encode( $value );
			}
		}
		return $meta;
	}

	/**
	 * @param string $a One text.
	 * @param string $b Another text.
	 */
	public static function same( string $a, string $b ): bool {
		return strtolower( $a ) === strtolower( $b );
	}
}
