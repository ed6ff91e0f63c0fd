<?php
/**
 * The network's Users screen.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * "Provisioned by" on the screen that lists the accounts of all sites of a network: for which of its sites.
 */
final class Network_Users {

	/**
	 * Links of the accounts on the page, by site and account; read once.
	 *
	 * @var array<int, array<int, Link>>|null
	 */
	private static $links = null;

	/**
	 * Hook in.
	 */
	public static function install(): void {
		add_filter( 'wpmu_users_columns', array( __CLASS__, 'add' ) );
		add_filter( 'manage_users_custom_column', array( __CLASS__, 'show' ), 10, 3 );
	}

	/**
	 * @param array<string, string> $columns Titles by name.
	 * @return array<string, string>
	 */
	public static function add( $columns ) {
		$columns[ Users_Columns::MARKER ] = __( 'Provisioned by', 'usher-connector' );
		return $columns;
	}

	/**
	 * @param string $html    What another plugin shows.
	 * @param string $name    Name of the column.
	 * @param int    $user_id The account.
	 * @return string HTML.
	 */
	public static function show( $html, $name, $user_id ) {
		if ( Users_Columns::MARKER !== $name ) {
			return $html;
		}
		if ( null === self::$links ) {
			self::$links = self::read( array_merge( Users_Columns::listed(), array( (int) $user_id ) ) );
		}
		$sites = array();
		foreach ( self::$links as $site => $links ) {
			if ( isset( $links[ $user_id ] ) ) {
				$sites[] = esc_html( get_blog_option( $site, 'blogname' ) ) . Users_Columns::state( $links[ $user_id ] );
			}
		}
		/* translators: %s: names of sites. */
		return array() === $sites ? Users_Columns::nobody() : sprintf( esc_html__( 'Usher: %s', 'usher-connector' ), implode( ', ', $sites ) );
	}

	/**
	 * Asks only the sites that the accounts are members of, which a network of thousands has few of on one page.
	 *
	 * @param int[] $user_ids The accounts.
	 * @return array<int, array<int, Link>>
	 */
	private static function read( array $user_ids ): array {
		$sites = array_unique( array_merge( ...array_map( array( __CLASS__, 'sites_of' ), $user_ids ) ) );
		$known = array(
			'fields'   => 'ids',
			'number'   => 0,
			'orderby'  => 'id',
			'site__in' => $sites,
		);
		$links = array();
		foreach ( array() === $sites ? array() : get_sites( $known ) as $site ) {
			switch_to_blog( $site );
			try {
				$links[ $site ] = Schema::is_ready() ? ( new Links() )->find_by_users( $user_ids ) : array();
			} catch ( Fault $fault ) {
				$links[ $site ] = array();
			} finally {
				restore_current_blog();
			}
		}
		return $links;
	}

	/**
	 * From the usermeta, which the screen has read already, where each site has a row with the account's rights.
	 *
	 * @param int $user_id The account.
	 * @return int[] Sites of which it is a member.
	 */
	private static function sites_of( int $user_id ): array {
		global $wpdb;
		$sites = array();
		foreach ( array_keys( (array) get_user_meta( $user_id ) ) as $key ) {
			if ( 1 === preg_match( '/\A' . preg_quote( $wpdb->base_prefix, '/' ) . '(?:(\d+)_)?capabilities\z/', (string) $key, $found ) ) {
				$sites[] = (int) ( $found[1] ?? 1 );
			}
		}
		return $sites;
	}
}
