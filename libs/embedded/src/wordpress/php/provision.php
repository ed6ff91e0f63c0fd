<?php
/**
 * Makes the two ways in: the administrator for a person (password set anew, with an application password), and the
 * connector's own user. Expects $input: root, username, password, email.
 */
require $input['root'] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/user.php';

flush_rewrite_rules( false );

/** A new application password in place of an older one of the same name. */
function usher_embedded_application_password( int $user_id, string $name ): string {
	foreach ( WP_Application_Passwords::get_user_application_passwords( $user_id ) as $known ) {
		if ( $name === $known['name'] ) {
			WP_Application_Passwords::delete_application_password( $user_id, $known['uuid'] );
		}
	}
	$made = WP_Application_Passwords::create_new_application_password( $user_id, array( 'name' => $name ) );
	if ( is_wp_error( $made ) ) {
		throw new RuntimeException( $made->get_error_message() );
	}
	return $made[0];
}

$admin = get_user_by( 'login', $input['username'] );
if ( ! $admin ) {
	$id = wp_insert_user(
		array(
			'user_login' => $input['username'],
			'user_email' => $input['email'],
			'user_pass'  => wp_slash( $input['password'] ),
			'role'       => 'administrator',
		)
	);
	if ( is_wp_error( $id ) ) {
		throw new RuntimeException( $id->get_error_message() );
	}
	$admin = get_user_by( 'id', $id );
} elseif ( ! wp_check_password( $input['password'], $admin->user_pass, $admin->ID ) ) {
	wp_set_password( $input['password'], $admin->ID );
}

$answer = array(
	'administratorApplicationPassword' => usher_embedded_application_password( $admin->ID, 'Usher embedded' ),
);

if ( function_exists( 'usher_connector_setup_user' ) ) {
	$answer['connector'] = usher_connector_setup_user( 'usher' );
} else {
	// A site without the plugin: what the core's own REST API allows an administrator.
	$answer['connector'] = array(
		'username'            => $admin->user_login,
		'applicationPassword' => usher_embedded_application_password( $admin->ID, 'Usher connector' ),
	);
}
echo wp_json_encode( $answer );
