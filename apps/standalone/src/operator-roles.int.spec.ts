import { randomBytes } from 'node:crypto';
import { jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { startOpenIdProvider, testDatabase, type TestDatabase, type TestOpenIdProvider } from '@usher/testing';
import { createApp } from './app.module.js';

jest.setTimeout(90_000);

const TOKEN = 'operator-token-of-the-test';
const CLIENT = 'usher-console';
const ROLES = ['viewer', 'operator', 'administrator'];

let database: TestDatabase;
let provider: TestOpenIdProvider;
let app: NestFastifyApplication;
let url: string;
const tokens = new Map<string, string>();

beforeAll(async () => {
  database = await testDatabase();
  provider = await startOpenIdProvider({
    clients: [{ id: CLIENT, redirectUris: ['http://127.0.0.1/'] }],
    accounts: ['reader', ...ROLES].map((id) => ({
      id,
      claims: { email: `${id}@example.org`, groups: [`usher ${id}`] },
    })),
  });
  for (const role of ['reader', ...ROLES]) tokens.set(role, await provider.token(role));
  app = await createApp(
    {
      ...{ DATABASE_URL: database.url, USHER_SCIM_TOKEN: 'scim-token-of-the-test' },
      ...{ USHER_OPERATOR_TOKEN: TOKEN, USHER_SECRET_KEY: randomBytes(32).toString('hex') },
      ...{ USHER_OIDC_ISSUER: provider.issuer, USHER_OIDC_CLIENT_ID: CLIENT, USHER_OIDC_ROLES_CLAIM: 'groups' },
      USHER_OIDC_ROLES: 'viewer=usher viewer,operator=usher operator,administrator=usher administrator',
      ...{ USHER_SCIM_RATE_LIMIT: 0, USHER_TRUSTED_PROXIES: 0, USHER_STATE_RETENTION_DAYS: 30 },
      ...{ WORDPRESS_URL: 'http://127.0.0.1:9', WORDPRESS_USERNAME: 'usher', WORDPRESS_APPLICATION_PASSWORD: 'p' },
    },
    new Map(),
  );
  app.useLogger(false);
  await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});
afterAll(async () => {
  await app?.close();
  await provider?.stop();
  await database?.drop();
});

async function ask(who: string | null, path: string, method = 'GET', body?: unknown) {
  const token = who === null ? undefined : (tokens.get(who) ?? who);
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, response };
}

async function json(who: string | null, path: string, method = 'GET', body?: unknown) {
  const { status, response } = await ask(who, path, method, body);
  return { status, body: (await response.json()) as Record<string, unknown> };
}

/** The least role that a route lets in: `nobody` when it asks for no token. */
async function leastRole(method: string, path: string): Promise<string> {
  const statusFor = async (who: string | null): Promise<number> => {
    const { status, response } = await ask(who, path.replace(/\{[^}]+\}/g, '0'), method);
    await response.body?.cancel();
    return status;
  };
  if ((await statusFor(null)) !== 401) return 'nobody';
  for (const role of ROLES) if ((await statusFor(role)) !== 403) return role;
  return 'none of them';
}

