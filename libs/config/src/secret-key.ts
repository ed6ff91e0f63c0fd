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

/** A key for sealing secrets at rest. */
export function IsSecretKey(): PropertyDecorator {
  return (object, property) =>
    registerDecorator({
      name: 'isSecretKey',
      target: object.constructor,
      propertyName: String(property),
      validator: {
        validate: (value) => typeof value === 'string' && parseSecretKey(value) !== null,
        defaultMessage: () => `${String(property)} must be 32 random bytes as Base64 or hex: openssl rand -base64 32`,
      },
    });
}
