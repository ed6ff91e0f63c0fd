<?php
/**
 * Silence while an operation runs.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * Keeps what WordPress and other plugins do on changes of users from disturbing: mails to the people concerned, output
 * into the JSON answer, and wp_die() in a hook, which would end the other operations of the batch.
 */
final class Quiet {

	const DIE_FILTERS = array(
		'wp_die_ajax_handler',
		'wp_die_json_handler',
		'wp_die_jsonp_handler',
		'wp_die_xmlrpc_handler',
		'wp_die_xml_handler',
		'wp_die_handler',
	);

	const MAIL_FILTERS = array(
		'send_email_change_email',
		'send_password_change_email',
		'wp_send_new_user_notification_to_admin',
		'wp_send_new_user_notification_to_user',
	);

	/**
	 * Output buffers that were open before.
	 *
	 * @var int
	 */
	private $buffers = 0;

	/**
	 * Begin.
	 */
	public function begin(): void {
		foreach ( self::MAIL_FILTERS as $filter ) {
			add_filter( $filter, '__return_false', PHP_INT_MAX );
		}
		add_filter( 'pre_wp_mail', array( $this, 'swallow_mail' ), PHP_INT_MAX );
		foreach ( self::DIE_FILTERS as $filter ) {
			add_filter( $filter, array( $this, 'die_handler' ), PHP_INT_MAX );
		}
		$this->buffers = ob_get_level();
		ob_start();
	}

	/**
	 * End.
	 */
	public function end(): void {
		while ( ob_get_level() > $this->buffers ) {
			ob_end_clean();
		}
		foreach ( self::DIE_FILTERS as $filter ) {
			remove_filter( $filter, array( $this, 'die_handler' ), PHP_INT_MAX );
		}
		remove_filter( 'pre_wp_mail', array( $this, 'swallow_mail' ), PHP_INT_MAX );
		foreach ( self::MAIL_FILTERS as $filter ) {
			remove_filter( $filter, '__return_false', PHP_INT_MAX );
		}
	}

	/**
	 * Any other plugin's welcome mail: answered as sent.
	 *
	 * @param bool|null $result What another filter said.
	 * @return bool|null
	 */
	public function swallow_mail( $result ) {
		/**
		 * Filters whether mails that WordPress and plugins send on changes by Usher are held back.
		 *
		 * @param bool $held Default true.
		 */
		return apply_filters( 'usher_connector_hold_mail', true ) ? true : $result;
	}

	/**
	 * @return callable
	 */
	public function die_handler() {
		return static function ( $message ) {
			$text = is_wp_error( $message ) ? $message->get_error_message() : (string) $message;
			throw new Fault( 'wp_die', 'A plugin of the site stopped the operation: ' . wp_strip_all_tags( $text ) );
		};
	}
}
