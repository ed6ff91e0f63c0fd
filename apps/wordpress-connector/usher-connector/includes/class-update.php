<?php
/**
 * Changing the fields of an account.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * What one upsert changes in an account besides its roles: seen first, then checked, then written.
 */
final class Update {

	/** @var Operation */
	private $operation;

	/** @var Link */
	private $link;

	/** @var \WP_User */
	private $user;

	/** @var array<string, string> AccountFields as they are. */
	private $before;

	/** @var array<string, string> AccountFields that differ from what is wanted. */
	private $wanted = array();

	/**
	 * @param Operation $operation An upsert.
	 * @param Link      $link      Its link.
	 * @param \WP_User  $user      Its account.
	 */
	public function __construct( Operation $operation, Link $link, \WP_User $user ) {
		$this->operation = $operation;
		$this->link      = $link;
		$this->user      = $user;
		$this->before    = Accounts::fields( $user );
		foreach ( $operation->fields as $field => $value ) {
			if ( 'user_login' !== $field && $this->before[ $field ] !== $value ) {
				$this->wanted[ $field ] = $value;
			}
		}
	}

	/**
	 * Whether all is as it is wanted.
	 */
	public function is_empty(): bool {
		return array() === $this->wanted
			&& ! Fields::meta_differs( $this->user->ID, $this->operation->meta )
			&& ! Groups::differ( $this->user->ID, $this->operation->groups )
			&& ! Password::differs( $this->operation, $this->link );
	}

	/**
	 * @throws Rejection When this site doesn't allow what is wanted.
	 */
	public function check(): void {
		if ( array() === $this->wanted ) {
			return;
		}
		Fields::check_values( $this->operation->fields );
		if ( isset( $this->wanted['user_email'] ) ) {
			$email = $this->wanted['user_email'];
			Fields::check_email_free( $email, Accounts::by_email( $email ), $this->user->ID );
		}
	}

	/**
	 * The link must have been saved with the account before.
	 *
	 * @return string[] What differs now.
	 */
	public function write(): array {
		$changed = array_merge( $this->write_fields(), Fields::write_meta( $this->user->ID, $this->operation->meta ) );
		if ( Groups::differ( $this->user->ID, $this->operation->groups ) ) {
			Groups::write( $this->user->ID, $this->operation->groups );
			$changed[] = 'groups';
		}
		if ( Password::differs( $this->operation, $this->link ) ) {
			Password::write( $this->operation->password, $this->link, $this->user );
			$changed[] = 'password';
		}
		return $changed;
	}

	/**
	 * @return string[] Names of fields that differ now.
	 */
	private function write_fields(): array {
		if ( array() === $this->wanted ) {
			return array();
		}
		$lean = new Lean_Usermeta();
		$lean->begin();
		try {
			Fields::written( wp_update_user( wp_slash( array( 'ID' => $this->user->ID ) + $this->wanted ) ) );
		} finally {
			$lean->end();
		}
		$changed = array();
		$after   = Accounts::fields( get_userdata( $this->user->ID ) );
		foreach ( array_keys( $this->wanted ) as $field ) {
			// WordPress may have stored another text than was wanted, perhaps the old one.
			if ( $after[ $field ] !== $this->before[ $field ] ) {
				$changed[] = $field;
			}
		}
		return $changed;
	}
}
