<?php
/**
 * What Usher shows in WordPress's own screens.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * SiteSettings of the protocol, kept in an option.
 */
final class Settings {

	const OPTION = 'usher_connector_settings';
	const MOST   = 20;

	/**
	 * @return array{columns: array<array{key: string, label: string}>}
	 */
	public static function tell(): array {
		$stored  = get_option( self::OPTION );
		$columns = array();
		foreach ( is_array( $stored ) && is_array( $stored['columns'] ?? null ) ? $stored['columns'] : array() as $column ) {
			if ( is_array( $column ) && is_string( $column['label'] ?? null ) && is_string( $column['key'] ?? null ) && Protection::is_readable_meta( $column['key'] ) ) {
				$columns[] = array(
					'key'   => $column['key'],
					'label' => $column['label'],
				);
			}
		}
		return array( 'columns' => $columns );
	}

	/**
	 * @param mixed $raw As decoded from JSON.
	 * @throws Rejection `invalid_operation`.
	 * @throws Fault `database_error`.
	 */
	public static function save( $raw ): void {
		Shape::require_that( is_array( $raw ), 'The settings must be an object.' );
		$columns = array();
		foreach ( Shape::items( $raw['columns'] ?? null, 'columns', self::MOST ) as $column ) {
			Shape::require_that( is_array( $column ), 'columns must have objects.' );
			$key   = Shape::text( $column['key'] ?? null, 'columns.key', 191 );
			$label = trim( Shape::text( $column['label'] ?? null, 'columns.label', 200 ) );
			Shape::require_that( Protection::is_readable_meta( $key ), sprintf( 'Usher may not show the user meta "%s".', $key ) );
			Shape::require_that( '' !== $label, 'columns.label must not be empty.' );
			Shape::require_that( ! isset( $columns[ $key ] ), sprintf( 'The column "%s" is there twice.', $key ) );
			$columns[ $key ] = array(
				'key'   => $key,
				'label' => $label,
			);
		}
		Options::write( self::OPTION, array( 'columns' => array_values( $columns ) ), false );
	}
}
