<?php
/**
 * The dedicated user with which Usher logs in.
 *
 * @package Usher_Connector
 */

defined( 'ABSPATH' ) || exit;

/**
 * Make the dedicated user unless it is there, and give it a new application password in place of the one that an
 * earlier call gave. For scripts; a person does the same under Users.
 *
 * @param string $login Login of the user.
 * @return array{username: string, applicationPassword: string}
 * @throws \RuntimeException In words for an administrator.
 */
function usher_connector_setup_user( string $login ): array {
	\Usher\Connector\Schema::ensure();
	$user = get_user_by( 'login', $login );
	if ( ! $user ) {
		$id = wp_insert_user(
			wp_slash(
				array(
					'user_login'   => $login,
					// A reserved name (RFC 2606): no mail to it ever leaves.
					'user_email'   => sanitize_key( $login ) . '@usher.invalid',
					'user_pass'    => wp_generate_password( 40 ),
					'display_name' => 'Usher provisioning',
					'role'         => \Usher\Connector\Role::NAME,
				)
			)
		);
		if ( is_wp_error( $id ) ) {
			throw new \RuntimeException( wp_strip_all_tags( $id->get_error_message() ) );
		}
		$user = get_userdata( $id );
	}
	if ( $user->has_cap( 'manage_options' ) ) {
		throw new \RuntimeException( sprintf( 'The user "%s" administers this site. Usher needs a user of its own that does not.', $login ) );
	}
	if ( array( \Usher\Connector\Role::NAME ) !== array_values( $user->roles ) ) {
		if ( array() !== $user->roles ) {
			throw new \RuntimeException( sprintf( 'The user "%s" has another role already. Usher needs a user of its own.', $login ) );
		}
		$user->set_role( \Usher\Connector\Role::NAME );
	}

	$name = 'Usher';
	foreach ( WP_Application_Passwords::get_user_application_passwords( $user->ID ) as $item ) {
		if ( $name === $item['name'] ) {
			WP_Application_Passwords::delete_application_password( $user->ID, $item['uuid'] );
		}
	}
	$created = WP_Application_Passwords::create_new_application_password( $user->ID, array( 'name' => $name ) );
	if ( is_wp_error( $created ) ) {
		throw new \RuntimeException( $created->get_error_message() );
	}
	return array(
		'username'            => $user->user_login,
		'applicationPassword' => $created[0],
	);
}
