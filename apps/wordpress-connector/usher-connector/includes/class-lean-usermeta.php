<?php
/**
 * Fewer statements for usermeta.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

// phpcs:disable WordPress.DB.DirectDatabaseQuery, WordPress.DB.PreparedSQL, WordPress.NamingConventions.PrefixAllGlobals.NonPrefixedHooknameFound

/**
 * Spares wp_insert_user() and wp_update_user() most of their statements for usermeta. They write a row at a time, drop
 * the user's rows from the cache with each and read all of them before the next one (sanitize_meta() looks the user up);
 * and they rewrite rows that stay as they are. Here the rows of a new account are written together, and the rows of one
 * that was there only where they change. The hooks of WordPress run for each row all the same.
 */
final class Lean_Usermeta {

	/**
	 * The new account whose rows are kept in the cache; null as soon as another plugin has a hand in them.
	 *
	 * @var int|null
	 */
	private $user_id = null;

	/** @var array<string, string[]> Its rows as the cache holds them: stored texts by key. */
	private $rows = array();

	/** @var array What WordPress is about to write, by key; slashed. */
	private $waiting = array();

	/**
	 * Begin, before the account is written.
	 */
	public function begin(): void {
		add_filter( 'insert_user_meta', array( $this, 'on_write' ), PHP_INT_MAX, 3 );
		add_filter( 'insert_custom_user_meta', array( $this, 'on_write_custom' ), PHP_INT_MAX, 4 );
		add_filter( 'update_user_metadata', array( $this, 'on_update' ), PHP_INT_MAX, 4 );
		add_action( 'added_user_meta', array( $this, 'on_added' ), 0, 4 );
		add_action( 'updated_user_meta', array( $this, 'on_other_change' ), 0, 2 );
		add_action( 'deleted_user_meta', array( $this, 'on_other_change' ), 0, 2 );
		add_action( 'clean_user_cache', array( $this, 'on_cleaned' ), PHP_INT_MIN );
		// From here on other plugins have their turn.
		add_action( 'user_register', array( $this, 'end' ), PHP_INT_MIN, 0 );
	}

	/**
	 * End.
	 */
	public function end(): void {
		$this->user_id = null;
		remove_filter( 'insert_user_meta', array( $this, 'on_write' ), PHP_INT_MAX );
		remove_filter( 'insert_custom_user_meta', array( $this, 'on_write_custom' ), PHP_INT_MAX );
		remove_filter( 'update_user_metadata', array( $this, 'on_update' ), PHP_INT_MAX );
		remove_action( 'added_user_meta', array( $this, 'on_added' ), 0 );
		remove_action( 'updated_user_meta', array( $this, 'on_other_change' ), 0 );
		remove_action( 'deleted_user_meta', array( $this, 'on_other_change' ), 0 );
		remove_action( 'clean_user_cache', array( $this, 'on_cleaned' ), PHP_INT_MIN );
		remove_action( 'user_register', array( $this, 'end' ), PHP_INT_MIN );
	}

	/**
	 * @param array    $meta   What WordPress is about to write, by key; slashed.
	 * @param \WP_User $user   The account.
	 * @param bool     $update Whether it was there before.
	 * @return array What is left for WordPress to write.
	 */
	public function on_write( $meta, $user, $update ) {
		$stored = get_user_meta( $user->ID );
		if ( ! $update ) {
			$this->user_id = $user->ID;
			$this->rows    = $stored;
			$this->waiting = $meta;
			return array();
		}
		foreach ( $meta as $key => $value ) {
			if ( is_scalar( $value ) && array( (string) wp_unslash( $value ) ) === ( $stored[ $key ] ?? null ) ) {
				unset( $meta[ $key ] );
			}
		}
		return $meta;
	}

	/**
	 * @param array    $meta     What WordPress is about to write besides, by key; slashed.
	 * @param \WP_User $user     The account.
	 * @param bool     $update   Whether it was there before.
	 * @param array    $userdata What wp_insert_user() was given.
	 * @return array What is left for WordPress to write.
	 */
	public function on_write_custom( $meta, $user, $update, $userdata ) {
		if ( $update || $user->ID !== $this->user_id ) {
			return $meta;
		}
		$meta          = array_replace( $this->waiting, $meta );
		$this->waiting = array();
		return $this->add_together( $meta + self::role_rows( $user, (string) ( $userdata['role'] ?? '' ) ) );
	}

