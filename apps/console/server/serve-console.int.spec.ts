import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The console as its container runs it, from built code. */
let child: ChildProcess;
let http: string;

beforeAll(async () => {
  const program = fileURLToPath(new URL('../dist/server/main.js', import.meta.url));
  child = spawn(process.execPath, [program], {
    env: {
      ...{ PATH: process.env.PATH, USHER_HTTP_PORT: '0' },
      ...{ USHER_OIDC_ISSUER: 'https://id.example.com/realms/acme', USHER_OIDC_CLIENT_ID: 'usher' },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    const url = /listening on (\S+)/.exec(said)?.[1];
    if (url === undefined) continue;
    http = url;
    return;
  }
  throw new Error(`it ended after saying ${JSON.stringify(said)}`);
}, 60_000);
afterAll(async () => {
  const ended = once(child, 'exit');
  child.kill();
  await ended;
});

const asBrowser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const get = (path: string, headers: Record<string, string> = asBrowser) => fetch(http + path, { headers });

describe('the files of the console', () => {
  it.each(['/', '/setup', '/people/1d2c?tab=sites', '/apiary'])('are one page for %s', async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(await answer.text()).toContain('<div id="root">');
  });

  it('keep out of what belongs to the services', async () => {
    expect(await (await get('/health/ready')).json()).toMatchObject({ status: 'ok' });
    expect(await (await get('/metrics')).text()).toContain('process_resident_memory_bytes');
    for (const path of ['/api/unknown', '/api', '/scim/v2/Users', '/health/unknown'])
      expect([path, (await get(path)).status]).toEqual([path, 404]);
  });

  it('are no answer to a program that asks for something else', async () => {
    expect((await get('/setup', { accept: 'application/json' })).status).toBe(404);
    expect((await get('/assets/gone.js', { accept: '*/*' })).status).toBe(404);
    expect((await fetch(`${http}/setup`, { method: 'POST', headers: asBrowser })).status).toBe(404);
    expect((await get('/', { accept: '*/*' })).status).toBe(200);
  });

  it('stay in the browser for ever where their name holds their hash', async () => {
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(await (await get('/')).text())?.[1] ?? '';
    const answer = await get(script, { accept: '*/*' });
    expect(answer.headers.get('content-type')).toMatch(/^(text|application)\/javascript/);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it('run scripts from here only, and speak with here and the issuer only', async () => {
    const { headers } = await get('/setup');
    const policy = (headers.get('content-security-policy') ?? '').split('; ');
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("connect-src 'self' https://id.example.com");
    expect(policy).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
  });
});
