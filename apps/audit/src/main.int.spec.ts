import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendToOutbox, openEventLogDatabase } from '@usher/event-log';
import { encodeEvent, TOPICS } from '@usher/events';
import { eventually, testDatabase, type TestDatabase } from '@usher/testing';
import { userEvent } from './testing/events.js';

/** The audit as its own process, as it is run in production: built code, configuration from the environment. */
const started: ChildProcess[] = [];
let database: TestDatabase;

function start(environment: Record<string, string>): { process: ChildProcess; output(): string } {
  const child = spawn(process.execPath, ['apps/audit/dist/main.js'], {
    env: {
      ...{ PATH: process.env.PATH, USHER_OPERATOR_TOKEN: 'operator-token-16', USHER_HTTP_PORT: '0' },
      ...{ USHER_AUDIT_SIGNING_KEY: 'a'.repeat(64), ...environment },
    },
  });
  started.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { process: child, output: () => text };
}

async function listening(service: { output(): string }): Promise<string> {
  return eventually(async () => {
    const url = /^audit: listening on (\S+)$/m.exec(service.output())?.[1];
    if (url === undefined) throw new Error(service.output());
    return url;
  });
}

async function exitCode(service: { process: ChildProcess }): Promise<number | null> {
  if (service.process.exitCode === null) await once(service.process, 'exit');
  return service.process.exitCode;
}

async function recorded(url: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor = '';
  do {
    const answer = await fetch(`${url}/api/audit/entries?limit=200&cursor=${cursor}`, {
      headers: { authorization: 'Bearer operator-token-16' },
    });
    const page = (await answer.json()) as { entries: { id: string }[]; nextCursor: string | null };
    ids.push(...page.entries.map(({ id }) => id));
    cursor = page.nextCursor ?? '';
  } while (cursor !== '');
  return ids;
}

beforeEach(async () => {
  database = await testDatabase();
});

afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await database.drop();
});

describe('the audit as a process', () => {
  it('killed while it records, loses no event and records none twice', async () => {
    const log = await openEventLogDatabase(database.url, 'test');
    const events = Array.from({ length: 2_000 }, (_, i) =>
      userEvent('user.created', { user: { id: `7f0c1a52-6f0e-4b0e-9d54-${String(i).padStart(12, '0')}` } }),
    );
    await appendToOutbox(
      log,
      events.map((event) => encodeEvent(TOPICS.users, `default:${event.data.user.id}`, event)),
    );
    let url = '';
    for (let some = 1; some < 3; some++) {
      const service = start({ DATABASE_URL: database.url });
      url = await listening(service);
      await eventually(async () => expect((await recorded(url)).length).toBeGreaterThan(some * 100));
      service.process.kill('SIGKILL');
      await exitCode(service);
    }
    url = await listening(start({ DATABASE_URL: database.url }));
    await eventually(async () => expect(await recorded(url)).toHaveLength(events.length));
    expect(new Set(await recorded(url))).toEqual(new Set(events.map(({ id }) => id)));
    const headers = { authorization: 'Bearer operator-token-16' };
    const verified = await fetch(`${url}/api/audit/verify`, { method: 'POST', headers });
    expect(await verified.text()).toMatch(
      /\n\{"result":\{"ok":true,"chains":\[\{"chain":"default","entries":2000,.*\n$/,
    );
    await log.destroy();
  }, 180_000);

  it('ends on SIGTERM with exit code 0', async () => {
    const service = start({ DATABASE_URL: database.url });
    const url = await listening(service);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    service.process.kill('SIGTERM');
    expect(await exitCode(service)).toBe(0);
  }, 90_000);

  it.each([
    [{ USHER_OPERATOR_TOKEN: '' }, /^audit: USHER_OPERATOR_TOKEN must be set: [^\n]*\n$/],
    [
      { DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/d' },
      /^audit: PostgreSQL can't be reached at 127\.0\.0\.1:1 [^\n]*\n$/,
    ],
  ])(
    'with %j says in one line what to do, and ends with 1',
    async (environment, line) => {
      const service = start({ DATABASE_URL: database.url, ...environment });
      expect(await exitCode(service)).toBe(1);
      expect(service.output()).toMatch(line);
    },
    30_000,
  );

  it('on a taken port says so in one line, and ends with 1', async () => {
    const url = await listening(start({ DATABASE_URL: database.url }));
    const { port } = new URL(url);
    const second = start({ DATABASE_URL: database.url, USHER_HTTP_PORT: port });
    expect(await exitCode(second)).toBe(1);
    expect(second.output()).toBe(`audit: port ${port} on 127.0.0.1 is taken: set USHER_HTTP_PORT\n`);
  }, 90_000);
});
