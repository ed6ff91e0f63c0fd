<?php
/**
 * Adds a site to a network. Expects $input: root, username (of its administrator), domain, path, title.
 */
require $input['root'] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

$admin = get_user_by( 'login', $input['username'] );
$made  = wpmu_create_blog( $input['domain'], $input['path'], $input['title'], $admin->ID, array( 'public' => 1 ) );
if ( is_wp_error( $made ) ) {
	throw new RuntimeException( $made->get_error_message() );
}
foreach ( get_sites( array( 'fields' => 'ids' ) ) as $id ) {
	switch_to_blog( $id );
	update_option( 'permalink_structure', '/%postname%/' );
	// Made again by the site itself when it is asked for a page.
	delete_option( 'rewrite_rules' );
	restore_current_blog();
}
echo wp_json_encode( array( 'site' => $made ) );
