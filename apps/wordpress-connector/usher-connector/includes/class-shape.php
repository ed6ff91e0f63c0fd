<?php
/**
 * The shapes of what callers send.
 *
 * @package Usher_Connector
 */

namespace Usher\Connector;

defined( 'ABSPATH' ) || exit;

/**
 * Checks decoded JSON before anything is done with it. Whatever doesn't fit is refused as `invalid_operation`, with the
 * name of what is wrong and never with its value.
 */
final class Shape {

	/**
	 * @param bool   $condition What must hold.
	 * @param string $message   What to say otherwise.
	 * @throws Rejection `invalid_operation`.
	 */
	public static function require_that( bool $condition, string $message ): void {
		if ( ! $condition ) {
			throw new Rejection( 'invalid_operation', $message );
		}
	}

	/**
	 * @param mixed  $value   Anything.
	 * @param string $name    What it is called.
	 * @param int    $longest In bytes.
	 * @return string Valid UTF-8 without NUL.
	 */
	public static function text( $value, string $name, int $longest = 1000000 ): string {
		self::require_that( is_string( $value ), sprintf( '%s must be a string.', $name ) );
		self::require_that( false === strpos( $value, "\0" ) && 1 === preg_match( '//u', $value ), sprintf( '%s is not valid text.', $name ) );
		self::require_that( strlen( $value ) <= $longest, sprintf( '%s is too long.', $name ) );
		return $value;
	}

	/**
	 * @param mixed  $value Anything.
	 * @param string $name  What it is called.
	 * @param int    $most  How many entries it may have.
	 * @return array A list.
	 */
	public static function items( $value, string $name, int $most ): array {
		self::require_that( is_array( $value ) && array_values( $value ) === $value, sprintf( '%s must be a list.', $name ) );
		self::require_that( count( $value ) <= $most, sprintf( '%s may have at most %d entries.', $name, $most ) );
		return $value;
	}

	/**
	 * @param mixed  $value Anything.
	 * @param string $name  What it is called.
	 * @param int    $most  How many entries it may have.
	 * @return string[] Without doubles.
	 */
	public static function texts( $value, string $name, int $most ): array {
		$texts = array();
		foreach ( self::items( $value, $name, $most ) as $item ) {
			$texts[] = self::text( $item, $name, 1000 );
		}
		return array_values( array_unique( $texts ) );
	}

	/**
	 * @param mixed    $value Anything.
	 * @param string   $name  What it is called.
	 * @param string[] $known Names of fields that may be there.
	 * @return array<string, string> AccountFields, or some of them.
	 */
	public static function fields( $value, string $name, array $known ): array {
		self::require_that( is_array( $value ), sprintf( '%s must be an object.', $name ) );
		foreach ( $value as $field => $text ) {
			self::require_that( in_array( (string) $field, $known, true ), sprintf( '%s.%s is not known.', $name, $field ) );
			self::text( $text, $name . '.' . $field );
		}
		return $value;
	}

	/**
	 * @param mixed  $value     Anything.
	 * @param string $name      What it is called.
	 * @param bool   $removable Whether null, which removes, is possible.
	 * @return array<string, string|null> usermeta by key.
	 */
	public static function meta( $value, string $name, bool $removable ): array {
		self::require_that( is_array( $value ), sprintf( '%s must be an object.', $name ) );
		foreach ( $value as $key => $text ) {
			self::require_that( Protection::is_settable_meta( (string) $key ), sprintf( 'Usher may not set the user meta "%s".', $key ) );
			if ( null === $text && $removable ) {
				continue;
			}
			self::require_that( is_string( $text ), sprintf( '%s.%s must be a string%s.', $name, $key, $removable ? ' or null' : '' ) );
			self::text( $text, $name . '.' . $key );
		}
		return $value;
	}

	/**
	 * @param mixed $value Anything.
	 * @return array[] MatchKeys of the protocol.
	 */
	public static function match_keys( $value ): array {
		$keys = array();
		foreach ( self::items( $value, 'match', 20 ) as $item ) {
			$by = is_array( $item ) ? ( $item['by'] ?? null ) : null;
			self::require_that( in_array( $by, array( 'id', 'login', 'email', 'meta' ), true ), 'match.by must be id, login, email or meta.' );
			$key = array( 'by' => $by );
			if ( 'meta' === $by ) {
				self::require_that( is_string( $item['key'] ?? null ) && Protection::is_readable_meta( $item['key'] ), 'match.key must name a user meta that Usher may read.' );
				$key['key'] = $item['key'];
			}
			$key['value'] = self::text( $item['value'] ?? null, 'match.value', 1000 );
			self::require_that( '' !== $key['value'], 'match.value must not be empty.' );
			self::require_that( 'id' !== $by || 1 === preg_match( '/\A[1-9][0-9]{0,17}\z/', $key['value'] ), 'match.value must be the number of an account.' );
			$keys[] = $key;
		}
		return $keys;
	}
}
