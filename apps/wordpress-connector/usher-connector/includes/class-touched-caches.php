<?php
/**
 * The object cache around a transaction.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * WordPress cleans its caches when it writes. Inside a transaction that is too early: until the commit, another request
 * may put the old rows back into a cache that they share; and what this request cached is wrong after a rollback. So
 * whatever was touched inside is cleaned once more at the end.
 */
final class Touched_Caches {

	const META_ACTIONS   = array( 'added_user_meta', 'updated_user_meta', 'deleted_user_meta' );
	const OPTION_ACTIONS = array( 'added_option', 'updated_option', 'deleted_option' );

	/**
	 * As they were when cleaned; one account may come with an old and a new e-mail address.
	 *
	 * @var \WP_User[]
	 */
	private $users = array();

	/** @var array<int, true> By id of the account. */
	private $usermeta = array();

	/** @var array<int, true> By id of the post. */
	private $posts = array();

	/** @var array<string, true> By name. */
	private $options = array();

	/**
	 * Begin.
	 */
	public function watch(): void {
		add_action( 'clean_user_cache', array( $this, 'on_user' ), 10, 2 );
		add_action( 'clean_post_cache', array( $this, 'on_post' ) );
		foreach ( self::META_ACTIONS as $action ) {
			add_action( $action, array( $this, 'on_usermeta' ), 10, 2 );
		}
		foreach ( self::OPTION_ACTIONS as $action ) {
			add_action( $action, array( $this, 'on_option' ) );
		}
	}

	/**
	 * End.
	 *
	 * @param bool $undone Whether the transaction was rolled back.
	 */
	public function renew( bool $undone ): void {
		remove_action( 'clean_user_cache', array( $this, 'on_user' ) );
		remove_action( 'clean_post_cache', array( $this, 'on_post' ) );
		foreach ( self::META_ACTIONS as $action ) {
			remove_action( $action, array( $this, 'on_usermeta' ) );
		}
		foreach ( self::OPTION_ACTIONS as $action ) {
			remove_action( $action, array( $this, 'on_option' ) );
		}

		wp_cache_delete_multiple( array_keys( $this->usermeta ), 'user_meta' );
		foreach ( $this->users as $user ) {
			clean_user_cache( $user );
		}
		if ( array() !== $this->posts ) {
			wp_cache_delete_multiple( array_keys( $this->posts ), 'posts' );
			wp_cache_set( 'last_changed', microtime(), 'posts' );
		}
		if ( $undone && array() !== $this->options ) {
			wp_cache_delete_multiple( array_merge( array_keys( $this->options ), array( 'alloptions', 'notoptions' ) ), 'options' );
		}
		if ( $undone && array() !== $this->users + $this->usermeta + $this->posts + $this->options && wp_cache_supports( 'flush_runtime' ) ) {
			// What else hooks have read or written in this request.
			wp_cache_flush_runtime();
		}
		$this->users    = array();
		$this->usermeta = array();
		$this->posts    = array();
		$this->options  = array();
	}

	/**
	 * @param int      $user_id The account.
	 * @param \WP_User $user    The account.
	 */
	public function on_user( $user_id, $user ): void {
		$this->users[] = $user;
	}

	/**
	 * @param int|int[] $meta_id Of the row, or rows.
	 * @param int       $user_id The account.
	 */
	public function on_usermeta( $meta_id, $user_id ): void {
		$this->usermeta[ (int) $user_id ] = true;
	}

	/**
	 * @param int $post_id The post.
	 */
	public function on_post( $post_id ): void {
		$this->posts[ (int) $post_id ] = true;
	}

	/**
	 * @param string $option Its name.
	 */
	public function on_option( $option ): void {
		$this->options[ (string) $option ] = true;
	}
}
