<?php
/**
 * Reading ahead for operations.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * What operations that hold their locks need to know, read together: links, accounts with their usermeta, and who has
 * the logins and e-mail addresses that new accounts want.
 */
final class Lookahead {

	/** @var array<string, Link> By SCIM id in small letters; none of those that are not known yet. */
	private $links = array();

	/** @var Namesakes|null Null when no account may have to be made. */
	private $namesakes = null;

	/**
	 * @param Links       $links      The links.
	 * @param Operation[] $operations Of different users.
	 */
	public function __construct( Links $links, array $operations ) {
		$this->links = $links->find_all(
			array_map(
				static function ( $operation ) {
					return $operation->scim_id;
				},
				array_values( $operations )
			)
		);
		$user_ids    = array();
		foreach ( $this->links as $link ) {
			$user_ids[] = $link->user_id;
		}
		$user_ids = array_values( array_filter( $user_ids ) );
		if ( array() !== $user_ids ) {
			// Another web server may have changed them since this request first read them. Not clean_user_cache(): it reads.
			wp_cache_delete_multiple( $user_ids, 'users' );
			wp_cache_delete_multiple( $user_ids, 'user_meta' );
			cache_users( $user_ids );
		}

		$new = array();
		foreach ( $operations as $operation ) {
			if ( 'upsert' === $operation->op && null === Accounts::by_id( $this->link( $operation )->user_id ) ) {
				$new[] = $operation;
			}
		}
		if ( array() !== $new ) {
			$this->namesakes = new Namesakes( $new );
		}
	}

	/**
	 * @param Operation $operation One of the operations.
	 */
	public function link( Operation $operation ): Link {
		return $this->links[ strtolower( $operation->scim_id ) ] ?? new Link( $operation->scim_id );
	}

	/**
	 * @param Operation $operation One of the operations, an upsert.
	 */
	public function namesakes( Operation $operation ): Namesakes {
		// That there is nobody stays true: an operation that makes one has a lock on the name. Who was there may have
		// been changed by an operation of the same batch.
		return null !== $this->namesakes && $this->namesakes->has_none_for( $operation ) ? $this->namesakes : new Namesakes( array( $operation ) );
	}
}
