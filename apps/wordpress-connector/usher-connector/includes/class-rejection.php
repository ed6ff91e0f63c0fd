<?php
/**
 * A refusal of one operation.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * The site refuses this one user for a reason that trying again doesn't change. The message is for an administrator.
 */
final class Rejection extends \RuntimeException {

	/**
	 * One of REJECTION_CODES of the protocol.
	 *
	 * @var string
	 */
	public $reason;

	/**
	 * @param string $reason  One of REJECTION_CODES of the protocol.
	 * @param string $message What is wrong, in words of an administrator.
	 */
	public function __construct( string $reason, string $message ) {
		parent::__construct( $message );
		$this->reason = $reason;
	}
}
