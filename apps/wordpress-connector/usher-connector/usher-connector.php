<?php
/**
 * Plugin Name:       Usher Connector
 * Description:       Lets Usher create, update, deactivate and delete the accounts of this site on behalf of an identity provider (SCIM).
 * Version:           0.1.0
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * License:           Apache-2.0
 * License URI:       https://www.apache.org/licenses/LICENSE-2.0
 * Text Domain:       usher-connector
 * Network:           false
 *
 * Works as an ordinary plugin and as a must-use plugin; for the latter put this folder into wp-content/mu-plugins
 * next to a file mu-plugins/usher-connector.php of one line:
 *
 *     <?php require __DIR__ . '/usher-connector/usher-connector.php';
 *
 * @package Usher_Connector
 */

defined( 'ABSPATH' ) || exit;

// Installed both ways, the must-use copy has been loaded first and wins.
if ( defined( 'USHER_CONNECTOR_VERSION' ) ) {
	return;
}

define( 'USHER_CONNECTOR_VERSION', '0.1.0' );
define( 'USHER_CONNECTOR_FILE', __FILE__ );

foreach ( array(
	'class-rejection',
	'class-fault',
	'class-schema',
	'class-link',
	'class-links',
	'class-touched-caches',
	'class-transaction',
	'class-locks',
	'class-accounts',
	'class-protection',
	'class-operation',
	'class-quiet',
	'class-fields',
	'class-activation',
	'class-lean-usermeta',
	'class-upsert',
	'class-removal',
	'class-user-count',
	'class-executor',
	'class-role',
	'class-authorization-header',
	'class-login-gate',
	'class-rest-api',
	'class-plugin',
	'setup-user',
) as $usher_connector_part ) {
	require_once __DIR__ . '/includes/' . $usher_connector_part . '.php';
}
unset( $usher_connector_part );

Usher\Connector\Plugin::boot();
