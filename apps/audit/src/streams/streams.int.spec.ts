import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import { eventually } from '@usher/testing';
import type { LedgerEntry } from '../record/entry.js';
import { testAudit, type TestAudit } from '../testing/audit-app.js';
import { operationEvent, userEvent } from '../testing/events.js';
import type { StreamView } from './stream.js';

interface Delivery {
  headers: IncomingHttpHeaders;
  body: string;
}

const KEY = randomBytes(32).toString('base64');
let audit: TestAudit;
let receiver: Server;
let address: string;
let deliveries: Delivery[];
/** Status of the next answers; 200 when there is none. */
let answers: number[];
/** `webhook-id` of each try. */
let tries: unknown[];
/** The same of those that are never answered. */
let silent: unknown[];

const user = (userName: string) => userEvent('user.created', { user: { userName } });
const lines = ({ body }: Delivery): string[] => body.split('\n').filter((line) => line !== '');
const named = (delivered: Delivery[]): (string | null)[] =>
  delivered.flatMap((one) => lines(one).map((line) => (JSON.parse(line) as LedgerEntry).userName));
async function send<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await audit.ask<T>(method, path, body);
  expect(answer.status).toBeLessThan(300);
  return answer.body;
}
const make = (body: object) =>
  send<StreamView & { secret: string }>('POST', 'streams', {
    name: 'SIEM',
    url: address,
    format: 'ndjson',
    filter: { kind: ['request'] },
    ...body,
  });

