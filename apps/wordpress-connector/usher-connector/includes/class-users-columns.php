<?php
/**
 * Columns of the Users screen.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * "Provisioned by", and the usermeta that Usher's settings name: shown, sortable, and found by the search box.
 */
final class Users_Columns {

	const MARKER = 'usher_provisioned';
	const PREFIX = 'usher_meta_';

	/**
	 * Links of the accounts on the page, by account; read once.
	 *
	 * @var array<int, Link|null>
	 */
	private static $links = array();

	/**
	 * Hook in.
	 */
	public static function install(): void {
		add_filter( 'manage_users_columns', array( __CLASS__, 'add' ) );
		add_filter( 'manage_users_sortable_columns', array( __CLASS__, 'add_sortable' ) );
		add_filter( 'manage_users_custom_column', array( __CLASS__, 'show' ), 10, 3 );
		add_action( 'pre_user_query', array( __CLASS__, 'sort' ) );
		add_filter( 'user_search_columns', array( __CLASS__, 'search' ) );
	}

	/**
	 * Whether this is the Users screen of a site, not that of the network.
	 */
	public static function is_users_screen(): bool {
		return is_admin() && ! is_network_admin() && 'users.php' === ( $GLOBALS['pagenow'] ?? '' ) && Schema::is_ready();
	}

	/**
	 * @param array<string, string> $columns Titles by name.
	 * @return array<string, string>
	 */
	public static function add( $columns ) {
		$columns[ self::MARKER ] = __( 'Provisioned by', 'usher-connector' );
		foreach ( Settings::tell()['columns'] as $column ) {
			$columns[ self::PREFIX . $column['key'] ] = esc_html( $column['label'] );
		}
		return $columns;
	}

	/**
	 * @param array $columns What to order by, by name.
	 * @return array
	 */
	public static function add_sortable( $columns ) {
		foreach ( Settings::tell()['columns'] as $column ) {
			$columns[ self::PREFIX . $column['key'] ] = self::PREFIX . $column['key'];
		}
		return $columns;
	}

	/**
	 * @param string $html    What another plugin shows.
	 * @param string $name    Name of the column.
	 * @param int    $user_id The account.
	 * @return string HTML.
	 */
	public static function show( $html, $name, $user_id ) {
		if ( self::MARKER === $name ) {
			return self::marker( (int) $user_id );
		}
		$key = self::key( (string) $name );
		if ( null === $key ) {
			return $html;
		}
		$texts = array();
		foreach ( (array) get_user_meta( (int) $user_id, Groups::stored_key( $key ) ) as $value ) {
			$texts[] = esc_html( is_scalar( $value ) ? (string) $value : (string) wp_json_encode( $value ) );
		}
		return implode( ', ', $texts );
	}

	/**
	 * Accounts without a value come first, or last; none is left out.
	 *
	 * @param \WP_User_Query $query The query of the screen.
	 */
	public static function sort( $query ): void {
		$orderby = $query->query_vars['orderby'] ?? '';
		$key     = is_string( $orderby ) && self::is_users_screen() ? self::key( $orderby ) : null;
		if ( null === $key ) {
			return;
		}
		global $wpdb;
		$direction            = 'DESC' === strtoupper( (string) ( $query->query_vars['order'] ?? '' ) ) ? 'DESC' : 'ASC';
		$query->query_orderby = 'ORDER BY ' . self::value_sql( $key, 'MIN' ) . " {$direction}, {$wpdb->users}.user_login ASC";
	}

	/**
	 * @param string[] $columns What is searched: SQL, each is compared with the text by LIKE.
	 * @return string[]
	 */
	public static function search( $columns ) {
		if ( self::is_users_screen() ) {
			foreach ( Settings::tell()['columns'] as $column ) {
				$columns[] = self::value_sql( $column['key'], 'GROUP_CONCAT' );
			}
		}
		return $columns;
	}

	/**
	 * The value of an account's usermeta as an expression of SQL. The key has been checked to be plain ASCII without quotes.
	 *
	 * @param string $key  Key of usermeta.
	 * @param string $pick What to make of several rows: a function of SQL.
	 */
	private static function value_sql( string $key, string $pick ): string {
		global $wpdb;
		return "(SELECT {$pick}(usher_value.meta_value) FROM {$wpdb->usermeta} usher_value WHERE usher_value.user_id = {$wpdb->users}.ID AND usher_value.meta_key = '" . esc_sql( Groups::stored_key( $key ) ) . "')";
	}

	/**
	 * @param string $name Name of a column.
	 * @return string|null The key of usermeta that it shows, when it is one of ours.
	 */
	private static function key( string $name ): ?string {
		foreach ( Settings::tell()['columns'] as $column ) {
			if ( self::PREFIX . $column['key'] === $name ) {
				return $column['key'];
			}
		}
		return null;
	}

	/**
	 * @param int $user_id The account.
	 * @return string HTML.
	 */
	private static function marker( int $user_id ): string {
		if ( ! Schema::is_ready() ) {
			return '';
		}
		if ( ! array_key_exists( $user_id, self::$links ) ) {
			$ids = array_merge( self::listed(), array( $user_id ) );
			try {
				self::$links = ( new Links() )->find_by_users( $ids ) + array_fill_keys( $ids, null );
			} catch ( Fault $fault ) {
				return '';
			}
		}
		$link = self::$links[ $user_id ];
		return null === $link ? self::nobody() : esc_html__( 'Usher', 'usher-connector' ) . self::state( $link );
	}

	/**
	 * The marker of an account that nobody provisions, as HTML.
	 */
	public static function nobody(): string {
		return '<span aria-hidden="true">&#8212;</span><span class="screen-reader-text">' . esc_html__( 'Not provisioned', 'usher-connector' ) . '</span>';
	}

	/**
	 * What is not as usual with an account, as HTML.
	 *
	 * @param Link $link Its link.
	 */
	public static function state( Link $link ): string {
		if ( ! $link->active ) {
			return ' <strong>(' . esc_html__( 'deactivated', 'usher-connector' ) . ')</strong>';
		}
		return null === $link->roles_before ? '' : ' (' . esc_html__( 'roles removed', 'usher-connector' ) . ')';
	}

	/**
	 * The accounts that the screen lists.
	 *
	 * @return int[]
	 */
	public static function listed(): array {
		$table = $GLOBALS['wp_list_table'] ?? null;
		$items = $table instanceof \WP_Users_List_Table || $table instanceof \WP_MS_Users_List_Table ? (array) $table->items : array();
		return array_map( 'intval', wp_list_pluck( $items, 'ID' ) );
	}
}