/** A new route must be put here, by somebody who has thought of who may use it. */
const NEEDED: Record<string, string> = {
  'GET /api/audit/actions': 'viewer',
  'GET /api/audit/chains': 'viewer',
  'POST /api/audit/clear': 'administrator',
  'POST /api/audit/clear/preview': 'administrator',
  'GET /api/audit/entries': 'viewer',
  'GET /api/audit/entries/{id}': 'viewer',
  'POST /api/audit/erasures': 'administrator',
  'POST /api/audit/erasures/preview': 'administrator',
  'GET /api/audit/exports': 'viewer',
  'POST /api/audit/exports': 'viewer',
  'GET /api/audit/exports/{id}/file': 'nobody',
  'GET /api/audit/exports/{id}/manifest': 'viewer',
  'GET /api/audit/feed': 'viewer',
  'GET /api/audit/keys': 'viewer',
  'GET /api/audit/live': 'viewer',
  'GET /api/audit/policies': 'viewer',
  'PUT /api/audit/policies/{connection}': 'administrator',
  'GET /api/audit/statistics': 'viewer',
  'GET /api/audit/streams': 'viewer',
  'POST /api/audit/streams': 'administrator',
  'DELETE /api/audit/streams/{id}': 'administrator',
  'GET /api/audit/streams/{id}': 'viewer',
  'PATCH /api/audit/streams/{id}': 'administrator',
  'POST /api/audit/streams/{id}/test': 'administrator',
  'GET /api/audit/timeline/{traceId}': 'viewer',
  'POST /api/audit/verify': 'viewer',
  'GET /api/connections': 'viewer',
  'POST /api/connections': 'administrator',
  'DELETE /api/connections/{connection}': 'administrator',
  'GET /api/connections/{connection}': 'viewer',
  'PATCH /api/connections/{connection}': 'administrator',
  'POST /api/connections/{connection}/resync': 'operator',
  'POST /api/connections/{connection}/tokens': 'administrator',
  'DELETE /api/connections/{connection}/tokens/{token}': 'administrator',
  'PATCH /api/connections/{connection}/tokens/{token}': 'administrator',
  'GET /api/connections/{connection}/requests': 'viewer',
  'GET /api/connections/{connection}/requests/live': 'viewer',
  'GET /api/directory/groups': 'viewer',
  'GET /api/directory/groups/{id}': 'viewer',
  'GET /api/directory/users': 'viewer',
  'GET /api/directory/users/{id}': 'viewer',
  'GET /api/me': 'viewer',
  'GET /api/presets': 'viewer',
  'GET /api/provisioning/ambiguous': 'viewer',
  'POST /api/provisioning/ambiguous/{targetId}/{scimId}': 'operator',
  'GET /api/provisioning/approvals': 'viewer',
  'POST /api/provisioning/approvals/approve': 'operator',
  'POST /api/provisioning/approvals/refuse': 'operator',
  'GET /api/provisioning/attention': 'viewer',
  'GET /api/provisioning/dead-letters': 'viewer',
  'POST /api/provisioning/dead-letters/replay': 'operator',
  'POST /api/provisioning/dead-letters/{id}/replay': 'operator',
  'GET /api/provisioning/groups': 'viewer',
  'GET /api/provisioning/jobs': 'viewer',
  'GET /api/provisioning/jobs/{job}': 'viewer',
  'POST /api/provisioning/jobs/{job}/cancel': 'operator',
  'GET /api/provisioning/lag': 'viewer',
  'GET /api/provisioning/links': 'viewer',
  'GET /api/provisioning/scheduled': 'viewer',
  'DELETE /api/provisioning/scheduled/{id}': 'operator',
  'POST /api/provisioning/scheduled/{id}/run': 'operator',
  'GET /api/provisioning/users': 'viewer',
  'GET /api/provisioning/users/{scimId}': 'viewer',
  'GET /api/sign-in': 'nobody',
  'GET /api/targets': 'viewer',
  'POST /api/targets': 'administrator',
  'POST /api/targets/check': 'administrator',
  'GET /api/targets/connector.zip': 'viewer',
  'GET /api/targets/default-settings': 'viewer',
  'GET /api/targets/fields': 'viewer',
  'POST /api/targets/preview': 'viewer',
  'GET /api/targets/sources': 'viewer',
  'DELETE /api/targets/{id}': 'administrator',
  'GET /api/targets/{id}': 'viewer',
  'PATCH /api/targets/{id}': 'administrator',
  'POST /api/targets/{id}/check': 'operator',
  'POST /api/targets/{id}/pause': 'operator',
  'POST /api/targets/{id}/resume': 'operator',
  'PUT /api/targets/{id}/settings': 'administrator',
  'GET /api/targets/{id}/versions': 'viewer',
  'GET /api/targets/{id}/versions/{version}': 'viewer',
  'GET /api/targets/{target}/accounts': 'viewer',
  'GET /api/targets/{target}/drift': 'viewer',
  'POST /api/targets/{target}/drift/dismiss': 'operator',
  'POST /api/targets/{target}/drift/repair': 'operator',
  'POST /api/targets/{target}/explain': 'viewer',
  'POST /api/targets/{target}/explain-all': 'operator',
  'POST /api/targets/{target}/import': 'administrator',
  'POST /api/targets/{target}/provision': 'operator',
  'POST /api/targets/{target}/reconcile': 'operator',
  'POST /api/targets/{target}/rehearse': 'operator',
  'POST /api/targets/{target}/resync': 'operator',
};

