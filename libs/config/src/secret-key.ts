import { registerDecorator } from 'class-validator';

const HEX = /^[0-9a-f]{64}$/i;
/** 43 digits are 32 bytes; either alphabet of RFC 4648, with or without padding. */
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;

/** The 32 bytes of a key that is written as hex or Base64; null when it is neither. */
export function parseSecretKey(text: string): Buffer | null {
  if (HEX.test(text)) return Buffer.from(text, 'hex');
  // Node reads both alphabets as Base64.
  return BASE64.test(text) ? Buffer.from(text, 'base64') : null;
}

/** A key for sealing secrets at rest, or the seed of one for signing. */
export function IsSecretKey(): PropertyDecorator {
  return keyVariable(
    (text) => parseSecretKey(text) !== null,
    'must be 32 random bytes as Base64 or hex: openssl rand -base64 32',
  );
}

/**
 * Public keys of 32 bytes, by commas.
 * @param source where to find them, for whoever mistyped one
 */
export function IsPublicKeyList(source: string): PropertyDecorator {
  return keyVariable(
    (text) => text.split(',').every((key) => parseSecretKey(key.trim()) !== null),
    `must be public keys of 32 bytes as Base64 or hex, several by commas: ${source}`,
  );
}

function keyVariable(isValid: (text: string) => boolean, rule: string): PropertyDecorator {
  return (object, property) =>
    registerDecorator({
      name: 'isKey',
      target: object.constructor,
      propertyName: String(property),
      validator: {
        validate: (value) => typeof value === 'string' && isValid(value),
        defaultMessage: () => `${String(property)} ${rule}`,
      },
    });
}
