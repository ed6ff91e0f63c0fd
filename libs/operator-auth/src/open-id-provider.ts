import { Logger } from '@nestjs/common';
import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { Claims } from './claims.js';
import { discover, reasonOf } from './discovery.js';

/** Claims of a token that holds. */
export type HeldClaims = Claims & { sub: string };

export type Verdict =
  | { ok: true; claims: HeldClaims }
  /** `claims` where the provider did sign them. */
  | { ok: false; code: 'invalid_token' | 'expired_token'; message: string; claims?: HeldClaims }
  | { ok: false; code: 'unavailable'; message: string };

export interface OpenIdOptions {
  issuer: string;
  /** Of these the token's `aud` must name one. */
  audiences: readonly string[];
  clientId: string;
  /** Milliseconds from one fetch of the keys to the next because of a key that isn't known. */
  keysCooldown?: number;
}

/** Asymmetric ones only: with HS256 the public key would be the secret. */
const ALGORITHMS = ['RS', 'PS', 'ES'].flatMap((family) => ['256', '384', '512'].map((bits) => `${family}${bits}`));
/** What signed tokens that let in call themselves (RFC 9068 section 2.1); a logout token, say, does not. */
const TYPES = new Set(['jwt', 'at+jwt', 'application/at+jwt']);
/** Seconds that clocks may differ. */
const TOLERANCE = 30;
/** Milliseconds. */
const TIMEOUT = 5_000;
const KEYS_COOLDOWN = 5_000;
/** Milliseconds for which a provider that failed isn't asked again. */
const PAUSE = 5_000;

type Keys = ReturnType<typeof createRemoteJWKSet>;

/** Of a token whose key the provider doesn't have. */
const NO_FAULT_OF_THE_PROVIDER = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];

class ProviderUnavailable extends Error {}

/** The operators' OpenID provider: checks the tokens that it signed (RFC 8725, RFC 9068, OpenID Connect Core 3.1.3.7). */
export class OpenIdProvider {
  private readonly logger = new Logger('SignIn');
  private keys: Promise<Keys> | undefined;
  private failed: { until: number; error: ProviderUnavailable } | undefined;

  constructor(private readonly options: OpenIdOptions) {}

  async verify(token: string): Promise<Verdict> {
    // Told apart before the provider is asked: whoever sends rubbish makes nobody fetch anything.
    if (issuerOf(token) !== this.options.issuer) return invalid('It is no token of the OpenID provider of Usher.');
    try {
      const { issuer, audiences } = this.options;
      const { payload, protectedHeader } = await jwtVerify(token, (header, jws) => this.key(header, jws), {
        ...{ issuer, audience: [...audiences], algorithms: [...ALGORITHMS, 'EdDSA', 'Ed25519'] },
        ...{ clockTolerance: TOLERANCE, requiredClaims: ['exp', 'sub', 'aud'] },
      });
      return this.judge(payload, protectedHeader.typ);
    } catch (error) {
      if (error instanceof ProviderUnavailable) return { ok: false, code: 'unavailable', message: error.message };
      if (error instanceof errors.JOSEError) return refusalOf(error);
      throw error;
    }
  }

  private judge(payload: JWTPayload, type = 'JWT'): Verdict {
    if (!TYPES.has(type.toLowerCase()) || 'events' in payload) return invalid('It is a token for something else.');
    if (!isHeld(payload)) return invalid('Its subject (sub) is not valid.');
    // An ID token that lists several audiences says for whom it was made.
    const { clientId } = this.options;
    const foreign = [payload.aud].flat().includes(clientId) && payload.azp !== undefined && payload.azp !== clientId;
    return foreign ? invalid('It was made for another client (azp).') : { ok: true, claims: payload };
  }

  private async key(...args: Parameters<JWTVerifyGetKey>): Promise<Awaited<ReturnType<JWTVerifyGetKey>>> {
    const keys = await this.known();
    try {
      return await keys(...args);
    } catch (error) {
      if (NO_FAULT_OF_THE_PROVIDER.some((kind) => error instanceof kind)) throw error;
      // Those that are known serve on; else they may have moved, too, and are looked for anew.
      if (!keys.fresh) this.keys = undefined;
      throw this.unavailable(error);
    }
  }

  /** Looked up when the first token comes, so that Usher starts without the provider. */
  private async known(): Promise<Keys> {
    if (this.keys === undefined && this.failed !== undefined && Date.now() < this.failed.until) throw this.failed.error;
    try {
      return await (this.keys ??= this.find());
    } catch (error) {
      this.keys = undefined;
      throw this.unavailable(error);
    }
  }

  private async find(): Promise<Keys> {
    const { keysUrl } = await discover(this.options.issuer, TIMEOUT);
    const cooldownDuration = this.options.keysCooldown ?? KEYS_COOLDOWN;
    return createRemoteJWKSet(keysUrl, { timeoutDuration: TIMEOUT, cooldownDuration });
  }

  private unavailable(fault: unknown): ProviderUnavailable {
    const reason = reasonOf(fault);
    this.logger.warn(`${this.options.issuer} can't be asked for its keys: ${reason}`);
    const error = new ProviderUnavailable(
      `The OpenID provider ${this.options.issuer} can't be asked for its keys (${reason}), so your token can't be ` +
        'checked: try again later. The operator token is taken all the same.',
    );
    this.failed = { until: Date.now() + PAUSE, error };
    return error;
  }
}

function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

const invalid = (message: string): Verdict => ({ ok: false, code: 'invalid_token', message });

function refusalOf(error: errors.JOSEError): Verdict {
  if (error instanceof errors.JWTExpired) {
    const message = 'The token has expired: sign in again.';
    return { ok: false, code: 'expired_token', message, ...(isHeld(error.payload) && { claims: error.payload }) };
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return invalid(error.claim === 'aud' ? 'It is meant for somebody else (aud).' : `Its ${error.claim} is not valid.`);
  }
  if (error instanceof errors.JOSEAlgNotAllowed)
    return invalid('It is not signed as the tokens of an OpenID provider are.');
  return invalid('Its signature is not valid.');
}

/** OpenID Connect Core section 2: at most 255 ASCII characters. */
function isHeld(payload: JWTPayload): payload is JWTPayload & { sub: string } {
  return typeof payload.sub === 'string' && /^[\x20-\x7e]{1,255}$/.test(payload.sub);
}
