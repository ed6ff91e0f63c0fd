<?php
/**
 * Fewer statements for usermeta.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * Spares wp_insert_user() and wp_update_user() what they read and write for nothing. With each row of usermeta that they
 * add, WordPress drops the user's rows from the cache and reads all of them before the next one (sanitize_meta() looks
 * the user up); and they rewrite rows that stay as they are. Everything that changes is still written by WordPress, one
 * row after the other, with all its hooks.
 */
final class Lean_Usermeta {

	/**
	 * The account whose rows are kept in the cache.
	 *
	 * @var int|null
	 */
	private $user_id = null;

	/** @var array<string, string[]> Its rows as the cache holds them: stored texts by key. */
	private $rows = array();

	/**
	 * Begin, before the account is written.
	 */
	public function begin(): void {
		add_filter( 'insert_user_meta', array( $this, 'on_write' ), PHP_INT_MAX, 3 );
		add_action( 'added_user_meta', array( $this, 'on_added' ), 0, 4 );
		add_action( 'updated_user_meta', array( $this, 'on_other_change' ), 0, 2 );
		add_action( 'deleted_user_meta', array( $this, 'on_other_change' ), 0, 2 );
		// From here on other plugins have their turn.
		add_action( 'user_register', array( $this, 'end' ), PHP_INT_MIN, 0 );
	}

	/**
	 * End.
	 */
	public function end(): void {
		$this->user_id = null;
		remove_filter( 'insert_user_meta', array( $this, 'on_write' ), PHP_INT_MAX );
		remove_action( 'added_user_meta', array( $this, 'on_added' ), 0 );
		remove_action( 'updated_user_meta', array( $this, 'on_other_change' ), 0 );
		remove_action( 'deleted_user_meta', array( $this, 'on_other_change' ), 0 );
		remove_action( 'user_register', array( $this, 'end' ), PHP_INT_MIN );
	}

	/**
	 * @param array    $meta   What WordPress is about to write, by key.
	 * @param \WP_User $user   The account.
	 * @param bool     $update Whether it was there before.
	 * @return array What needs writing.
	 */
	public function on_write( $meta, $user, $update ) {
		$stored = get_user_meta( $user->ID );
		if ( ! $update ) {
			$this->user_id = $user->ID;
			$this->rows    = $stored;
			return $meta;
		}
		foreach ( $meta as $key => $value ) {
			if ( is_scalar( $value ) && array( (string) wp_unslash( $value ) ) === ( $stored[ $key ] ?? null ) ) {
				unset( $meta[ $key ] );
			}
		}
		return $meta;
	}

	/**
	 * @param int    $meta_id Of the row.
	 * @param int    $user_id The account.
	 * @param string $key     Its key.
	 * @param mixed  $value   Its value.
	 */
	public function on_added( $meta_id, $user_id, $key, $value ): void {
		if ( $user_id === $this->user_id ) {
			$this->rows[ $key ][] = (string) maybe_serialize( $value );
			wp_cache_set( $user_id, $this->rows, 'user_meta' );
		}
	}

	/**
	 * Another plugin has a hand in it: let WordPress read.
	 *
	 * @param int|int[] $meta_id Of the row, or rows.
	 * @param int       $user_id The account.
	 */
	public function on_other_change( $meta_id, $user_id ): void {
		if ( $user_id === $this->user_id ) {
			$this->user_id = null;
		}
	}
}
