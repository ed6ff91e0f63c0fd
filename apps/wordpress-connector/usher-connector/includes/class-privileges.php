<?php
/**
 * What the administrators of the site allow.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * Two keys for accounts with rights over the site: the caller has to ask for a privilege, and an administrator has to
 * have ticked it in the plugin's own screen. Stolen credentials of the connector can not tick it.
 */
final class Privileges {

	const ALL    = array( 'adopt', 'change', 'promote' );
	const OPTION = 'usher_connector_privileges';

	/**
	 * @return string[] What is ticked; nothing at first.
	 */
	public static function ticked(): array {
		$ticked = get_option( self::OPTION, array() );
		return is_array( $ticked ) ? array_values( array_intersect( self::ALL, $ticked ) ) : array();
	}

	/**
	 * @param string[] $privileges Some of ALL.
	 * @throws Fault `database_error`.
	 */
	public static function tick( array $privileges ): void {
		Options::write( self::OPTION, array_values( array_intersect( self::ALL, $privileges ) ), true );
	}

	/**
	 * Whether both keys are turned.
	 *
	 * @param string    $privilege One of ALL.
	 * @param Operation $operation What the caller wants.
	 */
	public static function granted( string $privilege, Operation $operation ): bool {
		return in_array( $privilege, $operation->allow, true ) && in_array( $privilege, self::ticked(), true );
	}

	/**
	 * What an administrator has to do for it to be granted.
	 *
	 * @param string    $privilege One of ALL.
	 * @param Operation $operation What the caller wants.
	 */
	public static function advice( string $privilege, Operation $operation ): string {
		$steps = array();
		if ( ! in_array( $privilege, self::ticked(), true ) ) {
			$steps[] = sprintf( 'tick "%s" in WordPress under Settings > Usher', self::label( $privilege ) );
		}
		if ( ! in_array( $privilege, $operation->allow, true ) ) {
			$steps[] = sprintf( 'allow "%s" for this site in Usher', $privilege );
		}
		return sprintf( 'If that is wanted, %s.', implode( ', and ', $steps ) );
	}

	/**
	 * @param string $privilege One of ALL.
	 */
	public static function label( string $privilege ): string {
		$labels = array(
			'adopt'   => __( 'Link administrators', 'usher-connector' ),
			'change'  => __( 'Change administrators', 'usher-connector' ),
			'promote' => __( 'Make administrators', 'usher-connector' ),
		);
		return $labels[ $privilege ];
	}
}
