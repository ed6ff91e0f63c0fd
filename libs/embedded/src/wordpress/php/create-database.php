<?php
/**
 * Makes an empty database on a MariaDB server unless it is there. Expects $input: host, port, user, password, name.
 */
mysqli_report( MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT );
$server = new mysqli( $input['host'], $input['user'], $input['password'], '', $input['port'] );
$server->query( "CREATE DATABASE IF NOT EXISTS `{$input['name']}` CHARACTER SET utf8mb4" );
echo json_encode( array( 'made' => true ) );
