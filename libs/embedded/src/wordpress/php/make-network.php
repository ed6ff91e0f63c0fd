<?php
/**
 * Turns a WordPress that has just been installed into a network in subdirectories. Expects $input: root, title, email,
 * domain.
 */
define( 'MULTISITE', false );
define( 'WP_INSTALLING_NETWORK', true );
require $input['root'] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

// Not known to a WordPress that is no network yet.
foreach ( $wpdb->tables( 'ms_global' ) as $table => $prefixed ) {
	$wpdb->$table = $prefixed;
}
install_network();
$made = populate_network( 1, $input['domain'], $input['email'], $input['title'], '/', false );
if ( is_wp_error( $made ) ) {
	throw new RuntimeException( $made->get_error_message() );
}
echo wp_json_encode( array( 'network' => true ) );
