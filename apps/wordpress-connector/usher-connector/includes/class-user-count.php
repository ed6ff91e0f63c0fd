<?php
/**
 * The number of users that WordPress keeps.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * WordPress counts all users (up to 10,000) after each creation and deletion, and writes the number into one row for
 * which all requests would then wait. For a batch once is enough. What is missed by a crash, WordPress counts twice a day.
 */
final class User_Count {

	const ACTIONS = array( 'user_register', 'deleted_user' );

	/** @var string[] The actions after which WordPress counts. */
	private $counting = array();

	/** @var bool */
	private $changed = false;

	/**
	 * Begin.
	 */
	public function begin(): void {
		foreach ( self::ACTIONS as $action ) {
			if ( remove_action( $action, 'wp_maybe_update_user_counts' ) ) {
				$this->counting[] = $action;
				add_action( $action, array( $this, 'on_change' ), 10, 0 );
			}
		}
	}

	/**
	 * End, and count if there is something to count.
	 */
	public function end(): void {
		foreach ( $this->counting as $action ) {
			remove_action( $action, array( $this, 'on_change' ) );
			add_action( $action, 'wp_maybe_update_user_counts', 10, 0 );
		}
		if ( $this->changed ) {
			wp_maybe_update_user_counts();
		}
		$this->counting = array();
		$this->changed  = false;
	}

	/**
	 * An account was made or deleted.
	 */
	public function on_change(): void {
		$this->changed = true;
	}
}
