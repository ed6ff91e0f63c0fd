import { types } from 'node:util';
import { isTrustworthyUrl } from '@usher/config';

/**
 * Asks an OpenID provider where its keys are (OpenID Connect Discovery 1.0, section 4).
 *
 * @param timeout milliseconds
 * @throws {Error} of one line that says what is wrong with the provider
 */
export async function discover(issuer: string, timeout: number): Promise<{ keysUrl: URL }> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const { issuer: named, jwks_uri: keys } = (await fetchJson(address, timeout)) as Record<string, unknown>;
  if (named !== issuer) {
    throw new Error(`it calls itself ${JSON.stringify(named)}: USHER_OIDC_ISSUER must be that, letter by letter`);
  }
  if (typeof keys !== 'string' || !isTrustworthyUrl(keys)) throw new Error(`its jwks_uri is no https address`);
  return { keysUrl: new URL(keys) };
}

async function fetchJson(address: string, timeout: number): Promise<object> {
  let response: Response;
  try {
    response = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(timeout) });
  } catch (error) {
    throw new Error(`${address} doesn't answer: ${reasonOf(error)}`, { cause: error });
  }
  if (response.status !== 200) throw new Error(`${address} answers ${response.status}`);
  const body: unknown = await response.json().catch(() => null);
  if (typeof body !== 'object' || body === null) throw new Error(`${address} is no JSON object`);
  return body;
}

/** In words; of a failed fetch ("fetch failed") they are its cause's. */
export function reasonOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  const { cause } = error;
  if (error.name !== 'TypeError' || !types.isNativeError(cause)) return error.message;
  return (cause as NodeJS.ErrnoException).code ?? cause.message;
}
