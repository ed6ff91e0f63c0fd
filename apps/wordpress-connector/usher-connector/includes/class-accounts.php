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
		$stored = str_replace( '&', '&amp;', $email );
		foreach ( array_unique( array( $email, $stored ) ) as $candidate ) {
			$user = '' === $candidate ? false : get_user_by( 'email', $candidate );
			if ( $user && self::same( $user->user_email, $candidate ) ) {
				return $user;
			}
		}
		return null;
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
	 * @return array ConnectorAccount of the protocol.
	 */
	public static function present( \WP_User $user, ?Link $link ): array {
		return array(
			'id'       => $user->ID,
			'login'    => $user->user_login,
			'email'    => wp_specialchars_decode( $user->user_email, ENT_NOQUOTES ),
			'active'   => null === $link || $link->active,
			'scimId'   => null === $link ? null : $link->scim_id,
			'revision' => null === $link ? null : $link->revision,
			'fields'   => self::fields( $user ),
			// Those that it has when it is active: a deactivated account has none in WordPress.
			'roles'    => null !== $link && ! $link->active && null !== $link->roles_before
				? $link->roles_before
				: array_values( $user->roles ),
		);
	}

	/**
	 * @param string $a One text.
	 * @param string $b Another text.
	 */
	public static function same( string $a, string $b ): bool {
		return strtolower( $a ) === strtolower( $b );
	}
}
