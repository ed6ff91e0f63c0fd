<?php
/**
 * The plugin's own screen.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * Settings > Usher: what the connector does here, and what the administrators of the site allow it.
 */
final class Admin_Screen {

	const SLUG   = 'usher-connector';
	const ACTION = 'usher_connector_privileges';

	/**
	 * Hook in.
	 */
	public static function install(): void {
		add_action( 'admin_menu', array( __CLASS__, 'add_page' ) );
		add_action( 'admin_post_' . self::ACTION, array( __CLASS__, 'save' ) );
	}

	/**
	 * Put it into the menu.
	 */
	public static function add_page(): void {
		add_options_page( __( 'Usher', 'usher-connector' ), __( 'Usher', 'usher-connector' ), 'manage_options', self::SLUG, array( __CLASS__, 'show' ) );
	}

	/**
	 * What was ticked.
	 */
	public static function save(): void {
		if ( ! current_user_can( 'manage_options' ) ) {
			wp_die( esc_html__( 'You may not change these settings.', 'usher-connector' ), '', array( 'response' => 403 ) );
		}
		check_admin_referer( self::ACTION );
		$ticked = isset( $_POST['privileges'] ) && is_array( $_POST['privileges'] ) ? array_map( 'sanitize_key', wp_unslash( $_POST['privileges'] ) ) : array();
		try {
			Privileges::tick( $ticked );
		} catch ( Fault $fault ) {
			wp_die(
				esc_html( $fault->getMessage() ),
				'',
				array(
					'response'  => 500,
					'back_link' => true,
				)
			);
		}
		wp_safe_redirect( add_query_arg( 'updated', 'true', self::url() ) );
		exit;
	}

	/**
	 * The screen.
	 */
	public static function show(): void {
		if ( ! current_user_can( 'manage_options' ) ) {
			return;
		}
		echo '<div class="wrap"><h1>' . esc_html__( 'Usher', 'usher-connector' ) . '</h1>';
		// phpcs:ignore WordPress.Security.NonceVerification
		if ( isset( $_GET['updated'] ) ) {
			echo '<div class="notice notice-success is-dismissible"><p>' . esc_html__( 'Saved.', 'usher-connector' ) . '</p></div>';
		}
		echo '<p>' . esc_html__( 'Usher makes the accounts of this site look like the users of your directory.', 'usher-connector' ) . '</p>';
		self::show_state();
		self::show_privileges();
		self::show_groups();
		echo '</div>';
	}

	/**
	 * Address of the screen.
	 */
	private static function url(): string {
		return admin_url( 'options-general.php?page=' . self::SLUG );
	}

	/**
	 * What is there.
	 */
	private static function show_state(): void {
		$counted = ( new Links() )->count();
		$contact = Site_Status::last_contact();
		$users   = admin_url( 'users.php' );
		$rows    = array(
			__( 'Version of this plugin', 'usher-connector' )   => esc_html( USHER_CONNECTOR_VERSION ),
			__( 'Last contact with Usher', 'usher-connector' )  => null === $contact
				? esc_html__( 'never', 'usher-connector' )
				/* translators: %s: a span of time such as "5 minutes". */
				: esc_html( sprintf( __( '%s ago', 'usher-connector' ), human_time_diff( $contact ) ) ),
			__( 'Accounts provisioned', 'usher-connector' )     => self::link( add_query_arg( Users_Filters::STATE, 'provisioned', $users ), number_format_i18n( $counted['linked'] ) ),
			__( 'Of these deactivated', 'usher-connector' )     => self::link( add_query_arg( Users_Filters::STATE, 'inactive', $users ), number_format_i18n( $counted['inactive'] ) ),
		);
		echo '<h2>' . esc_html__( 'State', 'usher-connector' ) . '</h2><table class="widefat striped" style="max-width:50em"><tbody>';
		foreach ( $rows as $name => $html ) {
			// phpcs:ignore WordPress.Security.EscapeOutput
			echo '<tr><th scope="row">' . esc_html( $name ) . '</th><td>' . $html . '</td></tr>';
		}
		echo '</tbody></table>';
	}

	/**
	 * The second key to accounts with rights over the site.
	 */
	private static function show_privileges(): void {
		$texts  = array(
			'adopt'   => __( 'An administrator who is in the directory too becomes that user. Without this such a user is refused.', 'usher-connector' ),
			'change'  => __( 'The name, the e-mail address, the roles and the password of linked administrators follow the directory; they are deactivated and deleted like others.', 'usher-connector' ),
			'promote' => __( 'Groups of the directory may give roles with rights over this site.', 'usher-connector' ),
		);
		$ticked = Privileges::ticked();
		echo '<h2>' . esc_html__( 'Administrators', 'usher-connector' ) . '</h2><p>'
			. esc_html__( 'Usher leaves accounts with rights over this site alone, unless you allow it here and the same is allowed in Usher. Whoever gets hold of Usher could then get at this site.', 'usher-connector' ) . '</p>';
		echo '<form method="post" action="' . esc_url( admin_url( 'admin-post.php' ) ) . '"><input type="hidden" name="action" value="' . esc_attr( self::ACTION ) . '">';
		wp_nonce_field( self::ACTION );
		echo '<fieldset>';
		foreach ( $texts as $privilege => $text ) {
			printf(
				'<p><label><input type="checkbox" name="privileges[]" value="%1$s"%2$s> <strong>%3$s</strong></label><br>%4$s</p>',
				esc_attr( $privilege ),
				checked( in_array( $privilege, $ticked, true ), true, false ),
				esc_html( Privileges::label( $privilege ) ),
				esc_html( $text )
			);
		}
		echo '</fieldset>';
		submit_button( __( 'Save', 'usher-connector' ) );
		echo '</form>';
	}

	/**
	 * The groups that accounts are in.
	 */
	private static function show_groups(): void {
		$groups = Groups::count( 500 );
		if ( array() === $groups ) {
			return;
		}
		echo '<h2>' . esc_html__( 'Groups of the directory', 'usher-connector' ) . '</h2><table class="widefat striped" style="max-width:50em"><thead><tr><th scope="col">'
			. esc_html__( 'Group', 'usher-connector' ) . '</th><th scope="col">' . esc_html__( 'Accounts', 'usher-connector' ) . '</th></tr></thead><tbody>';
		foreach ( $groups as $name => $members ) {
			$url = add_query_arg( Users_Filters::GROUP, rawurlencode( (string) $name ), admin_url( 'users.php' ) );
			// phpcs:ignore WordPress.Security.EscapeOutput
			echo '<tr><td>' . self::link( $url, (string) $name ) . '</td><td>' . esc_html( number_format_i18n( $members ) ) . '</td></tr>';
		}
		echo '</tbody></table>';
	}

	/**
	 * @param string $url  Address.
	 * @param string $text What it says.
	 */
	private static function link( string $url, string $text ): string {
		return '<a href="' . esc_url( $url ) . '">' . esc_html( $text ) . '</a>';
	}
}
