<?php
/**
 * Plugin Name:       Usher Connector
 * Description:       Lets Usher create, update, deactivate and delete the accounts of this site on behalf of an identity provider (SCIM).
 * Version:           0.2.0
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

define( 'USHER_CONNECTOR_VERSION', '0.2.0' );
define( 'USHER_CONNECTOR_FILE', __FILE__ );

foreach ( array(
	'class-rejection',
	'class-fault',
	'class-shape',
	'class-schema',
	'class-link',
	'class-links',
	'class-touched-caches',
	'class-transaction',
	'class-locks',
	'class-accounts',
	'class-privileges',
	'class-protection',
	'class-password',
	'class-groups',
	'class-roles',
	'class-operation',
	'class-quiet',
	'class-fields',
	'class-activation',
	'class-lean-usermeta',
	'class-namesakes',
	'class-lookahead',
	'class-matching',
	'class-creation',
	'class-update',
	'class-upsert',
	'class-removal',
	'class-user-count',
	'class-lost-writes',
	'class-execution',
	'class-executor',
	'class-role',
	'class-authorization-header',
	'class-login-gate',
	'class-options',
	'class-settings',
	'class-site-status',
	'class-account-list',
	'class-rest-api',
	'class-admin-screen',
	'class-users-columns',
	'class-users-filters',
	'class-network-users',
	'class-plugin',
	'setup-user',
) as $usher_connector_part ) {
	require_once __DIR__ . '/includes/' . $usher_connector_part . '.php';
}
unset( $usher_connector_part );

Usher\Connector\Plugin::boot();