	/**
	 * The roles of a new account come by update_user_meta(), which looks for rows to update first.
	 *
	 * @param bool|null $done    What another filter did.
	 * @param int       $user_id The account.
	 * @param string    $key     Its key.
	 * @param mixed     $value   Its value.
	 * @return bool|null
	 */
	public function on_update( $done, $user_id, $key, $value ) {
		if ( null !== $done || $user_id !== $this->user_id ) {
			return $done;
		}
		if ( ! isset( $this->rows[ $key ] ) ) {
			return (bool) add_user_meta( $user_id, wp_slash( $key ), wp_slash( $value ) );
		}
		return array( (string) maybe_serialize( $value ) ) === $this->rows[ $key ] ? false : $done;
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
			$this->fill_cache();
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

	/**
	 * @param int $user_id The account.
	 */
	public function on_cleaned( $user_id ): void {
		if ( $user_id === $this->user_id ) {
			$this->fill_cache();
		}
	}

	/**
	 * What WP_User::set_role() is going to write.
	 *
	 * @param \WP_User $user A new account.
	 * @param string   $role Its role, '' for none.
	 * @return array Slashed values by key.
	 */
	private static function role_rows( \WP_User $user, string $role ): array {
		global $wpdb;
		$capabilities = get_role( $role )->capabilities ?? null;
		if ( null === $capabilities || array() !== $user->caps ) {
			return array();
		}
		return array(
			$user->cap_key                          => array( $role => true ),
			$wpdb->get_blog_prefix() . 'user_level' => array_reduce( array_keys( $capabilities ), array( $user, 'level_reduction' ), 0 ),
		);
	}

	/**
	 * Do what add_user_meta() does, for several rows by one statement.
	 *
	 * @param array $meta Values by key; slashed.
	 * @return array Those that were not written.
	 */
	private function add_together( array $meta ): array {
		global $wpdb;
		$user_id = $this->user_id;
		$values  = array();
		foreach ( $meta as $key => $slashed ) {
			$key   = (string) $key;
			$value = sanitize_meta( $key, wp_unslash( $slashed ), 'user' );
			/** This filter is documented in wp-includes/meta.php */
			if ( null === apply_filters( 'add_user_metadata', null, $user_id, $key, $value, false ) ) {
				$values[ $key ] = $value;
			}
		}
		if ( array() === $values ) {
			return array();
		}
		$rows = array();
		foreach ( $values as $key => $value ) {
			/** This action is documented in wp-includes/meta.php */
			do_action( 'add_user_meta', $user_id, $key, $value );
			// No blanks: the SQLite drop-in looks at each of them.
			$rows[] = $wpdb->prepare( '(%d,%s,%s)', $user_id, $key, maybe_serialize( $value ) );
		}
		$shown   = $wpdb->suppress_errors( true );
		$written = $wpdb->query( "INSERT INTO {$wpdb->usermeta} (user_id, meta_key, meta_value) VALUES " . implode( ',', $rows ) );
		$wpdb->suppress_errors( $shown );
		if ( count( $values ) !== $written ) {
			// The database dislikes one of them: WordPress writes what it can.
			return array_intersect_key( $meta, $values );
		}
		$ids = self::others_listen()
			? $wpdb->get_results( $wpdb->prepare( "SELECT meta_key, MAX(umeta_id) AS id FROM {$wpdb->usermeta} WHERE user_id = %d GROUP BY meta_key", $user_id ), OBJECT_K )
			: array();
		foreach ( $values as $key => $value ) {
			/** This action is documented in wp-includes/meta.php */
			do_action( 'added_user_meta', (int) ( $ids[ $key ]->id ?? 0 ), $user_id, $key, $value );
		}
		return array();
	}

	/**
	 * Whether another plugin is told of new rows, and of their numbers.
	 */
	private static function others_listen(): bool {
		global $wp_filter;
		foreach ( array_merge( ...array_values( $wp_filter['added_user_meta']->callbacks ) ) as $callback ) {
			$function = $callback['function'];
			$owner    = is_array( $function ) && is_object( $function[0] ) ? get_class( $function[0] ) : '';
			if ( 'wp_cache_set_users_last_changed' !== $function && 0 !== strpos( $owner, __NAMESPACE__ . '\\' ) ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Put the rows where WordPress looks for them first.
	 */
	private function fill_cache(): void {
		wp_cache_set( $this->user_id, $this->rows, 'user_meta' );
	}
}
