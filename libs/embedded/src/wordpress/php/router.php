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
$shared = false;
if ( is_file( __DIR__ . '/network' ) && ! file_exists( $root . $path )
	&& preg_match( '#^/[_0-9a-zA-Z-]+(/(?:wp-(?:admin|content|includes)(?:/.*)?|[^/]+\.php))$#', $path, $match ) ) {
	// The sites of a network share its files: /second/wp-admin/ is /wp-admin/.
	$shared = true;
	$prefix = substr( $path, 0, -strlen( $match[1] ) );
	$path   = $match[1];
}
if ( is_dir( $root . $path ) ) {
	if ( '/' !== substr( $path, -1 ) && is_file( "$root$path/index.php" ) ) {
		header( 'Location: ' . ( $shared ? $prefix : '' ) . "$path/", true, 301 );
		return true;
	}
	$path = rtrim( $path, '/' ) . '/index.php';
}
if ( '/index.php' !== $path && is_file( $root . $path ) ) {
	if ( '.php' !== substr( $path, -4 ) ) {
		if ( ! $shared ) {
			return false;
		}
		$types = array(
			'css' => 'text/css',
			'js'  => 'text/javascript',
			'svg' => 'image/svg+xml',
		);
		$type  = pathinfo( $path, PATHINFO_EXTENSION );
		header( 'Content-Type: ' . ( $types[ $type ] ?? mime_content_type( $root . $path ) ) );
		readfile( $root . $path );
		return true;
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
