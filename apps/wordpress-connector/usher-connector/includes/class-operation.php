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

	const OPS = array( 'upsert', 'deactivate', 'reactivate', 'remove_roles', 'delete' );

	/** @var string One of OPS. */
	public $op;

	/** @var string */
	public $scim_id;

	/** @var int */
	public $revision;

	/** @var string[] What the caller allows itself: some of Privileges::ALL. */
	public $allow = array();

	/** @var bool For upsert: whether the account may log in. */
	public $active = true;

	/** @var bool For upsert: whether it has no role, for the time being. */
	public $without_roles = false;

	/** @var array<string, string> For upsert: AccountFields. */
	public $fields = array();

	/** @var array<string, string|null> For upsert: usermeta, null removes. */
	public $meta = array();

	/** @var array<string, string> For upsert: fields for a new account only. */
	public $create_fields = array();

	/** @var array<string, string> For upsert: usermeta for a new account only. */
	public $create_meta = array();

	/** @var string[] For upsert: logins to try when the first is another account's. */
	public $login_alternatives = array();

	/** @var array[] For upsert: MatchKeys. */
	public $match = array();

	/** @var string|null For upsert: SCIM id of a user who is gone for good, and whose account may be found. */
	public $succeeds = null;

	/** @var array{given: string[], fallback: string|null}|null For upsert: roles, null when they are not managed. */
	public $roles = null;

	/** @var string[]|null For upsert: names of groups, null when they are not managed. */
	public $groups = null;

	/** @var string|null For upsert: hash of the password. */
	public $password = null;

	/** @var array<array{by: string, value: string}> For delete: who may get the content. */
	public $heirs = array();

	/**
	 * @param mixed $raw As decoded from JSON.
	 * @throws Rejection `invalid_operation`.
	 */
	public static function parse( $raw ): self {
		Shape::require_that( is_array( $raw ), 'An operation must be an object.' );
		Shape::require_that( self::is_scim_id( $raw['scimId'] ?? null ), 'scimId must have 1 to 128 letters, digits, dots, dashes or underscores.' );
		Shape::require_that( in_array( $raw['op'] ?? null, self::OPS, true ), 'op must be one of ' . implode( ', ', self::OPS ) . '.' );
		Shape::require_that( is_int( $raw['revision'] ?? null ) && $raw['revision'] >= 0, 'revision must be a whole number of 0 or more.' );

		$operation           = new self();
		$operation->op       = $raw['op'];
		$operation->scim_id  = $raw['scimId'];
		$operation->revision = $raw['revision'];
		$operation->allow    = Shape::texts( $raw['allow'] ?? array(), 'allow', 10 );
		Shape::require_that( array() === array_diff( $operation->allow, Privileges::ALL ), 'allow may have adopt, change and promote.' );
		if ( 'upsert' === $operation->op ) {
			$operation->parse_upsert( $raw );
		}
		if ( 'delete' === $operation->op ) {
			$operation->parse_heirs( $raw['reassign'] ?? null );
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
		if ( 'upsert' !== $this->op ) {
			return $names;
		}
		foreach ( $this->logins() as $login ) {
			$names[] = 'login:' . strtolower( $login );
		}
		$names[] = 'email:' . strtolower( $this->fields['user_email'] );
		if ( null !== $this->succeeds ) {
			$names[] = 'scim:' . $this->succeeds;
		}
		foreach ( $this->match as $key ) {
			$names[] = $key['by'] . ':' . ( isset( $key['key'] ) ? $key['key'] . ':' : '' ) . strtolower( $key['value'] );
		}
		return $names;
	}

	/**
	 * Whether it makes or changes an account without taking anything away from its person.
	 */
	public function gives(): bool {
		return 'upsert' === $this->op && $this->active && ! $this->without_roles;
	}

	/**
	 * @return string[] Logins for a new account, the preferred one first.
	 */
	public function logins(): array {
		return array_merge( array( $this->fields['user_login'] ), $this->login_alternatives );
	}

	/**
	 * @param string $by `login` or `email`.
	 * @return string[] Values of the match keys of that kind.
	 */
	public function match_values( string $by ): array {
		$values = array();
		foreach ( $this->match as $key ) {
			if ( $key['by'] === $by ) {
				$values[] = $key['value'];
			}
		}
		return $values;
	}

	/**
	 * @return string[] Keys of the usermeta that it sets or removes.
	 */
	public function meta_keys(): array {
		return array_map( 'strval', array_keys( $this->meta + $this->create_meta ) );
	}

	/**
	 * @param array $raw As decoded from JSON.
	 */
	private function parse_upsert( array $raw ): void {
		Shape::require_that( is_bool( $raw['active'] ?? null ), 'active must be true or false.' );
		$this->active = $raw['active'];
		$without      = $raw['withoutRoles'] ?? false;
		Shape::require_that( is_bool( $without ), 'withoutRoles must be true or false.' );
		Shape::require_that( $this->active || ! $without, 'withoutRoles goes only with active.' );
		$this->without_roles = $without;

		$this->fields = Shape::fields( $raw['fields'] ?? null, 'fields', array_merge( array( 'user_login' ), Accounts::FIELDS ) );
		foreach ( array( 'user_login', 'user_email' ) as $name ) {
			Shape::require_that( isset( $this->fields[ $name ] ), sprintf( 'fields.%s is missing.', $name ) );
		}
		$this->meta = Shape::meta( $raw['meta'] ?? array(), 'meta', true );

		$create = $raw['onCreate'] ?? array();
		Shape::require_that( is_array( $create ), 'onCreate must be an object.' );
		$this->create_fields      = Shape::fields( $create['fields'] ?? array(), 'onCreate.fields', array_diff( Accounts::FIELDS, array( 'user_email' ) ) );
		$this->create_meta        = Shape::meta( $create['meta'] ?? array(), 'onCreate.meta', false );
		$this->login_alternatives = Shape::texts( $raw['loginAlternatives'] ?? array(), 'loginAlternatives', 20 );
		$this->match              = Shape::match_keys( $raw['match'] ?? array() );
		$this->succeeds           = $raw['succeeds'] ?? null;
		Shape::require_that( null === $this->succeeds || self::is_scim_id( $this->succeeds ), 'succeeds must be a SCIM id.' );

		if ( isset( $raw['roles'] ) ) {
			Shape::require_that( is_array( $raw['roles'] ), 'roles must be an object.' );
			$fallback    = $raw['roles']['fallback'] ?? null;
			$this->roles = array(
				'given'    => Shape::texts( $raw['roles']['given'] ?? null, 'roles.given', 100 ),
				'fallback' => null === $fallback ? null : Shape::text( $fallback, 'roles.fallback', 1000 ),
			);
		}
		if ( isset( $raw['groups'] ) ) {
			$this->groups = array_values( array_diff( Shape::texts( $raw['groups'], 'groups', 5000 ), array( '' ) ) );
		}
		if ( isset( $raw['password'] ) ) {
			Shape::require_that( Password::is_hash( $raw['password'] ), 'password must be a bcrypt hash ($2y$).' );
			$this->password = $raw['password'];
		}
	}

	/**
	 * @param mixed $reassign As decoded from JSON.
	 */
	private function parse_heirs( $reassign ): void {
		if ( null === $reassign ) {
			return;
		}
		$heirs = is_string( $reassign ) ? array(
			array(
				'by'    => 'login',
				'value' => $reassign,
			),
		) : $reassign;
		foreach ( Shape::items( $heirs, 'reassign', 20 ) as $heir ) {
			$by    = is_array( $heir ) ? ( $heir['by'] ?? null ) : null;
			$value = is_array( $heir ) ? ( $heir['value'] ?? null ) : null;
			Shape::require_that( in_array( $by, array( 'login', 'email', 'scimId' ), true ), 'reassign.by must be login, email or scimId.' );
			Shape::require_that( '' !== Shape::text( $value, 'reassign.value', 1000 ), 'reassign.value must not be empty.' );
			$this->heirs[] = array(
				'by'    => $by,
				'value' => $value,
			);
		}
	}
}
