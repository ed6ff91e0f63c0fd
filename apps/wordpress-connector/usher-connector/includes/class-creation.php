<?php
/**
 * Creating accounts.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * Makes a new account, or finishes one whose creation died half-way.
 */
final class Creation {

	/** @var Links */
	private $links;

	/** @var Activation */
	private $activation;

	/** @var Namesakes */
	private $namesakes;

	/**
	 * @param Links      $links      The links.
	 * @param Activation $activation Shuts and opens accounts.
	 * @param Namesakes  $namesakes  Accounts that have what the operation wants.
	 */
	public function __construct( Links $links, Activation $activation, Namesakes $namesakes ) {
		$this->links      = $links;
		$this->activation = $activation;
		$this->namesakes  = $namesakes;
	}

	/**
	 * The account that an attempt made which died before it could record the link.
	 *
	 * @param Operation $operation An upsert.
	 */
	public function find_half_done( Operation $operation ): ?\WP_User {
		foreach ( $operation->logins() as $login ) {
			$user = $this->namesakes->by_login( $login );
			if ( null !== $user && hash_equals( self::marker( $operation ), (string) $user->user_pass ) ) {
				return $user;
			}
		}
		return null;
	}

	/**
	 * @param Operation     $operation An upsert.
	 * @param Link          $link      Its link; gets the account.
	 * @param \WP_User|null $user      What find_half_done() found.
	 * @return string[] What was set.
	 */
	public function run( Operation $operation, Link $link, ?\WP_User $user ): array {
		$fields = $operation->fields + $operation->create_fields;
		$meta   = $operation->meta + $operation->create_meta;
		$link->take( null );
		$roles = new Roles( $operation, $link, null );

		$fields['user_login'] = null === $user ? $this->free_login( $operation ) : $user->user_login;
		Fields::check_values( $fields );
		Fields::check_email_free( $fields['user_email'], $this->namesakes->by_email( $fields['user_email'] ), null === $user ? null : $user->ID );
		if ( null === $user ) {
			$given   = array_filter( $meta, 'is_string' );
			$user    = $this->insert( $operation, $fields, $given, $roles->wanted[0] ?? '' );
			$changed = array_merge( array_keys( $fields ), self::present( $user->ID, array_keys( $given ) ) );
		} else {
			Protection::require_changeable( $user, $link, $operation );
			$this->finish( $user, $fields );
			$changed = array_keys( $fields );
		}

		$link->user_id = $user->ID;
		$changed       = array_values( array_unique( array_merge( $changed, Fields::write_meta( $user->ID, $meta ) ) ) );
		$roles->write( $link, $user );
		if ( null !== $operation->roles ) {
			$changed[] = 'roles';
		}
		if ( Groups::differ( $user->ID, $operation->groups ) ) {
			Groups::write( $user->ID, $operation->groups );
			$changed[] = 'groups';
		}
		if ( ! $operation->active ) {
			$this->activation->shut( $link, $user );
		} elseif ( $operation->without_roles ) {
			$this->activation->strip( $link, $user );
		}
		if ( null !== $operation->password ) {
			// It takes the marker's place: from here on the link must tell whose account this is.
			$this->links->save( $link );
			Password::write( $operation->password, $link, $user );
			$changed[] = 'password';
		}
		return $changed;
	}

	/**
	 * @param Operation $operation An upsert.
	 * @return string The first login that no account has.
	 * @throws Rejection `login_taken`, or what is wrong with the login.
	 */
	private function free_login( Operation $operation ): string {
		$holder = null;
		foreach ( $operation->logins() as $login ) {
			Fields::check_login( $login );
			$user = $this->namesakes->by_login( $login );
			if ( null === $user ) {
				return $login;
			}
			$holder = $holder ?? $user;
		}
		throw new Rejection( 'login_taken', sprintf( 'This site already has an account with the login "%s".', $holder->user_login ), $holder->ID );
	}

	/**
	 * @param Operation             $operation An upsert.
	 * @param array<string, string> $fields    AccountFields.
	 * @param array<string, string> $meta      usermeta, there already when other plugins hear of the account.
	 * @param string                $role      Name of the first role, '' for none.
	 */
	private function insert( Operation $operation, array $fields, array $meta, string $role ): \WP_User {
		$marker = self::marker( $operation );
		$pass   = static function ( $data ) use ( $marker ) {
			$data['user_pass'] = $marker;
			return $data;
		};
		$lean   = new Lean_Usermeta();
		add_filter( 'wp_pre_insert_user_data', $pass, PHP_INT_MAX );
		$lean->begin();
		try {
			$id = wp_insert_user(
				wp_slash(
					$fields + array(
						// WordPress doesn't hash what is longer than 4096 characters, and the hash is thrown away.
						'user_pass'  => str_pad( wp_generate_password( 32 ), 4097, '*' ),
						'role'       => $role,
						'meta_input' => $meta,
					)
				)
			);
		} finally {
			remove_filter( 'wp_pre_insert_user_data', $pass, PHP_INT_MAX );
			$lean->end();
		}
		return Fields::written( $id );
	}

	/**
	 * @param int   $user_id A new account.
	 * @param array $keys    usermeta that was to be set.
	 * @return string[] What is there, as `meta.<key>`.
	 */
	private static function present( int $user_id, array $keys ): array {
		$present = array();
		foreach ( $keys as $key ) {
			if ( metadata_exists( 'user', $user_id, (string) $key ) ) {
				$present[] = 'meta.' . $key;
			}
		}
		return $present;
	}

	/**
	 * @param \WP_User              $user   A half-done account.
	 * @param array<string, string> $fields AccountFields.
	 */
	private function finish( \WP_User $user, array $fields ): void {
		$before = Accounts::fields( $user );
		$wanted = array();
		foreach ( $fields as $field => $value ) {
			if ( $before[ $field ] !== $value ) {
				$wanted[ $field ] = $value;
			}
		}
		if ( array() !== $wanted ) {
			Fields::written( wp_update_user( wp_slash( array( 'ID' => $user->ID ) + $wanted ) ) );
		}
	}

	/**
	 * What stands in the password column of an account that this operation's user got: no hash, so no password fits,
	 * and written in the same statement as the row, so that a half-done creation is known again. On a network it is that
	 * of this site: one directory may feed several, with the same ids.
	 *
	 * @param Operation $operation The operation.
	 */
	private static function marker( Operation $operation ): string {
		return '!usher:' . hash( 'sha256', ( is_multisite() ? get_current_blog_id() . ':' : '' ) . $operation->scim_id );
	}
}
