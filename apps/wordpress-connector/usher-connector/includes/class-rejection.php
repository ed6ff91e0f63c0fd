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
	 * The account that has what was wanted.
	 *
	 * @var int|null
	 */
	public $holder_id;

	/**
	 * Candidates of the protocol.
	 *
	 * @var array[]
	 */
	public $candidates = array();

	/**
	 * @param string   $reason    One of REJECTION_CODES of the protocol.
	 * @param string   $message   What is wrong, in words of an administrator.
	 * @param int|null $holder_id The account that has what was wanted.
	 */
	public function __construct( string $reason, string $message, ?int $holder_id = null ) {
		parent::__construct( $message );
		$this->reason    = $reason;
		$this->holder_id = $holder_id;
	}
}
