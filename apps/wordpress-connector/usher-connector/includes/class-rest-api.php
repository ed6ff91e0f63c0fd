<?php
/**
 * The REST routes.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * Routes of `/wp-json/usher/v1/`.
 */
final class Rest_Api {

	const NAMESPACE_V1 = 'usher/v1';
	const MAX_BATCH    = 50;
	const SCIM_ID      = '(?P<scim_id>[A-Za-z0-9._-]{1,128})';

	/**
	 * Register the routes.
	 */
	public static function register(): void {
		$api = new self();
		$api->route( 'GET', '/ping', 'ping', '__return_true' );
		// Open to every user, for it to tell that a capability is missing; the rest needs the capability.
		$api->route( 'GET', '/status', 'status', 'is_user_logged_in' );
		$api->route( 'GET', '/users', 'find' );
		$api->route( 'GET', '/users/' . self::SCIM_ID, 'get' );
		$api->route( 'POST', '/users/' . self::SCIM_ID . '/(?P<op>' . implode( '|', Operation::OPS ) . ')', 'operate' );
		$api->route( 'POST', '/batch', 'batch' );
		$api->route( 'POST', '/match', 'match_keys' );
		$api->route( 'GET', '/accounts', 'accounts' );
		$api->route( 'PUT', '/settings', 'save_settings' );
	}

	/**
	 * @param string        $method     HTTP method.
	 * @param string        $path       Path below the namespace.
	 * @param string        $handler    Method of this class.
	 * @param callable|null $permission Who may; by default whoever has the capability.
	 */
	private function route( string $method, string $path, string $handler, $permission = null ): void {
		register_rest_route(
			self::NAMESPACE_V1,
			$path,
			array(
				'methods'             => $method,
				'callback'            => function ( \WP_REST_Request $request ) use ( $handler ) {
					try {
						return $this->$handler( $request );
					} catch ( Rejection $rejection ) {
						return new \WP_Error( 'usher_invalid_request', $rejection->getMessage(), array( 'status' => 400 ) );
					} catch ( Fault $fault ) {
						return new \WP_Error( 'usher_' . $fault->reason, $fault->getMessage(), array( 'status' => 500 ) );
					}
				},
				'permission_callback' => $permission ?? array( $this, 'may_provision' ),
				// Not for the public index of the site.
				'show_in_index'       => false,
			)
		);
	}

	/**
	 * Whether the current user may use the routes.
	 */
	public function may_provision(): bool {
		return current_user_can( Role::CAPABILITY );
	}

	/**
	 * For a client whose credentials don't arrive, to find out why. Needs no credentials and tells nothing of the site.
	 */
	private function ping(): \WP_REST_Response {
		return self::answer(
			array(
				'authorization'        => Authorization_Header::arrived(),
				'applicationPasswords' => wp_is_application_passwords_available(),
			)
		);
	}

	/**
	 * SiteStatus of the protocol.
	 */
	private function status(): \WP_REST_Response {
		return self::answer( Site_Status::tell( $this->may_provision() ) );
	}

	/**
	 * Accounts by exact login or e-mail address.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 */
	private function find( \WP_REST_Request $request ) {
		$login = $request->get_param( 'login' );
		$email = $request->get_param( 'email' );
		if ( is_string( $login ) === is_string( $email ) ) {
			return new \WP_Error( 'usher_invalid_request', 'Ask for either login or email.', array( 'status' => 400 ) );
		}
		$user  = is_string( $login ) ? Accounts::by_login( $login ) : Accounts::by_email( $email );
		$found = array();
		if ( null !== $user ) {
			$found[] = Accounts::present( $user, ( new Links() )->find_by_user( $user->ID ), self::meta_keys( $request ) );
		}
		return self::answer( array( 'accounts' => $found ) );
	}

	/**
	 * The account of a SCIM user.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 */
	private function get( \WP_REST_Request $request ) {
		$link = ( new Links() )->find( (string) $request['scim_id'] );
		$user = null === $link ? null : Accounts::by_id( $link->user_id );
		if ( null === $user ) {
			return new \WP_Error( 'usher_unknown_user', 'This site has no account for this SCIM user.', array( 'status' => 404 ) );
		}
		return self::answer( Accounts::present( $user, $link, self::meta_keys( $request ) ) );
	}

