<?php
/**
 * Installs WordPress on an empty database; does nothing on a filled one. Expects $input: title, username, password, email.
 */
define( 'WP_INSTALLING', true );
// A network is made of it afterwards.
define( 'MULTISITE', false );
require $input['root'] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

$installed = is_blog_installed();
if ( ! $installed ) {
	wp_install( $input['title'], $input['username'], $input['email'], true, '', wp_slash( $input['password'] ) );
	update_option( 'permalink_structure', '/%postname%/' );
	update_option( 'admin_email_lifespan', PHP_INT_MAX );
}
echo wp_json_encode( array( 'fresh' => ! $installed ) );
