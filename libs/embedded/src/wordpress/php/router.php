<?php
/**
 * Router of PHP's built-in web server: files as they are, everything else through WordPress, nothing that starts with a dot.
 * The document root is this site's `public` folder.
 */
$root = $_SERVER['DOCUMENT_ROOT'];
$path = rawurldecode( (string) parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) );
if ( preg_match( '#(^|/)\.#', $path ) ) {
	http_response_code( 404 );
	return true;
}
if ( is_dir( $root . $path ) ) {
	if ( '/' !== substr( $path, -1 ) && is_file( "$root$path/index.php" ) ) {
		header( "Location: $path/", true, 301 );
		return true;
	}
	$path = rtrim( $path, '/' ) . '/index.php';
}
if ( '/index.php' !== $path && is_file( $root . $path ) ) {
	if ( '.php' !== substr( $path, -4 ) ) {
		return false;
	}
	$script = $path;
} else {
	$script = '/index.php';
}
$_SERVER['SCRIPT_NAME']     = $script;
$_SERVER['PHP_SELF']        = $script;
$_SERVER['SCRIPT_FILENAME'] = $root . $script;
chdir( dirname( $root . $script ) );
require $root . $script;
return true;
