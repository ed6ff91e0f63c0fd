import { createHash, randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { OWN_ROLE_NAMES, parseRoleNames } from '@usher/config';
import { startOpenIdProvider, type TestOpenIdProvider } from '@usher/testing';
import { SignJWT } from 'jose';
import { OpenIdProvider, type OpenIdOptions } from './open-id-provider.js';
import { type Admission, OperatorSignIn, type PersonsSignIn } from './operator-sign-in.js';

const CLIENT = 'usher-console';
const AUDIENCE = 'https://usher.example.org/api';
const REDIRECT = 'http://127.0.0.1:1/callback';
const TOKEN = 'operator-token-of-the-test';
const ACCOUNTS = [
  { id: 'vera', claims: { email: 'vera@example.org', roles: ['viewer'], groups: ['staff'] } },
  { id: 'otto', claims: { email: 'otto@example.org', roles: 'operator', realm_access: { roles: ['it', 'staff'] } } },
  { id: 'nora', claims: { name: 'Nora', roles: ['reader'] } },
];

let provider: TestOpenIdProvider;

beforeAll(() => Logger.overrideLogger(false));
beforeEach(async () => {
  provider = await startOpenIdProvider({
    clients: [{ id: CLIENT, redirectUris: ['http://127.0.0.1/callback'] }],
    accounts: ACCOUNTS,
    audience: AUDIENCE,
  });
});
afterEach(() => provider.stop());

function signIn(options: Partial<OpenIdOptions & Omit<PersonsSignIn, 'provider'>> = {}): OperatorSignIn {
  const { rolesClaim = 'roles', roleNames = OWN_ROLE_NAMES, ...given } = options;
  const openId = {
    issuer: provider.issuer,
    clientId: CLIENT,
    audiences: [CLIENT, AUDIENCE],
    keysCooldown: 0,
    ...given,
  };
  return new OperatorSignIn(TOKEN, { provider: new OpenIdProvider(openId), rolesClaim, roleNames });
}

const admit = (token: string, by = signIn()): Promise<Admission> => by.admit(`Bearer ${token}`);
const refusal = (code: string, words = /./) => ({ ok: false, code, message: expect.stringMatching(words) });

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a token of the OpenID provider', () => {
  it('says who it is and with which role', async () => {
    await expect(admit(await provider.token('vera'))).resolves.toEqual({
      ok: true,
      operator: { actor: 'vera@example.org', role: 'viewer', subject: 'oidc:vera' },
    });
    await expect(
      admit(await provider.token('otto', { audience: ['other', AUDIENCE], type: 'at+jwt' })),
    ).resolves.toEqual({
      ok: true,
      operator: { actor: 'otto@example.org', role: 'operator', subject: 'oidc:otto' },
    });
  });

  it('is one that somebody gets who signs in, be it the ID token or the access token', async () => {
    const { id_token, access_token } = await signInAtProvider('otto');
    for (const token of [id_token, access_token]) {
      await expect(admit(token)).resolves.toMatchObject({
        ok: true,
        operator: { role: 'operator', subject: 'oidc:otto' },
      });
    }
  });

  it('of a person without a role is refused, and says whose it is', async () => {
    await expect(admit(await provider.token('nora'))).resolves.toEqual({
      ...refusal('no_role', /^You have no role in Usher, Nora \(nora\): the claim "roles"/),
      person: { actor: 'Nora (nora)', subject: 'oidc:nora' },
    });
  });

  it('gets its role from the claim and the names that are set', async () => {
    const roleNames = parseRoleNames('viewer=staff,administrator=it')!;
    const token = await provider.token('otto');
    await expect(admit(token, signIn({ rolesClaim: 'realm_access.roles', roleNames }))).resolves.toMatchObject({
      operator: { role: 'administrator' },
    });
    await expect(admit(token, signIn({ roleNames }))).resolves.toMatchObject({ ok: false, code: 'no_role' });
  });

  it('that has expired is refused, and the person is known', async () => {
    await expect(admit(await provider.token('vera', { expiresIn: -120 }))).resolves.toEqual({
      ...refusal('expired_token', /expired: sign in again/),
      person: { actor: 'vera@example.org', subject: 'oidc:vera' },
    });
  });

  it.each([
    ['for another audience', { audience: 'another-client' }, /for somebody else \(aud\)/],
    [
      'for another audience by our client',
      { audience: 'account', claims: { azp: CLIENT, client_id: CLIENT } },
      /\(aud\)/,
    ],
    [
      'that another client got',
      { audience: [CLIENT, 'another'], claims: { azp: 'another' } },
      /another client \(azp\)/,
    ],
    ['of another issuer', { issuer: 'https://login.example.com' }, /no token of the OpenID provider/],
    [
      'that ends a session',
      { claims: { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } } },
      /something else/,
    ],
    ['of another type', { type: 'logout+jwt' }, /something else/],
    ['without an end', { claims: { exp: undefined } }, /exp/],
    ['without a subject', { claims: { sub: undefined } }, /sub/],
    ['with a subject that is none', { claims: { sub: 'a\nb' } }, /sub/],
    ['that is not valid yet', { claims: { nbf: Math.floor(Date.now() / 1000) + 3600 } }, /nbf/],
  ])('%s is refused', async (_what, options, words) => {
    await expect(admit(await provider.token('vera', options))).resolves.toEqual(refusal('invalid_token', words));
  });

  it.each([
    [
      'a changed payload',
      ([head, , signature]: string[]) => [
        head,
        base64url({ iss: provider.issuer, sub: 'vera', aud: CLIENT, exp: 9e9, roles: 'administrator' }),
        signature,
      ],
    ],
    ['no signature', ([head, payload]: string[]) => [head, payload, '']],
    ['no algorithm', ([, payload]: string[]) => [base64url({ alg: 'none' }), payload, '']],
  ])('with %s is refused', async (_what, change) => {
    const token = change((await provider.token('vera')).split('.')).join('.');
    await expect(admit(token)).resolves.toEqual(refusal('invalid_token'));
  });

  it('signed with the public key as a shared secret is refused', async () => {
    const { kid, n = '' } = provider.publicKey();
    for (const secret of [Buffer.from(n, 'base64url'), Buffer.from(JSON.stringify(provider.publicKey()))]) {
      const token = await new SignJWT({ roles: 'administrator' })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid })
        .setIssuer(provider.issuer)
        .setAudience(CLIENT)
        .setSubject('vera')
        .setExpirationTime('1h')
        .sign(secret);
      await expect(admit(token)).resolves.toEqual(refusal('invalid_token', /not signed as/));
    }
  });

  it('that brings its own key is refused', async () => {
    const stranger = await startOpenIdProvider({ clients: [{ id: CLIENT, redirectUris: [] }], accounts: ACCOUNTS });
    const token = await stranger.token('vera', { issuer: provider.issuer });
    await stranger.stop();
    await expect(admit(token)).resolves.toEqual(refusal('invalid_token', /signature/));
  });

  it.each(['rubbish', 'a.b.c', 'e30.e30.e30', `${'x'.repeat(50_000)}`])(
    'that is none (%.12s) is refused',
    async (token) => {
      await expect(admit(token)).resolves.toEqual(refusal('invalid_token'));
    },
  );

  it('is taken when the provider has changed its keys, and one of before no more', async () => {
    const by = signIn();
    const before = await provider.token('vera');
    await expect(admit(before, by)).resolves.toMatchObject({ ok: true });
    await provider.rotateKeys();
    await expect(admit(await provider.token('vera'), by)).resolves.toMatchObject({ ok: true });
    await expect(admit(before, by)).resolves.toEqual(refusal('invalid_token', /signature/));
  });
});

