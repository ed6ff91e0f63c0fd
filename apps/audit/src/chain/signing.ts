import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { parseSecretKey } from '@usher/config';

/** Before the 32 bytes of a key: PKCS #8 and SPKI of Ed25519 (RFC 8410). */
const PRIVATE = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC = Buffer.from('302a300506032b6570032100', 'hex');

/** What an outside auditor needs to check signatures. */
export interface PublicKeyInfo {
  /** First 8 hex digits of the SHA-256 of the 32 bytes of the public key. */
  keyId: string;
  algorithm: 'Ed25519';
  /** The 32 bytes as Base64, as USHER_AUDIT_TRUSTED_KEYS has them. */
  publicKey: string;
  /** SPKI. */
  pem: string;
  /** Signs now; the others did in the past. */
  current: boolean;
}

/** `unknown_key`: no key with this id is trusted. */
export type SignatureCheck = 'good' | 'bad' | 'unknown_key';

/** Signs for the audit: checkpoints of its chains, manifests of exports. */
export class Signer {
  /** First 8 hex digits of the SHA-256 of the public key. */
  readonly keyId: string;
  private readonly key: KeyObject;

  /** @param seed 32 bytes */
  constructor(seed: Buffer) {
    this.key = createPrivateKey({ key: Buffer.concat([PRIVATE, seed]), format: 'der', type: 'pkcs8' });
    this.keyId = keyIdOf(this.publicKey);
  }

  /** The 32 bytes. */
  get publicKey(): Buffer {
    return createPublicKey(this.key).export({ format: 'der', type: 'spki' }).subarray(PUBLIC.length);
  }

  /** Ed25519 over the text as UTF-8, 64 bytes. What it is for must be told by the text. */
  sign(text: string): Buffer {
    return sign(null, Buffer.from(text), this.key);
  }
}

/** The key that signs, if there is one, and all whose signatures count. */
export class SigningKeys {
  private readonly trusted = new Map<string, { raw: Buffer; key: KeyObject }>();

  /** @param earlier public keys of 32 bytes */
  constructor(
    readonly signer: Signer | null,
    earlier: readonly Buffer[] = [],
  ) {
    for (const raw of [...(signer === null ? [] : [signer.publicKey]), ...earlier]) {
      const key = createPublicKey({ key: Buffer.concat([PUBLIC, raw]), format: 'der', type: 'spki' });
      this.trusted.set(keyIdOf(raw), { raw, key });
    }
  }

  /** From the variables, which have been validated. */
  static from(config: { USHER_AUDIT_SIGNING_KEY?: string; USHER_AUDIT_TRUSTED_KEYS?: string }): SigningKeys {
    const seed = parseSecretKey(config.USHER_AUDIT_SIGNING_KEY ?? '');
    const earlier = (config.USHER_AUDIT_TRUSTED_KEYS ?? '').split(',').flatMap((text) => {
      const key = parseSecretKey(text.trim());
      return key === null ? [] : [key];
    });
    return new SigningKeys(seed && new Signer(seed), earlier);
  }

  /** No signature can be checked. */
  get empty(): boolean {
    return this.trusted.size === 0;
  }

  check(keyId: string, text: string, signature: Buffer): SignatureCheck {
    const trusted = this.trusted.get(keyId);
    if (trusted === undefined) return 'unknown_key';
    return verify(null, Buffer.from(text), trusted.key, signature) ? 'good' : 'bad';
  }

  publicKeys(): PublicKeyInfo[] {
    return [...this.trusted].map(([keyId, { raw, key }]) => ({
      keyId,
      algorithm: 'Ed25519',
      publicKey: raw.toString('base64'),
      pem: key.export({ format: 'pem', type: 'spki' }).toString(),
      current: keyId === this.signer?.keyId,
    }));
  }
}

function keyIdOf(publicKey: Buffer): string {
  return createHash('sha256').update(publicKey).digest('hex').slice(0, 8);
}
