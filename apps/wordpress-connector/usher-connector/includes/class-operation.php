<?php
/**
 * One operation of the protocol.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * An operation whose shape has been checked; what it means for this site has not.
 */
final class Operation {

	const OPS = array( 'upsert', 'deactivate', 'reactivate', 'delete' );

	/** @var string One of OPS. */
	public $op;

	/** @var string */
	public $scim_id;

	/** @var int */
	public $revision;

	/** @var bool For upsert: whether the account may log in. */
	public $active = true;

	/** @var array<string, string> For upsert: AccountFields. */
	public $fields = array();

	/** @var array<string, string|null> For upsert: usermeta, null removes. */
	public $meta = array();

	/** @var string|null For upsert: role on creation. */
	public $role = null;

	/** @var string|null For delete: login that gets the content. */
	public $reassign = null;

	/**
	 * @param mixed $raw As decoded from JSON.
	 * @throws Rejection `invalid_operation`.
	 */
	public static function parse( $raw ): self {
		self::require_that( is_array( $raw ), 'An operation must be an object.' );
		self::require_that( self::is_scim_id( $raw['scimId'] ?? null ), 'scimId must have 1 to 128 letters, digits, dots, dashes or underscores.' );
		self::require_that( in_array( $raw['op'] ?? null, self::OPS, true ), 'op must be upsert, deactivate, reactivate or delete.' );
		self::require_that( is_int( $raw['revision'] ?? null ) && $raw['revision'] >= 0, 'revision must be a whole number of 0 or more.' );

		$operation           = new self();
		$operation->op       = $raw['op'];
		$operation->scim_id  = $raw['scimId'];
		$operation->revision = $raw['revision'];
		if ( 'upsert' === $operation->op ) {
			$operation->parse_upsert( $raw );
		}
		if ( 'delete' === $operation->op ) {
			$reassign = $raw['reassign'] ?? null;
			self::require_that( null === $reassign || ( is_string( $reassign ) && '' !== $reassign ), 'reassign must be a login or null.' );
			$operation->reassign = $reassign;
		}
		return $operation;
	}

	/**
	 * @param mixed $value Anything.
	 */
	public static function is_scim_id( $value ): bool {
		return is_string( $value ) && 1 === preg_match( '/\A[A-Za-z0-9._-]{1,128}\z/', $value );
	}

	/**
	 * Names that only one request may work on at a time.
	 *
	 * @return string[]
	 */
	public function lock_names(): array {
		$names = array( 'scim:' . $this->scim_id );
		if ( 'upsert' === $this->op ) {
			$names[] = 'login:' . strtolower( $this->fields['user_login'] );
			$names[] = 'email:' . strtolower( $this->fields['user_email'] );
		}
		return $names;
	}

	/**
	 * @param array $raw As decoded from JSON.
	 */
	private function parse_upsert( array $raw ): void {
		$fields = $raw['fields'] ?? null;
		self::require_that( is_array( $fields ), 'fields must be an object.' );
		self::require_that( is_bool( $raw['active'] ?? null ), 'active must be true or false.' );
		foreach ( array( 'user_login', 'user_email' ) as $name ) {
			self::require_that( isset( $fields[ $name ] ), sprintf( 'fields.%s is missing.', $name ) );
		}
		foreach ( $fields as $name => $value ) {
			self::require_that( 'user_login' === $name || in_array( $name, Accounts::FIELDS, true ), sprintf( 'fields.%s is not known.', $name ) );
			self::require_that( is_string( $value ), sprintf( 'fields.%s must be a string.', $name ) );
			self::require_that( false === strpos( $value, "\0" ) && 1 === preg_match( '//u', $value ), sprintf( 'fields.%s is not valid text.', $name ) );
		}
		$meta = $raw['meta'] ?? array();
		self::require_that( is_array( $meta ), 'meta must be an object.' );
		foreach ( $meta as $key => $value ) {
			self::require_that( Protection::is_settable_meta( (string) $key ), sprintf( 'Usher may not set the user meta "%s".', $key ) );
			self::require_that( null === $value || is_string( $value ), sprintf( 'meta.%s must be a string or null.', $key ) );
		}
		$role = $raw['role'] ?? null;
		self::require_that( null === $role || is_string( $role ), 'role must be a string.' );

		$this->active = $raw['active'];
		$this->fields = $fields;
		$this->meta   = $meta;
		$this->role   = $role;
	}

	/**
	 * @param bool   $condition What must hold.
	 * @param string $message   What to say otherwise.
	 */
	private static function require_that( bool $condition, string $message ): void {
		if ( ! $condition ) {
			throw new Rejection( 'invalid_operation', $message );
		}
	}
}
