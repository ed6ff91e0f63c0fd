<?php
/**
 * Filters of the Users screen.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

// They show a list and change nothing.
// phpcs:disable WordPress.Security.NonceVerification

/**
 * Shows only the accounts that are provisioned, or not, or deactivated, or in one group of the directory.
 */
final class Users_Filters {

	const STATE = 'usher_state';
	const GROUP = 'usher_group';

	/**
	 * Hook in.
	 */
	public static function install(): void {
		add_action( 'manage_users_extra_tablenav', array( __CLASS__, 'show' ) );
		add_action( 'pre_user_query', array( __CLASS__, 'filter' ) );
	}

	/**
	 * @param string $which `top` or `bottom` of the list.
	 */
	public static function show( $which ): void {
		if ( 'top' !== $which || ! Users_Columns::is_users_screen() ) {
			return;
		}
		$states = array(
			''            => __( 'Provisioned or not', 'usher-connector' ),
			'provisioned' => __( 'Provisioned by Usher', 'usher-connector' ),
			'inactive'    => __( 'Deactivated by Usher', 'usher-connector' ),
			'other'       => __( 'Not provisioned', 'usher-connector' ),
		);
		echo '<div class="alignleft actions">';
		self::show_choice( self::STATE, __( 'Filter by provisioning', 'usher-connector' ), $states );
		$groups = array_map( 'strval', array_keys( Groups::count( 500 ) ) );
		if ( array() !== $groups ) {
			self::show_choice( self::GROUP, __( 'Filter by group of the directory', 'usher-connector' ), array( '' => __( 'All groups', 'usher-connector' ) ) + array_combine( $groups, $groups ) );
		}
		submit_button( __( 'Filter', 'usher-connector' ), '', 'usher_filter', false );
		echo '</div>';
	}

	/**
	 * @param \WP_User_Query $query The query of the screen.
	 */
	public static function filter( $query ): void {
		if ( ! Users_Columns::is_users_screen() ) {
			return;
		}
		global $wpdb;
		$table = Schema::table();
		$id    = $wpdb->users . '.ID';
		switch ( self::chosen( self::STATE ) ) {
			case 'provisioned':
				$query->query_where .= " AND {$id} IN (SELECT user_id FROM {$table} WHERE user_id IS NOT NULL)";
				break;
			case 'inactive':
				$query->query_where .= " AND {$id} IN (SELECT user_id FROM {$table} WHERE user_id IS NOT NULL AND active = 0)";
				break;
			case 'other':
				$query->query_where .= " AND {$id} NOT IN (SELECT user_id FROM {$table} WHERE user_id IS NOT NULL)";
				break;
		}
		$group = self::chosen( self::GROUP );
		if ( '' !== $group ) {
			// phpcs:ignore WordPress.DB.PreparedSQL.InterpolatedNotPrepared
			$query->query_where .= $wpdb->prepare( " AND {$id} IN (SELECT user_id FROM {$wpdb->usermeta} WHERE meta_key = %s AND meta_value = %s)", Groups::key(), $group );
		}
	}

	/**
	 * @param string                $name    Name of the parameter.
	 * @param string                $label   For screen readers.
	 * @param array<string, string> $choices Texts by value.
	 */
	private static function show_choice( string $name, string $label, array $choices ): void {
		printf( '<label class="screen-reader-text" for="%1$s">%2$s</label><select name="%1$s" id="%1$s">', esc_attr( $name ), esc_html( $label ) );
		foreach ( $choices as $value => $text ) {
			printf( '<option value="%s"%s>%s</option>', esc_attr( (string) $value ), selected( self::chosen( $name ), (string) $value, false ), esc_html( $text ) );
		}
		echo '</select>';
	}

	/**
	 * @param string $name Name of the parameter.
	 */
	private static function chosen( string $name ): string {
		// phpcs:ignore WordPress.Security.ValidatedSanitizedInput
		return isset( $_GET[ $name ] ) && is_string( $_GET[ $name ] ) ? wp_unslash( $_GET[ $name ] ) : '';
	}
}
