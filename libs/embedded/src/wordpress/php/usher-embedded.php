<?php
/**
 * Plugin Name: Usher embedded site
 * Description: Keeps the WordPress that Usher runs for itself from sending mail and from asking the internet anything.
 */
defined( 'ABSPATH' ) || exit;

add_filter( 'pre_wp_mail', '__return_true' );
add_filter( 'automatic_updater_disabled', '__return_true' );
add_filter( 'admin_email_check_interval', '__return_zero' );
foreach ( array( 'core', 'plugins', 'themes' ) as $usher_kind ) {
	// An answer of today means: nothing to look up.
	add_filter(
		"pre_site_transient_update_$usher_kind",
		static function () {
			return (object) array(
				'last_checked'    => time(),
				'version_checked' => get_bloginfo( 'version' ),
				'updates'         => array(),
				'response'        => array(),
				'translations'    => array(),
			);
		}
	);
}
unset( $usher_kind );
