<?php
/**
 * Drops a database of a MariaDB server. Expects $input: host, port, user, password, name.
 */
mysqli_report( MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT );
$server = new mysqli( $input['host'], $input['user'], $input['password'], '', $input['port'] );
$server->query( "DROP DATABASE IF EXISTS `{$input['name']}`" );
echo json_encode( array( 'dropped' => true ) );
