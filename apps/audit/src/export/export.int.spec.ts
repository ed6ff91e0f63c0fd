import { execFile, spawn } from 'node:child_process';
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { jest } from '@jest/globals';
import { eventually } from '@usher/testing';
import { testAudit, type TestAudit } from '../testing/audit-app.js';
import { operationEvent, userEvent } from '../testing/events.js';
import { AbandonedExports } from './abandoned-exports.js';
import { ExportService } from './export.service.js';
import { ExportStore } from './export.store.js';
import type { SignedManifest } from './manifest.js';

let audit: TestAudit;
let folder: string;

beforeEach(async () => {
  audit = await testAudit();
  folder = await mkdtemp(join(tmpdir(), 'usher-export-'));
});

afterEach(async () => {
  await audit.close();
  await rm(folder, { recursive: true, force: true });
});

interface Ordered {
  id: string;
  download: string;
  manifest: string;
  parameter?: string;
}

const order = async (format: string, filter: unknown = {}) =>
  (await audit.ask<Ordered>('POST', 'exports', { format, filter })).body;

const fetchFile = (download: string) => fetch(`${audit.url}${download}`, { headers: { connection: 'close' } });

const manifestOf = async (id: string) => audit.ask<SignedManifest>('GET', `exports/${id}/manifest`);

/** Of the key that the audit under test signs with. */
function publicKey(): string {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]);
  const key = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  return key.export({ format: 'pem', type: 'spki' }).toString();
}

async function check(...given: string[]): Promise<{ code: number; output: string }> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['apps/audit/dist/export/check.js', ...given]);
    return { code: 0, output: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: `${stdout}${stderr}` };
  }
}

async function many(count: number): Promise<void> {
  // Without the indexes of the search, which an export doesn't read: they take most of the time.
  await audit.pool.query(`
    DO $$
    DECLARE name text;
    BEGIN
      FOR name IN SELECT indexname FROM pg_indexes WHERE schemaname = 'audit' AND tablename = 'entries'
        AND indexname LIKE 'entries\_by\_%' AND indexname <> 'entries_by_position' LOOP
        EXECUTE format('DROP INDEX audit.%I', name);
      END LOOP;
    END $$`);
  // One month, as the service would have made it: the content of the hashes doesn't matter here.
  await audit.record.onUser({ ...userEvent('user.created'), time: '2026-05-01T00:00:00Z' });
  await audit.pool.query(
    `INSERT INTO audit.entries (id, occurred_at, connection, kind, action, status, user_name, detail, changes, position,
       chain, seq, facet, personal_hash, hash)
     SELECT gen_random_uuid(), '2026-05-01T00:00:00Z'::timestamptz + n * interval '1 second', 'default', 'request',
       'update', 'accepted', 'user' || n, repeat('word ', 100), '[{"path":"title","before":null,"after":"x"}]', n + 10,
       'default', n + 10, (SELECT facet FROM audit.entries LIMIT 1), sha256(''), sha256('')
     FROM generate_series(1, $1::int) AS n`,
    [count],
  );
}

