import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import type { Configuration, Provider } from 'oidc-provider';
import { memoryAdapter } from './open-id-store.js';

export interface TestAccount {
  /** What is typed in at the sign-in, and the subject of the tokens. */
  id: string;
  /** What tokens say beside it: `{ name: 'Ada', email: 'ada@example.org', roles: ['operator'] }`. */
  claims: Record<string, unknown>;
}

export interface TestClient {
  id: string;
  /** `http://127.0.0.1/callback` stands for every port (RFC 8252 section 7.3). */
  redirectUris: readonly string[];
}

export interface TestOpenIdProviderOptions {
  /** Public clients: Authorization Code with PKCE, from a browser at any origin. */
  clients: readonly TestClient[];
  accounts: readonly TestAccount[];
  /** A URI: access tokens are JWTs for it; else they are opaque. */
  audience?: string;
}

export interface TokenOptions {
  /** Default: the first client, as in an ID token. */
  audience?: string | readonly string[];
  issuer?: string;
  /** Seconds from now; negative for one that has expired. Default an hour. */
  expiresIn?: number;
  /** Over all others; undefined leaves one out. */
  claims?: JWTPayload;
  /** Of the header. */
  type?: string;
}

export interface TestOpenIdProvider {
  issuer: string;
  /** A token of the account as the provider would sign it, without a sign-in. */
  token(accountId: string, options?: TokenOptions): Promise<string>;
  /** The key that tokens are signed with now. */
  publicKey(): JWK;
  /** Signs with another key from now on, and forgets the one before. */
  rotateKeys(): Promise<void>;
  stop(): Promise<void>;
}

const ALGORITHM = 'RS256';

interface SigningKey {
  private: CryptoKey;
  /** With the private part. */
  jwk: JWK;
  public: JWK;
}

/**
 * A real OpenID provider on a free port of this machine. Its sign-in page has one field, `login`, and takes the id of an
 * account without a password; nobody is asked for consent.
 */
export async function startOpenIdProvider(options: TestOpenIdProviderOptions): Promise<TestOpenIdProvider> {
  let listener: RequestListener = (_request, response) => response.writeHead(503).end();
  const server = createServer((request, response) => listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  // Loaded by those only who need it: it is large, and complains of older versions of Node.
  const { Provider, interactionPolicy } = await import('oidc-provider');
  const policy = interactionPolicy.base();
  // The granted scopes are enough; a native client would be asked about all the same.
  policy.get('consent')?.checks.remove('native_client_prompt');

  let key = await signingKey();
  const serve = (): void => {
    const provider = new Provider(issuer, {
      ...configurationOf(options, key.jwk),
      interactions: { url: (_context, { uid }) => `/interaction/${uid}`, policy },
    });
    const callback = provider.callback();
    listener = (request, response) =>
      request.url?.startsWith('/interaction/')
        ? void signIn(provider, options, request, response)
        : void callback(request, response);
  };
  serve();

  return {
    issuer,
    publicKey: () => key.public,
    async token(accountId, { audience, claims, expiresIn = 3600, type = 'JWT', issuer: named = issuer } = {}) {
      const account = options.accounts.find(({ id }) => id === accountId);
      const now = Math.floor(Date.now() / 1000);
      const aud = [audience ?? options.clients[0]?.id ?? ''].flat();
      const standard = { iss: named, sub: accountId, aud, iat: now, exp: now + expiresIn };
      return new SignJWT({ ...account?.claims, ...standard, ...claims })
        .setProtectedHeader({ alg: ALGORITHM, typ: type, kid: key.jwk.kid })
        .sign(key.private);
    },
    async rotateKeys() {
      key = await signingKey();
      serve();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function signingKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const more = { kid: randomUUID(), alg: ALGORITHM, use: 'sig' };
  return {
    private: privateKey,
    jwk: { ...(await exportJWK(privateKey)), ...more },
    public: { ...(await exportJWK(publicKey)), ...more },
  };
}

function configurationOf({ clients, accounts, audience }: TestOpenIdProviderOptions, key: JWK): Configuration {
  const claims = new Set(accounts.flatMap((account) => Object.keys(account.claims)));
  const claimsOf = (id: string) => accounts.find((account) => account.id === id)?.claims ?? {};
  return {
    clients: clients.map(({ id, redirectUris }) => ({
      ...{ client_id: id, application_type: 'native', token_endpoint_auth_method: 'none' },
      ...{ grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] },
      ...{ redirect_uris: [...redirectUris], post_logout_redirect_uris: [...redirectUris] },
    })),
    adapter: memoryAdapter(),
    jwks: { keys: [key] },
    cookies: { keys: [randomUUID()] },
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    claims: { openid: ['sub', ...claims], profile: [], email: [] },
    conformIdTokenClaims: false,
    findAccount: (_context, id) =>
      accounts.some((account) => account.id === id)
        ? { accountId: id, claims: () => ({ ...claimsOf(id), sub: id }) }
        : undefined,
    clientBasedCORS: () => true,
    issueRefreshToken: () => true,
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId: oidc.client?.clientId, accountId: oidc.session?.accountId });
      grant.addOIDCScope('openid profile email offline_access');
      if (audience !== undefined) grant.addResourceScope(audience, '');
      await grant.save();
      return grant;
    },
    extraTokenClaims: (_context, token) => ('accountId' in token ? claimsOf(String(token.accountId)) : {}),
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: audience !== undefined,
        defaultResource: () => audience ?? [],
        useGrantedResource: () => true,
        getResourceServerInfo: (_context, resource) => ({
          ...{ scope: '', audience: resource, accessTokenFormat: 'jwt' },
          jwt: { sign: { alg: ALGORITHM } },
        }),
      },
    },
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      Grant: 3600,
      IdToken: 3600,
      Interaction: 600,
      RefreshToken: 3600,
      Session: 3600,
    },
  };
}

async function signIn(
  provider: Provider,
  { accounts }: TestOpenIdProviderOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') return page(response, '');
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const login = new URLSearchParams(body).get('login') ?? '';
  if (!accounts.some(({ id }) => id === login)) return page(response, '<p role="alert">Nobody is called that.</p>');
  await provider.interactionFinished(request, response, { login: { accountId: login } });
}

function page(response: ServerResponse, note: string): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><html lang="en"><title>Sign in</title><h1>Sign in</h1>${note}
<form method="post"><label>Login <input name="login" autofocus></label> <button>Sign in</button></form></html>`);
}
