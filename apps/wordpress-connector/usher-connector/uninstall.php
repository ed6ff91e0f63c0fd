<?php
/**
 * Removes what the plugin stored, except the accounts. Accounts that are deactivated stay without a role.
 *
 * @package Usher_Connector
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

require_once __DIR__ . '/usher-connector.php';

if ( is_multisite() ) {
	$usher_sites = get_sites(
		array(
			'fields' => 'ids',
			'number' => 0,
		)
	);
	foreach ( $usher_sites as $usher_site ) {
		switch_to_blog( $usher_site );
		Usher\Connector\Schema::remove();
		restore_current_blog();
	}
} else {
	Usher\Connector\Schema::remove();
}
Usher\Connector\Schema::remove_usermeta();
