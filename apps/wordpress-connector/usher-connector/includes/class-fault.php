<?php
/**
 * A fault of the site.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * The site couldn't do the operation now (database error, lock busy): the caller tries again.
 */
final class Fault extends \RuntimeException {

	/**
	 * A short machine-readable name.
	 *
	 * @var string
	 */
	public $reason;

	/**
	 * @param string $reason  A short machine-readable name.
	 * @param string $message What went wrong.
	 */
	public function __construct( string $reason, string $message ) {
		parent::__construct( $message );
		$this->reason = $reason;
	}
}
