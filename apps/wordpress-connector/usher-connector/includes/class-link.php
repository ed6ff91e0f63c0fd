<?php
/**
 * One row of the table of links.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * What the site knows of one SCIM user: its account, the revision applied last, and whether it may log in.
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

	/** @var string[]|null The roles to give back on reactivation; null for an active account. */
	public $roles_before = null;

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
		$link               = new self( (string) $row['scim_id'] );
		$link->user_id      = null === $row['user_id'] ? null : (int) $row['user_id'];
		$link->revision     = (int) $row['revision'] < 0 ? null : (int) $row['revision'];
		$link->active       = (bool) (int) $row['active'];
		$link->tombstone    = (bool) (int) $row['tombstone'];
		$roles              = null === $row['roles_before'] ? null : json_decode( (string) $row['roles_before'], true );
		$link->roles_before = is_array( $roles ) ? array_values( array_filter( $roles, 'is_string' ) ) : null;
		$link->stored       = $link->to_row();
		return $link;
	}

	/**
	 * @return array As the table keeps it, without the key.
	 */
	public function to_row(): array {
		return array(
			'user_id'      => $this->user_id,
			'revision'     => null === $this->revision ? -1 : $this->revision,
			'active'       => $this->active ? 1 : 0,
			'tombstone'    => $this->tombstone ? 1 : 0,
			'roles_before' => null === $this->roles_before ? null : wp_json_encode( $this->roles_before ),
		);
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
}