describe('an export', () => {
  it('is one of three at once, also when all are fetched in the same moment', async () => {
    await audit.record.onUser(userEvent('user.created'));
    const orders = await Promise.all(Array.from({ length: 12 }, () => order('csv')));
    const client = await audit.pool.connect();
    // None gets to its end meanwhile.
    await client.query('BEGIN; SELECT FROM audit.ledger FOR UPDATE');
    const answers = await Promise.all(orders.map(({ download }) => fetchFile(download)));
    await client.query('ROLLBACK');
    client.release();
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    const late = orders.filter((_, index) => answers[index]?.status === 503);
    expect(late).toHaveLength(9);
    expect(texts.filter((text) => text.startsWith('position'))).toHaveLength(3);
    for (const { download } of late) expect(await (await fetchFile(download)).text()).toMatch(/^position/);
  });

  it('has all entries that fit, in the order of recording, with a manifest that is signed', async () => {
    for (const userName of ['ada', '=HYPERLINK("x")', 'ben, "the" best']) {
      await audit.record.onUser(userEvent('user.updated', { user: { userName } }));
    }
    await audit.record.onOperation(operationEvent({ connection: null }));
    const { id, download } = await order('csv', { kind: 'request' });
    expect((await manifestOf(id)).status).toBe(409);
    const answer = await fetchFile(download);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="audit-[\d-]+\.csv"$/);
    const text = await answer.text();
    const lines = text.trim().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^position,occurredAt,/);
    expect(lines[2]).toContain(`"'=HYPERLINK(""x"")"`);
    expect(lines[3]).toContain('"ben, ""the"" best"');
    const manifest = (await manifestOf(id)).body;
    expect(manifest).toMatchObject({
      ...{ sha256: createHash('sha256').update(text).digest('hex'), bytes: Buffer.byteLength(text), entries: 3 },
      ...{ format: 'csv', filter: { kind: ['request'] }, actor: 'operator' },
      chains: [{ chain: 'default', fromSeq: 1, toSeq: 3, head: { seq: 3 } }],
    });
    const [told] = await audit.entries({ action: 'audit.export' });
    expect(told).toMatchObject({ detail: 'operator exported 3 entries as csv (kind request)', actor: 'operator' });
    expect((await audit.ask<{ exports: unknown[] }>('GET', 'exports')).body.exports).toMatchObject([
      { id, entries: 3 },
    ]);
    expect(await audit.fault()).toBeNull();
  });

  it('as NDJSON has each entry as the search answers it', async () => {
    await audit.record.onUser(userEvent('user.updated'));
    const { download } = await order('ndjson');
    const lines = (await (await fetchFile(download)).text()).trim().split('\n');
    const searched = await audit.entries({ action: 'update' });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(searched);
  });

  it('is fetched once, by its ticket, within five minutes', async () => {
    const { download } = await order('csv');
    const wrong = download.replace(/ticket=.*/, `ticket=${'x'.repeat(43)}`);
    for (const path of [wrong, download.replace(/\?.*/, ''), download.replace(/exports\/[^/]*/, 'exports/nonsense')])
      expect((await fetchFile(path)).status).toBe(403);
    const first = await fetchFile(download);
    expect(first.status).toBe(200);
    await first.text();
    expect((await fetchFile(download)).status).toBe(403);
    const late = await order('csv');
    await audit.pool.query(`UPDATE audit.exports SET ticket_expires = now() - interval '1 second'`);
    expect((await fetchFile(late.download)).status).toBe(403);
  });

  it.each([
    ['format', { format: 'xlsx', filter: {} }],
    ['filter', { format: 'csv' }],
    ['filter.status', { format: 'csv', filter: { status: 'done' } }],
  ])('answers 400 by the name of %s for %j', async (parameter, body) => {
    expect(await audit.ask('POST', 'exports', body)).toMatchObject({ status: 400, body: { parameter } });
  });

  it('that the client leaves ends, gives its connection back, and is told of with what had been sent', async () => {
    await many(30_000);
    const { id, download } = await order('ndjson');
    const leaving = new AbortController();
    const answer = await fetch(`${audit.url}${download}`, { signal: leaving.signal });
    await answer.body?.getReader().read();
    leaving.abort();
    let told: { detail: string } | undefined;
    while (told === undefined) [told] = await audit.entries({ action: 'audit.export' });
    expect(told.detail).toMatch(/^operator began to export entries as ndjson, which was broken off after \d+ entries$/);
    expect(Number(/(\d+) entries$/.exec(told.detail)?.[1])).toBeLessThan(30_000);
    expect((await manifestOf(id)).status).toBe(409);
    const busy = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`;
    expect((await audit.pool.query(busy)).rowCount).toBe(0);
  });

  it('that the client doesn’t go on taking is given up, and makes room for another', async () => {
    await many(60_000);
    audit.app.get(ExportService).patience = 300;
    const { download } = await order('ndjson');
    const answer = await fetch(`${audit.url}${download}`);
    await answer.body?.getReader().read();
    await eventually(async () => {
      const [told] = await audit.entries({ action: 'audit.export' });
      expect(told?.detail).toMatch(/broken off after \d+ entries$/);
    });
    const others = await Promise.all([1, 2, 3].map(() => order('csv', { userName: 'user1' })));
    const files = await Promise.all(others.map((other) => fetchFile(other.download)));
    expect(files.map(({ status }) => status)).toEqual([200, 200, 200]);
    await Promise.all(files.map((file) => file.text()));
  });

  it('is told of, once, when the process that made it was killed; not while it is being made', async () => {
    await many(60_000);
    const { download } = await order('ndjson');
    const leaving = new AbortController();
    const answer = await fetch(`${audit.url}${download}`, { signal: leaving.signal });
    await answer.body?.getReader().read();
    const abandoned = audit.app.get(AbandonedExports);
    await abandoned.run(0);
    expect(await audit.entries({ action: 'audit.export' })).toEqual([]);

    // As if it were the connection of a process that is gone, and nothing could be written down.
    const store = audit.app.get(ExportStore);
    const breakOff = jest.spyOn(store, 'breakOff').mockRejectedValue(new Error('killed'));
    await audit.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
    );
    leaving.abort();
    await eventually(() => expect(breakOff).toHaveBeenCalled());
    breakOff.mockRestore();
    await abandoned.run();
    expect(await audit.entries({ action: 'audit.export' })).toEqual([]);
    await Promise.all([abandoned.run(0), abandoned.run(0)]);
    await abandoned.run(0);
    expect(await audit.entries({ action: 'audit.export' })).toMatchObject([
      { detail: 'operator began to export entries as ndjson, which ended with the process that made the file' },
    ]);
  });

  it('can be told from another file and another manifest by the command', async () => {
    await audit.record.onUser(userEvent('user.updated'));
    const { id, download } = await order('csv');
    const paths = ['export.csv', 'manifest.json', 'key.pem', 'changed.csv', 'forged.json'].map((n) => join(folder, n));
    const [file = '', manifest = '', key = '', changed = '', forged = ''] = paths;
    const text = await (await fetchFile(download)).text();
    const signed = (await manifestOf(id)).body;
    await writeFile(file, text);
    await writeFile(changed, text.replace('bjensen', 'bjenson'));
    await writeFile(manifest, JSON.stringify(signed));
    await writeFile(forged, JSON.stringify({ ...signed, madeAt: '2020-01-01T00:00:00.000Z' }));
    await writeFile(key, publicKey());
    expect(await check(file, manifest, '--key', key)).toEqual({
      code: 0,
      output: expect.stringMatching(/^the file is as it was made: 1 entries/),
    });
    expect((await check(file, manifest)).output).toMatch(/^the signature is not checked/);
    expect(await check(changed, manifest, '--key', key)).toMatchObject({
      code: 1,
      output: expect.stringContaining('of the same size'),
    });
    expect(await check(file, forged, '--key', key)).toMatchObject({
      code: 1,
      output: expect.stringContaining('signature'),
    });
    expect((await check(file)).code).toBe(2);
    expect((await check(file, key)).code).toBe(2);
  });

  it('of 200,000 entries takes no more memory than a few', async () => {
    await many(200_000);
    // The audit as a process of its own: its memory is its alone.
    const service = spawn(process.execPath, ['--max-old-space-size=96', 'apps/audit/dist/main.js'], {
      env: {
        ...{ PATH: process.env.PATH, USHER_OPERATOR_TOKEN: 'operator-token-16', USHER_HTTP_PORT: '0' },
        DATABASE_URL: audit.databaseUrl,
      },
    });
    try {
      let said = '';
      service.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      let url: string | undefined;
      while (url === undefined) {
        await once(service.stdout, 'data');
        url = /^audit: listening on (\S+)$/m.exec(said)?.[1];
      }
      const resident = async (): Promise<number> =>
        Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${service.pid}/status`, 'utf8'))?.[1]) / 1024;
      const read = async (filter: object): Promise<{ bytes: number; peak: number }> => {
        const { download } = (await audit.ask<Ordered>('POST', 'exports', { format: 'csv', filter })).body;
        let [bytes, peak, chunks] = [0, 0, 0];
        for await (const chunk of (await fetch(`${url}${download}`)).body as unknown as AsyncIterable<Uint8Array>) {
          bytes += chunk.length;
          if (++chunks % 50 === 0) peak = Math.max(peak, await resident());
        }
        return { bytes, peak };
      };
      await read({ to: '2026-05-01T02:00:00Z' });
      const before = await resident();
      const { bytes, peak } = await read({});
      expect(bytes).toBeGreaterThan(130e6);
      expect(peak - before).toBeLessThan(120);
    } finally {
      service.kill('SIGKILL');
    }
  }, 180_000);
});