beforeAll(async () => {
  receiver = createServer((request, response) => {
    if (request.url === '/silent') return void silent.push(request.headers['webhook-id']);
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      tries.push(request.headers['webhook-id']);
      const status = answers.shift() ?? 200;
      if (status < 300) deliveries.push({ headers: request.headers, body });
      response.writeHead(status, status === 307 ? { location: 'https://elsewhere.example' } : {});
      response.end(status < 300 ? '' : 'no room');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/in`;
});

beforeEach(async () => {
  [deliveries, answers, tries, silent] = [[], [], [], []];
  audit = await testAudit({ config: { USHER_SECRET_KEY: KEY } });
});

afterEach(() => audit.close());
afterAll(() => void receiver.close());

describe('a stream', () => {
  it('brings each entry once and in order, signed so that the receiver can tell', async () => {
    const { secret } = await make({});
    for (const name of ['a', 'b', 'c', 'd']) await audit.record.onUser(user(name));
    await eventually(() => expect(named(deliveries)).toEqual(['a', 'b', 'c', 'd']));
    for (const { headers, body } of deliveries) {
      const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
      const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
      expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
      expect(headers['content-type']).toBe('application/x-ndjson');
    }
  });

  it('does not wait for another whose receiver is silent, nor does the service when it stops, and is sent again at once', async () => {
    await make({ name: 'Silent', url: address.replace(/in$/, 'silent') });
    await audit.record.onUser(user('a'));
    await eventually(() => expect(silent).toHaveLength(1));
    await make({});
    for (const name of ['b', 'c']) {
      await audit.record.onUser(user(name));
      await eventually(() => expect(named(deliveries)).toContain(name));
    }
    await audit.restart();
    await eventually(() => expect(silent).toHaveLength(2), 10_000);
    expect(silent[1]).toBe(silent[0]);
    const { streams } = await send<{ streams: StreamView[] }>('GET', 'streams');
    expect(streams[0]).toMatchObject({ name: 'Silent', failures: 0, lastError: null });
  });

  it('is not made, nor changed, with a filter of null', async () => {
    const { id } = await make({});
    for (const filter of [null, { userName: null }]) {
      const body = { name: 'SIEM', url: address, format: 'ndjson', filter };
      for (const [method, path] of [
        ['POST', 'streams'],
        ['PATCH', `streams/${id}`],
      ] as const) {
        const refused = await audit.ask<{ parameter: string }>(method, path, body);
        expect(refused).toMatchObject({ status: 400, body: { parameter: expect.stringContaining('filter') } });
      }
    }
  });

  it('waits for a receiver that refuses, says why, and loses nothing', async () => {
    answers = [503, 307];
    const { id } = await make({});
    await audit.record.onUser(user('a'));
    await eventually(async () => {
      const { streams } = await send<{ streams: StreamView[] }>('GET', 'streams');
      expect(streams[0]).toMatchObject({ failures: 1, lastError: 'The receiver answered 503: no room' });
      expect(streams[0]?.behind).toBeGreaterThan(0);
    });
    await audit.record.onUser(user('b'));
    await send('PATCH', `streams/${id}`, { name: 'SIEM at once' });
    await eventually(async () => {
      const stream = await send<StreamView>('GET', `streams/${id}`);
      expect(stream.lastError).toBe('The receiver answered 307 to https://elsewhere.example: no room');
    });
    await send('PATCH', `streams/${id}`, { paused: false });
    await eventually(() => expect(named(deliveries)).toEqual(['a', 'b']));
  });

  it('tries again by itself, with the same batch under the same id, whatever has come since', async () => {
    answers = [500];
    await make({});
    await audit.record.onUser(user('a'));
    await eventually(() => expect(tries).toHaveLength(1));
    await audit.record.onUser(user('b'));
    await eventually(() => expect(deliveries.map((one) => named([one]))).toEqual([['a'], ['b']]));
    expect(tries[1]).toBe(tries[0]);
    expect(tries[2]).not.toBe(tries[0]);
  });

  it('goes on after a restart where it was, and can be set back to the beginning', async () => {
    await audit.record.onUser(user('before'));
    const { id } = await make({});
    await audit.record.onUser(user('a'));
    await eventually(() => expect(named(deliveries)).toEqual(['a']));
    await audit.restart();
    await audit.record.onUser(user('b'));
    await eventually(() => expect(named(deliveries)).toEqual(['a', 'b']));
    await send('PATCH', `streams/${id}`, { after: 'beginning' });
    await eventually(() => expect(named(deliveries).slice(2)).toEqual(['before', 'a', 'b']));
  });

  it('says why it stands still when what it is to send can’t be read', async () => {
    const { id } = await make({});
    await audit.pool.query(`UPDATE audit.streams SET filter = '{"sourceIp": "nowhere/8"}' WHERE id = '${id}'`);
    await audit.record.onUser(user('a'));
    await eventually(async () => {
      const stream = await send<StreamView>('GET', `streams/${id}`);
      expect(stream).toMatchObject({ failures: 1, lastError: expect.stringContaining('nowhere') as string });
    }, 10_000);
  });

  it('sends what its filter says, in the format and with the headers that were given', async () => {
    const headers = { Authorization: 'Splunk 123' };
    const made = await make({ format: 'cef', filter: { userName: 'b*' }, headers });
    expect(JSON.stringify(made)).not.toContain('Splunk 123');
    await audit.record.onUser(user('a'));
    await audit.record.onUser(user('bjensen'));
    await eventually(() => expect(deliveries).toHaveLength(1));
    expect(deliveries[0]?.headers.authorization).toBe('Splunk 123');
    expect(deliveries[0]?.body).toMatch(/^CEF:0\|Usher\|[^\n]* duser=bjensen [^\n]*\n$/);
    const { rows } = await audit.pool.query<{ text: string }>('SELECT s::text AS text FROM audit.streams s');
    expect(rows[0]?.text).not.toMatch(/Splunk 123|whsec_/);
  });

  it('is told of in the audit, without its secrets, and not sent to when it is removed', async () => {
    const { id, secret } = await make({ headers: { Authorization: 'Splunk 123' } });
    await send('PATCH', `streams/${id}`, { paused: true });
    await send('DELETE', `streams/${id}`);
    const { entries } = await send<{ entries: LedgerEntry[] }>('GET', 'entries?kind=operation');
    expect(entries.map(({ action }) => action)).toEqual([
      'audit.stream.delete',
      'audit.stream.update',
      'audit.stream.create',
    ]);
    expect(entries[1]?.changes).toEqual([{ path: 'paused', before: false, after: true }]);
    expect(JSON.stringify(entries)).not.toContain('Splunk 123');
    expect(JSON.stringify(entries)).not.toContain(secret);
    expect((await audit.request(`streams/${id}`)).status).toBe(404);
  });

  it('is made, changed and removed together with the entry that tells of it, or not at all', async () => {
    const { id } = await make({});
    await audit.pool.query(`
      CREATE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON audit.entries FOR EACH ROW EXECUTE FUNCTION audit.refuse()`);
    const acts: [string, string, object?][] = [
      ['POST', 'streams', { name: 'Other', url: address, format: 'ndjson' }],
      ['PATCH', `streams/${id}`, { name: 'Other' }],
      ['DELETE', `streams/${id}`],
    ];
    for (const [method, path, body] of acts) expect((await audit.ask(method, path, body)).status).toBeGreaterThan(499);
    await audit.pool.query('DROP FUNCTION audit.refuse CASCADE');
    const { streams } = await send<{ streams: StreamView[] }>('GET', 'streams');
    expect(streams.map(({ name }) => name)).toEqual(['SIEM']);
  });

  it('can be tried, and says what the receiver answers', async () => {
    await audit.record.onUser(user('a'));
    const { id } = await make({});
    answers = [403];
    const refused = await send('POST', `streams/${id}/test`);
    expect(refused).toEqual({ ok: false, status: 403, reason: 'The receiver answered 403: no room' });
    expect(await send('POST', `streams/${id}/test`)).toEqual({ ok: true, status: 200 });
  });

  it.each([
    [{ url: 'ftp://x.example' }, 'url'],
    [{ url: 'http://user:password@127.0.0.1/' }, 'url'],
    [{ format: 'xml' }, 'format'],
    [{ name: '' }, 'name'],
    [{ headers: { 'webhook-id': 'mine' } }, 'headers'],
    [{ headers: { Authorization: 'two\nlines' } }, 'headers'],
    [{ filter: { sourceIp: 'here' } }, 'filter.sourceIp'],
    [{ after: -1 }, 'after'],
    [{ secret: 'mine' }, 'secret'],
  ])('%j is refused by the name of what is wrong', async (wrong, parameter) => {
    const body = { name: 'SIEM', url: address, format: 'ndjson', ...wrong };
    expect(await audit.ask('POST', 'streams', body)).toMatchObject({ status: 400, body: { parameter } });
  });

  it('needs a key to seal its secrets with', async () => {
    const without = await testAudit();
    const made = await without.ask('POST', 'streams', { name: 'SIEM', url: address, format: 'ndjson' });
    expect(made).toMatchObject({
      status: 503,
      body: { message: expect.stringContaining('USHER_SECRET_KEY') as string },
    });
    await without.close();
  });
});

describe('the feed', () => {
  it('gives all entries behind a position, and where to go on, in each format', async () => {
    for (const name of ['a', 'b', 'c']) await audit.record.onUser(user(name));
    const first = await audit.request('feed?limit=2');
    expect(first.headers.get('usher-next-position')).toBe('2');
    expect((await first.text()).split('\n')).toHaveLength(3);
    const rest = await audit.request('feed?after=2&format=ocsf');
    expect(JSON.parse(await rest.text())).toMatchObject({ class_uid: 3001, metadata: { sequence: 3 } });
    expect(rest.headers.get('usher-next-position')).toBe('3');
    // The database was restored: who goes on behind what it has would miss what comes.
    for (const path of ['feed?after=4', 'feed?after=4&follow=true'])
      expect(await audit.ask('GET', path)).toMatchObject({
        status: 400,
        body: { message: expect.stringContaining('that the ledger has come to') as string },
      });
    expect((await audit.request('feed?after=x')).status).toBe(400);
    expect((await audit.request('feed?format=csv')).status).toBe(400);
  });

  it('is followed by a hundred clients at most', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => audit.request('feed?follow=true')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    for (const path of ['feed?follow=true', 'live']) {
      const refused = await audit.request(path);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30']);
      expect(refused.headers.get('content-type')).toMatch(/^application\/json/);
      expect(await refused.json()).toMatchObject({
        message: expect.stringContaining('100 streams are open') as string,
      });
    }
    expect((await audit.request('feed')).status).toBe(200);
    await Promise.all(answers.map(({ body }) => body?.cancel()));
  });

  it('ends by itself when it has been followed for a quarter of an hour', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
    const answer = await audit.request('feed?follow=true').finally(() => {
      jest.advanceTimersByTime(15 * 60_000);
      jest.useRealTimers();
    });
    expect(await answer.text()).toBe('');
  });

  it('goes on with what comes when it is followed, and ends with the service', async () => {
    await audit.record.onUser(user('a'));
    const answer = await audit.request('feed?follow=true&kind=request');
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toContain('"userName":"a"');
    await audit.record.onOperation(operationEvent());
    await audit.record.onUser(user('b'));
    expect((await reader.read()).value).toContain('"userName":"b"');
    const over = reader.read();
    await audit.restart();
    expect((await over).done).toBe(true);
  });
});

describe('the live events', () => {
  it('tell of new entries that fit, and go on where the client was cut off', async () => {
    const read = async (headers: Record<string, string>, until: string): Promise<string> => {
      const answer = await audit.request('live?action=create', { headers });
      const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      if (until === 'b') await audit.record.onUser(user('b'));
      while (!text.includes(`"userName":"${until}"`)) text += (await reader.read()).value ?? '';
      await reader.cancel();
      return text;
    };
    await audit.record.onUser(user('a'));
    const text = await read({}, 'b');
    expect(text).not.toContain('"userName":"a"');
    expect(text).toMatch(/id: 2\nevent: entry\ndata: \{/);
    expect(await read({ 'last-event-id': '0' }, 'a')).toContain('id: 1\n');
  });

  it('say where they begin, so that a client that is cut off before anything has come misses nothing', async () => {
    const begin = async (headers: Record<string, string> = {}): Promise<string> => {
      const answer = await audit.request('live', { headers });
      const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      while (!text.includes('data: ')) text += (await reader.read()).value ?? '';
      await reader.cancel();
      return text;
    };
    await audit.record.onUser(user('a'));
    expect(await begin()).toContain('id: 1\nevent: begin\ndata: {"after":1}\n\n');
    await audit.record.onUser(user('b'));
    expect(await begin({ 'last-event-id': '1' })).toContain('id: 1\nevent: begin\n');
    // The database was restored: there is none with that number any more.
    expect(await begin({ 'last-event-id': '9' })).toContain('id: 2\nevent: begin\n');
  });
});
