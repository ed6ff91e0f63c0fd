<?php
/**
 * Removes what the plugin stored, except the accounts. Accounts that are deactivated stay without a role.
 *
 * @package Usher_Connector
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

require_once __DIR__ . '/usher-connector.php';

Usher\Connector\Schema::remove_everywhere();
