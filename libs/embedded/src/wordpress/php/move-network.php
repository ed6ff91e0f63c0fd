<?php
/**
 * Gives the sites of a network the address that it is served on now. Expects $input: root, domain.
 */
define( 'MULTISITE', false );
define( 'SHORTINIT', true );
require $input['root'] . '/wp-load.php';

$prefix = $wpdb->base_prefix;
$origin = 'http://' . $input['domain'];
$wpdb->query( $wpdb->prepare( "UPDATE {$prefix}site SET domain = %s", $input['domain'] ) );
$wpdb->query( $wpdb->prepare( "UPDATE {$prefix}blogs SET domain = %s", $input['domain'] ) );
$wpdb->query( $wpdb->prepare( "UPDATE {$prefix}sitemeta SET meta_value = %s WHERE meta_key = 'siteurl'", "$origin/" ) );
foreach ( $wpdb->get_results( "SELECT blog_id, path FROM {$prefix}blogs" ) as $blog ) {
	$options = 1 === (int) $blog->blog_id ? "{$prefix}options" : "{$prefix}{$blog->blog_id}_options";
	$address = $origin . rtrim( $blog->path, '/' );
	$wpdb->query( $wpdb->prepare( "UPDATE $options SET option_value = %s WHERE option_name IN ( 'home', 'siteurl' )", $address ) );
}
echo json_encode( array( 'moved' => true ) );
