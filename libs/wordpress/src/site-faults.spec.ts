import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createWordPressSite } from './create-site.js';
import { SiteError } from './port.js';
import type { OperationResult, UpsertOperation } from './protocol.js';

const PASSWORD = 'abcd efgh ijkl mnop qrst uvwx';
const ping = { authorization: true, applicationPasswords: true };
const operation: UpsertOperation = {
  op: 'upsert',
  scimId: 'u1',
  revision: 1,
  active: true,
  fields: { user_login: 'ada', user_email: 'ada@example.org' },
};

let server: Server;
let url: string;
let seen: IncomingMessage[];
let handle: RequestListener;

beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => {
    seen.push(request);
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
function html(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);
}
/** A site whose connector is there, and which then answers so. */
function answering(answer: RequestListener): void {
  handle = (request, response) =>
    request.url?.includes('/ping') ? json(response, 200, ping) : answer(request, response);
}
function site(timeoutMs = 5000, at = url) {
  return createWordPressSite({
    url: at,
    username: 'usher',
    applicationPassword: PASSWORD,
    timeoutMs,
    userAgent: 'Usher/test',
  });
}
async function faultOf(run: () => Promise<unknown>): Promise<SiteError> {
  try {
    await run();
  } catch (error) {
    expect(error).toBeInstanceOf(SiteError);
    const fault = error as SiteError;
    expect(fault.message).not.toContain(PASSWORD);
    expect(fault.message).not.toContain(PASSWORD.replaceAll(' ', ''));
    return fault;
  }
  throw new Error('the call succeeded');
}

describe('a request to a site', () => {
  it('carries the credentials and the user agent, and the first one of all carries none', async () => {
    answering((_, response) => json(response, 200, { accounts: [] }));
    await expect(site().findByLogin('ada b&c')).resolves.toBeNull();
    expect(seen.map((request) => request.url)).toEqual([
      '/wp-json/usher/v1/ping',
      '/wp-json/usher/v1/users?login=ada+b%26c',
    ]);
    expect(seen[0]?.headers.authorization).not.toContain('Basic');
    expect(seen[1]?.headers.authorization).toBe(`Basic ${Buffer.from(`usher:${PASSWORD}`).toString('base64')}`);
    expect(seen[1]?.headers['user-agent']).toBe('Usher/test');
  });

  it('keeps its connection open for the next one', async () => {
    answering((_, response) => json(response, 200, { accounts: [] }));
    const sockets = new Set<unknown>();
    server.on('connection', (socket) => sockets.add(socket));
    const one = site();
    for (let i = 0; i < 5; i++) await one.findByEmail('ada@example.org');
    // The pool may open a second one while the first answer is being put away.
    expect(sockets.size).toBeLessThanOrEqual(2);
  });

  it('goes through ?rest_route= when the site has plain permalinks, found out once', async () => {
    handle = (request, response) => {
      const { searchParams } = new URL(request.url ?? '', url);
      const route = searchParams.get('rest_route');
      if (!route) return html(response, 200, '<!doctype html><title>Home</title>');
      json(response, 200, route.endsWith('/ping') ? ping : { accounts: [] });
    };
    const one = site();
    await one.findByLogin('a');
    await one.findByLogin('b');
    expect(seen.filter((request) => request.url?.startsWith('/wp-json')).length).toBe(1);
    expect(seen.length).toBe(4);
  });

  it('uses X-Usher-Authorization when the host strips the Authorization header', async () => {
    handle = (request, response) => {
      if (request.url?.includes('/ping')) return json(response, 200, { ...ping, authorization: false });
      const ok = request.headers['x-usher-authorization']?.toString().startsWith('Basic ');
      json(response, ok ? 200 : 401, ok ? { accounts: [] } : { code: 'rest_forbidden', message: 'no' });
    };
    await expect(site().findByLogin('ada')).resolves.toBeNull();
  });

  it('works below a folder of the host', async () => {
    answering((_, response) => json(response, 200, { accounts: [] }));
    await site(5000, `${url}/blog/`).findByLogin('ada');
    expect(seen[1]?.url).toBe('/blog/wp-json/usher/v1/users?login=ada');
  });
});