describe('an OpenID provider that is down', () => {
  it('makes tokens of persons wait, and the operator token is taken', async () => {
    const token = await provider.token('vera');
    await provider.stop();
    const by = signIn();
    for (let time = 0; time < 2; time++) {
      await expect(admit(token, by)).resolves.toEqual(
        refusal(
          'unavailable',
          /^The OpenID provider http:.* can't be asked .*ECONNREFUSED.* The operator token is taken/,
        ),
      );
    }
    await expect(admit(TOKEN, by)).resolves.toMatchObject({ ok: true, operator: { role: 'administrator' } });
    provider = await startOpenIdProvider({ clients: [], accounts: [] });
  });

  it('is not needed for keys that are known, even while somebody asks for others', async () => {
    const by = signIn();
    const token = await provider.token('vera');
    await expect(admit(token, by)).resolves.toMatchObject({ ok: true });
    await provider.rotateKeys();
    const unknown = await provider.token('vera');
    await provider.stop();
    await expect(admit(unknown, by)).resolves.toEqual(refusal('unavailable'));
    await expect(admit(token, by)).resolves.toMatchObject({ ok: true });
    provider = await startOpenIdProvider({ clients: [], accounts: [] });
  });

  it('isn’t asked for tokens of others', async () => {
    await provider.stop();
    await expect(admit('rubbish')).resolves.toEqual(refusal('invalid_token'));
    provider = await startOpenIdProvider({ clients: [], accounts: [] });
  });

  it('is told from one that calls itself otherwise', async () => {
    const issuer = provider.issuer.replace('127.0.0.1', 'localhost');
    const token = await provider.token('vera', { issuer });
    await expect(admit(token, signIn({ issuer }))).resolves.toEqual(
      refusal('unavailable', /calls itself "http:\/\/127.* USHER_OIDC_ISSUER must be that/),
    );
  });
});

describe('without an OpenID provider', () => {
  it('there is the operator token, and no other', async () => {
    const by = new OperatorSignIn(TOKEN);
    await expect(by.admit(`bearer ${TOKEN}`)).resolves.toEqual({
      ok: true,
      operator: { actor: 'operator', role: 'administrator', subject: 'operator' },
    });
    await expect(by.admit(undefined)).resolves.toEqual(refusal('no_token', /^Send the operator token: /));
    await expect(by.admit(`Basic ${TOKEN}`)).resolves.toEqual(refusal('no_token'));
    await expect(admit(await provider.token('vera'), by)).resolves.toEqual(refusal('invalid_token'));
  });
});

/** Authorization Code with PKCE as a browser does it. */
async function signInAtProvider(login: string): Promise<{ id_token: string; access_token: string }> {
  const verifier = randomBytes(32).toString('base64url');
  const cookies = new Map<string, string>();
  const browse = async (url: string, init: RequestInit = {}): Promise<URL> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
    for (const set of response.headers.getSetCookie())
      cookies.set(...(/^([^=]+)=([^;]*)/.exec(set)!.slice(1, 3) as [string, string]));
    return new URL(response.headers.get('location') ?? '', url);
  };
  const form = (fields: Record<string, string>) => ({
    ...{ method: 'POST', body: new URLSearchParams(fields).toString() },
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://127.0.0.1:1' },
  });
  const query = new URLSearchParams({
    ...{ client_id: CLIENT, redirect_uri: REDIRECT, response_type: 'code', scope: 'openid profile email' },
    ...{ code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' },
  });
  const interaction = await browse(`${provider.issuer}/auth?${query}`);
  const resume = await browse(interaction.href, form({ login }));
  const back = await browse(resume.href);
  const response = await fetch(
    `${provider.issuer}/token`,
    form({
      ...{ grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '', redirect_uri: REDIRECT },
      ...{ client_id: CLIENT, code_verifier: verifier },
    }),
  );
  expect(response.headers.get('access-control-allow-origin')).toBe('http://127.0.0.1:1');
  return (await response.json()) as { id_token: string; access_token: string };
}
