<?php
/**
 * One row of the table of links.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * What the site knows of one SCIM user: its account, the revision applied last, whether it may log in, and what the
 * directory gave it.
 */
final class Link {

	/** @var string */
	public $scim_id;

	/** @var int|null The account, null when there is none (yet, or any more). */
	public $user_id = null;

	/** @var int|null Applied last, null while nothing was applied wholly. */
	public $revision = null;

	/** @var bool */
	public $active = true;

	/** @var bool The account was deleted by an operation. */
	public $tombstone = false;

	/** @var string[]|null The roles to give back; null for an account that has its roles. */
	public $roles_before = null;

	/** @var string[]|null The roles that the directory gave last; null while it never gave any. */
	public $roles_given = null;

	/** @var string|null The site's default role, which the account got because the directory gave none. */
	public $role_default = null;

	/** @var string|null SHA-256 of the password hash written last. */
	public $password_digest = null;

	/** @var array|null Its row as the table has it, null when it has none. */
	public $stored = null;

	/**
	 * @param string $scim_id Id of the SCIM user.
	 */
	public function __construct( string $scim_id ) {
		$this->scim_id = $scim_id;
	}

	/**
	 * @param array $row As read from the table.
	 */
	public static function from_row( array $row ): self {
		$link                  = new self( (string) $row['scim_id'] );
		$link->user_id         = null === $row['user_id'] ? null : (int) $row['user_id'];
		$link->revision        = (int) $row['revision'] < 0 ? null : (int) $row['revision'];
		$link->active          = (bool) (int) $row['active'];
		$link->tombstone       = (bool) (int) $row['tombstone'];
		$link->roles_before    = self::names( self::decode( $row['roles_before'] ) );
		$given                 = self::decode( $row['roles_given'] ?? null );
		$link->roles_given     = self::names( $given['given'] ?? null );
		$link->role_default    = is_string( $given['default'] ?? null ) ? $given['default'] : null;
		$digest                = (string) ( $row['password_digest'] ?? '' );
		$link->password_digest = '' === $digest ? null : $digest;
		$link->stored          = $link->to_row();
		return $link;
	}

	/**
	 * @return array As the table keeps it, without the key.
	 */
	public function to_row(): array {
		$given = null;
		if ( null !== $this->roles_given || null !== $this->role_default ) {
			$given = array(
				'given'   => $this->roles_given,
				'default' => $this->role_default,
			);
		}
		return array(
			'user_id'         => $this->user_id,
			'revision'        => null === $this->revision ? -1 : $this->revision,
			'active'          => $this->active ? 1 : 0,
			'tombstone'       => $this->tombstone ? 1 : 0,
			'roles_before'    => null === $this->roles_before ? null : wp_json_encode( $this->roles_before ),
			'roles_given'     => null === $given ? null : wp_json_encode( $given ),
			'password_digest' => $this->password_digest,
		);
	}

	/**
	 * Begin with another account, of which nothing is known yet.
	 *
	 * @param int|null $user_id Its id; null for none.
	 */
	public function take( ?int $user_id ): void {
		$this->user_id         = $user_id;
		$this->active          = true;
		$this->tombstone       = false;
		$this->roles_before    = null;
		$this->roles_given     = null;
		$this->role_default    = null;
		$this->password_digest = null;
	}

	/**
	 * Go on with the account of a user who is gone for good, as it was left; that user has none from now on.
	 *
	 * @param self $predecessor The link of that user; changed, and saved by the caller, before this one.
	 */
	public function inherit( self $predecessor ): void {
		$this->user_id         = $predecessor->user_id;
		$this->active          = $predecessor->active;
		$this->roles_before    = $predecessor->roles_before;
		$this->roles_given     = $predecessor->roles_given;
		$this->role_default    = $predecessor->role_default;
		$this->password_digest = $predecessor->password_digest;
		$predecessor->take( null );
		$predecessor->tombstone = true;
		$predecessor->active    = false;
	}

	/**
	 * Whether the account has lost its roles for the time being, by deactivation or by `remove_roles`.
	 */
	public function is_stripped(): bool {
		return ! $this->active || null !== $this->roles_before;
	}

	/**
	 * Whether something newer than this operation was applied. What is equal may be applied again, except that
	 * nothing but a deletion comes after a deletion of the same revision.
	 *
	 * @param Operation $operation The operation at hand.
	 */
	public function supersedes( Operation $operation ): bool {
		if ( null === $this->revision ) {
			return false;
		}
		return $operation->revision < $this->revision
			|| ( $operation->revision === $this->revision && $this->tombstone && 'delete' !== $operation->op );
	}

	/**
	 * @param string|null $json JSON of an array, or null.
	 */
	private static function decode( $json ): ?array {
		$value = null === $json ? null : json_decode( (string) $json, true );
		return is_array( $value ) ? $value : null;
	}

	/**
	 * @param mixed $value Decoded from the table.
	 * @return string[]|null
	 */
	private static function names( $value ): ?array {
		return is_array( $value ) ? array_values( array_filter( $value, 'is_string' ) ) : null;
	}
}
