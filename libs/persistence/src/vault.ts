import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { parseSecretKey } from '@usher/config';

export type Opened = { ok: true; text: string } | { ok: false; reason: string };

const CIPHER = 'aes-256-gcm';
/** Bytes; random ones are safe for some four billion sealings with one key (NIST SP 800-38D, 8.3). */
const NONCE = 12;
const TAG = 16;

interface Key {
  id: string;
  bytes: Buffer;
}

/**
 * Seals secrets for the database: AES-256-GCM. A sealed one is `v1.<key id>.<Base64 of nonce, ciphertext, tag>`; the key
 * id tells which key it takes, and nothing about the key. It opens only for the purpose for which it was sealed, so that
 * whoever can write into the database can't have a secret sent elsewhere. What the previous key sealed is opened too.
 */
export class Vault {
  private constructor(
    private readonly key: Key,
    private readonly previous: Key | null,
  ) {}

  /** @throws Error for what is no key: the configuration checks that before */
  static of(text: string, previous?: string): Vault {
    return new Vault(keyOf(text), previous === undefined ? null : keyOf(previous));
  }

  get keyId(): string {
    return this.key.id;
  }

  /** A key is being replaced by another. */
  get rotates(): boolean {
    return this.previous !== null && this.previous.id !== this.key.id;
  }

  /** It was sealed with the previous key. */
  isOld(sealed: string): boolean {
    return this.rotates && sealed.startsWith(`v1.${this.previous?.id}.`);
  }

  seal(secret: string, purpose: string): string {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv(CIPHER, this.key.bytes, nonce, { authTagLength: TAG }).setAAD(Buffer.from(purpose));
    const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `v1.${this.keyId}.${sealed.toString('base64')}`;
  }

  /** The reason is for an administrator, and goes on a sentence about whose secret it is. */
  open(sealed: string, purpose: string): Opened {
    const [, keyId, content = ''] = /^v1\.([0-9a-f]{8})\.([A-Za-z0-9+/=]+)$/.exec(sealed) ?? [];
    if (keyId === undefined) return { ok: false, reason: 'is not in a form that this version of Usher knows' };
    const key = [this.key, this.previous].find((one) => one?.id === keyId);
    if (key === undefined || key === null)
      return {
        ok: false,
        reason: `was sealed with another USHER_SECRET_KEY (${keyId}; the one that is set is ${this.keyId})`,
      };
    const bytes = Buffer.from(content, 'base64');
    try {
      const decipher = createDecipheriv(CIPHER, key.bytes, bytes.subarray(0, NONCE), { authTagLength: TAG });
      decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(-TAG));
      const text = Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]).toString('utf8');
      return { ok: true, text };
    } catch {
      return { ok: false, reason: 'was changed in the database, or belongs to another site or address' };
    }
  }
}

function keyOf(text: string): Key {
  const bytes = parseSecretKey(text);
  if (bytes === null) throw new Error('USHER_SECRET_KEY must be 32 random bytes as Base64 or hex');
  const id = createHmac('sha256', bytes).update('usher: id of the key').digest('hex').slice(0, 8);
  return { id, bytes };
}