describe('a fault of a site', () => {
  it.each([
    [500, 'http_500', undefined, {}],
    [502, 'http_502', undefined, {}],
    [503, 'http_503', 7000, { 'retry-after': '7' }],
    [429, 'rate_limited', 30_000, { 'retry-after': '30' }],
  ])('of status %d is transient, and Retry-After is honoured', async (status, code, retryAfterMs, headers) => {
    answering((_, response) => html(response, status, '<h1>Oh</h1>', headers as Record<string, string>));
    expect(await faultOf(() => site().batch([operation]))).toMatchObject({ kind: 'transient', code, retryAfterMs });
  });

  it('reads Retry-After as a date too', async () => {
    const date = new Date(Date.now() + 60_000).toUTCString();
    answering((_, response) => html(response, 429, '', { 'retry-after': date }));
    const { retryAfterMs } = await faultOf(() => site().status());
    expect(retryAfterMs).toBeGreaterThan(50_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  it('at the very first request is told the same way', async () => {
    handle = (_, response) => html(response, 503, 'Briefly unavailable for scheduled maintenance.');
    expect(await faultOf(() => site().status())).toMatchObject({ kind: 'transient', code: 'maintenance' });
  });

  it('is transient when nothing listens, and when no answer comes in time', async () => {
    answering(() => undefined);
    expect(await faultOf(() => site(150).status())).toMatchObject({ kind: 'transient', code: 'timeout' });
    expect(await faultOf(() => site(500, 'http://127.0.0.1:1').status())).toMatchObject({
      kind: 'transient',
      code: 'unreachable',
    });
  });

  it('is transient and explained when HTML comes instead of JSON', async () => {
    answering((_, response) => html(response, 200, '<!doctype html><p>Checking your browser</p>'));
    const fault = await faultOf(() => site().status());
    expect(fault).toMatchObject({ kind: 'transient', code: 'not_json' });
    expect(fault.message).toContain('HTML instead of JSON');
    expect(fault.message).toContain('Checking your browser');
  });

  it('says that the plugin is not active when WordPress knows no such route', async () => {
    handle = (_, response) => json(response, 404, { code: 'rest_no_route', message: 'No route' });
    const fault = await faultOf(() => site().status());
    expect(fault).toMatchObject({ kind: 'misconfigured', code: 'plugin_missing' });
    expect(fault.message).toContain("The Usher connector plugin isn't active");
  });

  it('says that there is no WordPress where there is none', async () => {
    handle = (_, response) => html(response, 404, 'Not Found');
    expect(await faultOf(() => site().status())).toMatchObject({ kind: 'misconfigured', code: 'no_rest_api' });
  });

  it('explains a redirect and never follows it', async () => {
    handle = (_, response) =>
      html(response, 301, '', { location: url.replace('http:', 'https:') + '/wp-json/usher/v1/ping' });
    const fault = await faultOf(() => site().status());
    expect(fault).toMatchObject({ kind: 'misconfigured', code: 'redirect' });
    expect(fault.message).toContain('https://');
    expect(seen.length).toBe(1);
  });

  it('tells wrong credentials, unavailable application passwords and a stripped header apart', async () => {
    let facts = ping;
    let code = 'incorrect_password';
    handle = (request, response) =>
      request.url?.includes('/ping') ? json(response, 200, facts) : json(response, 401, { code, message: 'no' });
    expect(await faultOf(() => site().status())).toMatchObject({ kind: 'misconfigured', code: 'invalid_credentials' });
    code = 'rest_forbidden';
    facts = { authorization: true, applicationPasswords: false };
    expect((await faultOf(() => site().status())).code).toBe('application_passwords_unavailable');
    facts = { authorization: false, applicationPasswords: true };
    const stripped = await faultOf(() => site().status());
    expect(stripped.code).toBe('authorization_stripped');
    expect(stripped.message).toContain('strips the Authorization header');
  });

  it('tells a missing capability and a firewall apart', async () => {
    answering((_, response) => json(response, 403, { code: 'rest_forbidden', message: 'Sorry' }));
    expect(await faultOf(() => site().batch([operation]))).toMatchObject({
      kind: 'misconfigured',
      code: 'missing_capability',
    });
    answering((_, response) => html(response, 403, '<h1>Access denied by Firewall</h1>'));
    expect(await faultOf(() => site().batch([operation]))).toMatchObject({ kind: 'misconfigured', code: 'blocked' });
  });

  it('never repeats the password, even when the site does', async () => {
    answering((request, response) => html(response, 500, `failed with ${PASSWORD} ${request.headers.authorization}`));
    const fault = await faultOf(() => site().status());
    expect(fault.message).not.toContain(Buffer.from(`usher:${PASSWORD}`).toString('base64'));
  });
});

describe('the results of a batch', () => {
  it('are taken only when there is exactly one for each operation, in order', async () => {
    const result: OperationResult = { scimId: 'u1', status: 'applied', action: 'create', account: null, changed: [] };
    answering((_, response) => json(response, 200, { results: [result] }));
    await expect(site().batch([operation])).resolves.toEqual([result]);
    const other = { ...operation, scimId: 'u2' };
    expect((await faultOf(() => site().batch([other]))).code).toBe('unexpected_answer');
    expect((await faultOf(() => site().batch([operation, other]))).code).toBe('unexpected_answer');
  });

  it('of nothing need no request', async () => {
    await expect(site().batch([])).resolves.toEqual([]);
    expect(seen).toEqual([]);
  });
});

it('a connection that the server closed while it was idle is opened again', async () => {
  let count = 0;
  handle = (request, response) => {
    count++;
    if (count === 3) return void request.socket.destroy();
    json(response, 200, request.url?.includes('/ping') ? ping : { accounts: [] });
  };
  const one = site();
  await one.findByLogin('a');
  await expect(one.findByLogin('b')).resolves.toBeNull();
  expect(count).toBe(4);
});

describe('a plugin of another version', () => {
  const speaking = (protocol: unknown) =>
    answering((_, response) =>
      json(response, 200, {
        plugin: { version: '0.1.0', protocol },
        caller: { login: 'usher', missingCapabilities: [] },
      }),
    );

  it('that is older is told with what to do', async () => {
    speaking(1);
    expect(await faultOf(() => site().status())).toMatchObject({
      kind: 'misconfigured',
      code: 'protocol',
      message: expect.stringMatching(/version 0\.1\.0, is too old.*Plugins > Add New > Upload Plugin/),
    });
  });

  it.each([3, undefined, 'x'])('that speaks protocol %s is told with what to do', async (protocol) => {
    speaking(protocol);
    expect(await faultOf(() => site().status())).toMatchObject({
      kind: 'misconfigured',
      code: 'protocol',
      message: expect.stringMatching(/Update Usher, or install the plugin/),
    });
  });
});