	/**
	 * Which account an upsert would take.
	 *
	 * @param \WP_REST_Request $request The request.
	 */
	private function match_keys( \WP_REST_Request $request ): \WP_REST_Response {
		$body = (array) $request->get_json_params();
		Shape::require_that( Operation::is_scim_id( $body['scimId'] ?? null ), 'scimId must have 1 to 128 letters, digits, dots, dashes or underscores.' );
		$succeeds = $body['succeeds'] ?? null;
		Shape::require_that( null === $succeeds || Operation::is_scim_id( $succeeds ), 'succeeds must be a SCIM id.' );
		$keys  = Shape::match_keys( $body['match'] ?? null );
		$meta  = self::meta_keys( $request );
		$links = new Links();
		$link  = $links->find( $body['scimId'] );
		$user  = null === $link ? null : Accounts::by_id( $link->user_id );
		$found = array();
		if ( null === $user ) {
			$found = ( new Matching( $links ) )->find( $keys, $succeeds );
			$user  = 1 === count( $found ) ? $found[0][1] : null;
			$link  = null === $user ? null : $links->find_by_user( $user->ID );
		}
		return self::answer(
			array(
				'account'    => null === $user ? null : Accounts::present( $user, $link, $meta ),
				'by'         => $found[0][0] ?? null,
				'candidates' => count( $found ) > 1 ? Matching::candidates( $found ) : array(),
			)
		);
	}

	/**
	 * A page of all accounts.
	 *
	 * @param \WP_REST_Request $request The request.
	 */
	private function accounts( \WP_REST_Request $request ): \WP_REST_Response {
		$after = $request->get_param( 'after' ) ?? '0';
		$limit = $request->get_param( 'limit' ) ?? (string) Account_List::MOST;
		Shape::require_that( is_scalar( $after ) && ctype_digit( (string) $after ), 'after must be a whole number of 0 or more.' );
		Shape::require_that( is_scalar( $limit ) && ctype_digit( (string) $limit ) && (int) $limit > 0, 'limit must be a whole number of 1 or more.' );
		return self::answer( Account_List::page( (int) $after, min( (int) $limit, Account_List::MOST ), self::meta_keys( $request ) ) );
	}

	/**
	 * What the plugin shows in WordPress's own screens.
	 *
	 * @param \WP_REST_Request $request The request.
	 */
	private function save_settings( \WP_REST_Request $request ): \WP_REST_Response {
		Settings::save( $request->get_json_params() );
		return self::answer( Settings::tell() );
	}

	/**
	 * @param \WP_REST_Request $request The request.
	 * @return string[] usermeta that the caller wants to see, as `?meta=a,b`.
	 */
	private static function meta_keys( \WP_REST_Request $request ): array {
		$asked = $request->get_query_params()['meta'] ?? '';
		Shape::require_that( is_string( $asked ), 'meta must be a list with commas.' );
		$keys = array_values( array_unique( array_filter( explode( ',', $asked ), 'strlen' ) ) );
		Shape::require_that( count( $keys ) <= 100, 'meta may have at most 100 keys.' );
		foreach ( $keys as $key ) {
			Shape::require_that( Protection::is_readable_meta( $key ), sprintf( 'Usher may not read the user meta "%s".', $key ) );
		}
		return $keys;
	}

	/**
	 * One operation.
	 *
	 * @param \WP_REST_Request $request The request.
	 */
	private function operate( \WP_REST_Request $request ): \WP_REST_Response {
		$url  = $request->get_url_params();
		$body = $request->get_json_params();
		$raw  = array(
			'op'     => $url['op'],
			'scimId' => $url['scim_id'],
		) + ( is_array( $body ) ? $body : array() );
		return self::answer( ( new Executor() )->run_all( array( $raw ) )[0] );
	}

	/**
	 * Several operations, each on its own.
	 *
	 * @param \WP_REST_Request $request The request.
	 * @return \WP_REST_Response|\WP_Error
	 */
	private function batch( \WP_REST_Request $request ) {
		$body       = $request->get_json_params();
		$operations = is_array( $body ) ? ( $body['operations'] ?? null ) : null;
		if ( ! is_array( $operations ) || array_values( $operations ) !== $operations || count( $operations ) > self::MAX_BATCH ) {
			return new \WP_Error(
				'usher_invalid_request',
				sprintf( 'operations must be a list of at most %d.', self::MAX_BATCH ),
				array( 'status' => 400 )
			);
		}
		if ( function_exists( 'set_time_limit' ) ) {
			set_time_limit( 300 );
		}
		return self::answer( array( 'results' => ( new Executor() )->run_all( $operations ) ) );
	}

	/**
	 * @param array $data The answer, which no cache may keep.
	 */
	private static function answer( array $data ): \WP_REST_Response {
		return new \WP_REST_Response( $data, 200, array( 'Cache-Control' => 'no-store' ) );
	}
}
