/**
 * A must-use plugin that behaves as SAML plugins for WordPress document it: the person is who has the assertion's NameID
 * in usermeta, else who has its e-mail address; else an account is made with the NameID as login. The person is then
 * logged in with a session cookie, past the password. The assertion comes as plain fields: signatures aren't what is
 * tested with it.
 */
export const SAML_PLUGIN = String.raw`<?php
/** Plugin Name: SAML sign-on */
add_action( 'init', function () {
	if ( ! isset( $_GET['saml_acs'], $_POST['NameID'], $_POST['email'] ) ) {
		return;
	}
	$name_id = sanitize_text_field( wp_unslash( $_POST['NameID'] ) );
	$email   = sanitize_email( wp_unslash( $_POST['email'] ) );
	$found   = get_users( array( 'meta_key' => 'saml_name_id', 'meta_value' => $name_id, 'number' => 1 ) );
	$user    = $found[0] ?? get_user_by( 'email', $email );
	if ( ! $user ) {
		$made = wp_insert_user( array( 'user_login' => $name_id, 'user_email' => $email, 'user_pass' => wp_generate_password( 24 ) ) );
		if ( is_wp_error( $made ) ) {
			wp_die( $made );
		}
		update_user_meta( $made, 'saml_name_id', $name_id );
		$user = get_user_by( 'id', $made );
	}
	wp_set_current_user( $user->ID );
	wp_set_auth_cookie( $user->ID );
	do_action( 'wp_login', $user->user_login, $user );
	wp_safe_redirect( admin_url( 'profile.php' ) );
	exit;
} );
`;
