<?php
/**
 * Creating and updating accounts.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * Makes the account of a SCIM user be there with the wanted fields.
 */
final class Upsert {

	/** @var Activation */
	private $activation;

	/** @var Locks */
	private $locks;

	/**
	 * @param Activation $activation Shuts and opens accounts.
	 * @param Locks      $locks      That the operation holds.
	 */
	public function __construct( Activation $activation, Locks $locks ) {
		$this->activation = $activation;
		$this->locks      = $locks;
	}

	/**
	 * Run one upsert; the caller records the revision.
	 *
	 * @param Operation     $operation The operation.
	 * @param Link          $link      Its link; user_id is set on creation.
	 * @param \WP_User|null $user      Its account, if there is one.
	 * @return array{0: string, 1: string[]} Action and changed fields.
	 */
	public function run( Operation $operation, Link $link, ?\WP_User $user ): array {
		if ( null === $user ) {
			return array( 'create', $this->create( $operation, $link ) );
		}
		Protection::require_changeable( $user );

		$shut = ! $operation->active && $this->activation->shut( $link, $user );
		if ( $shut ) {
			// A leaver is out even when one of the fields is refused.
			$this->locks->keep();
		}
		$changed = $this->update( $operation, $user );
		$opened  = $operation->active && $this->activation->open( $link, $user );
		if ( $shut || $opened ) {
			return array( $shut ? 'deactivate' : 'reactivate', $changed );
		}
		return array( array() === $changed ? 'none' : 'update', $changed );
	}

	/**
	 * @param Operation $operation The operation.
	 * @param Link      $link      Its link.
	 * @return string[] Fields that were set.
	 */
	private function create( Operation $operation, Link $link ): array {
		$fields = $operation->fields;
		$role   = $operation->role ?? (string) get_option( 'default_role' );
		// A default role that has been removed is the site's own matter: WordPress creates without one then.
		if ( null !== $operation->role || null !== get_role( $role ) ) {
			Protection::require_assignable( $role );
		}
		Fields::check_login( $fields['user_login'] );
		Fields::check_values( $fields );

		$user = Accounts::by_login( $fields['user_login'] );
		if ( null !== $user && ! hash_equals( $this->marker( $operation ), (string) $user->user_pass ) ) {
			throw new Rejection( 'login_taken', sprintf( 'This site already has an account with the login "%s".', $user->user_login ), $user->ID );
		}
		Fields::check_email_free( $fields['user_email'], null === $user ? null : $user->ID );

		if ( null === $user ) {
			$user = $this->insert( $operation, $role );
		} else {
			// Created by an attempt that died before it could record the link: finish it.
			Protection::require_changeable( $user );
			$this->update( $operation, $user );
			if ( array() === $user->roles ) {
				$user->set_role( $role );
			}
		}
		$link->user_id      = $user->ID;
		$link->active       = true;
		$link->tombstone    = false;
		$link->roles_before = null;
		$meta               = Fields::write_meta( $user->ID, $operation->meta );
		if ( ! $operation->active ) {
			$this->activation->shut( $link, $user );
		}
		return array_merge( array_keys( $fields ), $meta );
	}

	/**
	 * @param Operation $operation The operation.
	 * @param string    $role      Name of the role.
	 */
	private function insert( Operation $operation, string $role ): \WP_User {
		$marker = $this->marker( $operation );
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
					$operation->fields + array(
						// WordPress doesn't hash what is longer than 4096 characters, and the hash is thrown away.
						'user_pass' => str_pad( wp_generate_password( 32 ), 4097, '*' ),
						'role'      => $role,
					)
				)
			);
		} finally {
			remove_filter( 'wp_pre_insert_user_data', $pass, PHP_INT_MAX );
			$lean->end();
		}
		return $this->written( $id );
	}

	/**
	 * @param Operation $operation The operation.
	 * @param \WP_User  $user      Its account.
	 * @return string[] Fields that differ now.
	 */
	private function update( Operation $operation, \WP_User $user ): array {
		$before = Accounts::fields( $user );
		$wanted = array();
		foreach ( $operation->fields as $field => $value ) {
			if ( 'user_login' !== $field && $before[ $field ] !== $value ) {
				$wanted[ $field ] = $value;
			}
		}
		$changed = array();
		if ( array() !== $wanted ) {
			Fields::check_values( $operation->fields );
			if ( isset( $wanted['user_email'] ) ) {
				Fields::check_email_free( $wanted['user_email'], $user->ID );
			}
			$lean = new Lean_Usermeta();
			$lean->begin();
			try {
				$this->written( wp_update_user( wp_slash( array( 'ID' => $user->ID ) + $wanted ) ) );
			} finally {
				$lean->end();
			}
			$after = Accounts::fields( get_userdata( $user->ID ) );
			foreach ( array_keys( $wanted ) as $field ) {
				// WordPress may have stored another text than was wanted, perhaps the old one.
				if ( $after[ $field ] !== $before[ $field ] ) {
					$changed[] = $field;
				}
			}
		}
		return array_merge( $changed, Fields::write_meta( $user->ID, $operation->meta ) );
	}

	/**
	 * What stands in the password column of an account that this operation's user got: no hash, so no password fits,
	 * and written in the same statement as the row, so that a half-done creation is known again.
	 *
	 * @param Operation $operation The operation.
	 */
	private function marker( Operation $operation ): string {
		return '!usher:' . hash( 'sha256', $operation->scim_id );
	}

	/**
	 * @param int|\WP_Error $result Of wp_insert_user() or wp_update_user().
	 */
	private function written( $result ): \WP_User {
		if ( ! is_wp_error( $result ) ) {
			return get_userdata( $result );
		}
		$code    = (string) $result->get_error_code();
		$message = wp_strip_all_tags( $result->get_error_message() );
		$reasons = array(
			'existing_user_login'     => 'login_taken',
			'existing_user_email'     => 'email_taken',
			'user_login_too_long'     => 'login_too_long',
			'empty_user_login'        => 'invalid_login',
			'invalid_username'        => 'invalid_login',
			'user_nicename_too_long'  => 'invalid_login',
			'user_url_too_long'       => 'invalid_operation',
			'empty_data'              => 'invalid_operation',
			'illegal_user_login'      => 'invalid_login',
		);
		if ( isset( $reasons[ $code ] ) ) {
			throw new Rejection( $reasons[ $code ], $message );
		}
		throw new Fault( '' === $code ? 'unknown_error' : $code, $message );
	}
}