describe('the APIs of the operators', () => {
  it('ask for these roles', async () => {
    const { body } = await json(null, '/api/docs');
    const found: Record<string, string> = {};
    for (const [path, methods] of Object.entries(body.paths as Record<string, object>)) {
      if (!path.startsWith('/api/')) continue;
      for (const method of Object.keys(methods).map((name) => name.toUpperCase())) {
        found[`${method} ${path}`] = await leastRole(method, path);
      }
    }
    expect(found).toEqual(NEEDED);
  });

  it.each([
    ['/api/connections', { name: 'Okta' }],
    ['/api/targets', {}],
  ])('let a viewer read %s and change nothing there, and say why', async (path, body) => {
    expect((await json('viewer', path)).status).toBe(200);
    const refused = await json('viewer', path, 'POST', body);
    expect(refused).toEqual({
      status: 403,
      body: {
        ...{ statusCode: 403, error: 'Forbidden', code: 'role_too_low', role: 'viewer', needed: 'administrator' },
        message: 'This needs the role administrator; you are viewer.',
      },
    });
    expect((await ask('operator', path, 'POST', body)).status).toBe(403);
    expect((await ask('administrator', path, 'POST', body)).status).not.toBe(403);
  });

  it('let an operator do the daily work', async () => {
    expect((await ask('operator', '/api/connections/default/resync', 'POST')).status).toBe(202);
    expect((await ask('operator', '/api/targets/default/pause', 'POST')).status).toBe(200);
    expect((await ask('viewer', '/api/targets/default/resume', 'POST')).status).toBe(403);
    expect((await ask('viewer', '/api/audit/entries')).status).toBe(200);
  });

  it('let nobody in who has no role', async () => {
    for (const path of ['/api/me', '/api/connections', '/api/targets', '/api/audit/entries']) {
      expect(await json('reader', path)).toMatchObject({
        status: 403,
        body: { code: 'no_role', role: null, needed: 'viewer', message: expect.stringContaining('reader@example.org') },
      });
    }
  });

  it('say how to sign in, and who one is', async () => {
    expect(await json(null, '/api/sign-in')).toEqual({
      status: 200,
      body: {
        token: true,
        oidc: { issuer: provider.issuer, clientId: CLIENT, scope: 'openid profile email', audience: null },
      },
    });
    expect((await json('operator', '/api/me')).body).toEqual({ actor: 'operator@example.org', role: 'operator' });
    expect((await json(TOKEN, '/api/me')).body).toEqual({ actor: 'operator', role: 'administrator' });
  });

  it('answer 401 with a challenge', async () => {
    const challenge = async (who: string | null) => (await ask(who, '/api/me')).headers.get('www-authenticate');
    expect(await challenge(null)).toBe('Bearer');
    expect(await challenge('rubbish')).toBe('Bearer error="invalid_token"');
  });
});

describe('the audit', () => {
  type Entry = Record<string, unknown>;

  /** Waits for one of the action that has these. */
  async function entryOf(action: string, wanted: Entry): Promise<Entry> {
    for (const end = Date.now() + 30_000; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
      const entries = (await json(TOKEN, `/api/audit/entries?action=${action}&limit=200`)).body.entries as Entry[];
      const found = entries.find((entry) => Object.keys(wanted).every((key) => entry[key] === wanted[key]));
      if (found !== undefined) return found;
      if (Date.now() > end) throw new Error(`no such entry: ${JSON.stringify(entries)}`);
    }
  }

  it('says which person did something', async () => {
    const created = await json('administrator', '/api/connections', 'POST', { name: 'Entra' });
    expect(created.status).toBe(201);
    const actor = 'administrator@example.org';
    expect(await entryOf('connection.create', { connection: created.body.id })).toMatchObject({ actor });
  });

  it('says who was refused, and why', async () => {
    await ask('viewer', '/api/targets/default', 'DELETE');
    await ask('reader', '/api/me');
    await ask(await provider.token('operator', { expiresIn: -120 }), '/api/me');
    const refused = (code: string, actor: string) => entryOf('operator.refuse', { code, actor });
    expect(await refused('role_too_low', 'viewer@example.org')).toMatchObject({
      status: 'rejected',
      detail: expect.stringMatching(
        /more than the role allows: viewer, needed is (operator|administrator) \([A-Z]+ \/api/,
      ),
    });
    await refused('no_role', 'reader@example.org');
    await refused('expired_token', 'operator@example.org');
  });
});
