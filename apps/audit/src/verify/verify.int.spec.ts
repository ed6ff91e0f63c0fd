import { createPublicKey, verify } from 'node:crypto';
import { eventually } from '@usher/testing';
import { type CheckpointView, checkpointText } from '../chain/checkpoint.js';
import type { ChainView } from '../chain/chains.controller.js';
import { RoutineCheckpoints } from '../chain/routine-checkpoints.js';
import type { PublicKeyInfo } from '../chain/signing.js';
import { EntryWriter } from '../record/entry-writer.js';
import { testAudit, type TestAudit } from '../testing/audit-app.js';
import { mixedEntries } from '../testing/ledger.js';
import { LedgerSnapshot } from './ledger-snapshot.js';
import type { Progress, VerifyResult } from './report.js';
import { Verification } from './verification.js';

let audit: TestAudit;

beforeEach(async () => {
  audit = await testAudit();
  audit.app.useLogger(false);
  await record(40);
  await audit.app.get(RoutineCheckpoints).run();
});
afterEach(() => audit.close());

const record = (count: number) =>
  Promise.all(mixedEntries(count).map((entry) => audit.app.get(EntryWriter).write(entry)));

const read = async <T>(path: string) => (await audit.ask<T>('GET', path)).body;

const post = (body: unknown, signal?: AbortSignal) =>
  audit.request('verify', {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
    ...(signal && { signal }),
  });

async function verified(body: unknown = {}): Promise<{ progress: Progress[]; result: VerifyResult }> {
  const answer = await post(body);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
  const lines = (await answer.text()).trimEnd().split('\n');
  const { result } = JSON.parse(lines.pop()!) as { result: VerifyResult };
  return { progress: lines.map((line) => JSON.parse(line) as Progress), result };
}

const acts = () => audit.entries({ action: 'audit.verify' });

describe('POST /api/audit/verify', () => {
  it('begins no chain by asking for one that is not there', async () => {
    expect((await verified({ chain: 'nowhere' })).result.fault).toMatchObject({ chain: 'nowhere', kind: 'missing' });
    expect(await acts()).toMatchObject([{ chain: '-', status: 'rejected' }]);
    expect((await read<{ chains: ChainView[] }>('chains')).chains.map(({ chain }) => chain)).not.toContain('nowhere');
  });

  it('keeps the months that it is going to read from being dropped', async () => {
    const snapshot = await LedgerSnapshot.open(audit.pool);
    const dropping = audit.pool.query(
      "SET lock_timeout = '50ms'; DROP TABLE audit.entries_2026_10; RESET lock_timeout",
    );
    await expect(dropping).rejects.toMatchObject({ code: '55P03' });
    await snapshot.close();
  });

  it('tells how far it is, then the result, and is an act of the ledger itself', async () => {
    const { progress, result } = await verified();
    expect(progress).toEqual([
      { chain: '-', checked: 8, of: 8 },
      { chain: 'default', checked: 24, of: 24 },
      { chain: 'okta', checked: 8, of: 8 },
    ]);
    expect(result).toMatchObject({ ok: true, fault: null });
    expect(await acts()).toMatchObject([
      {
        ...{
          kind: 'operation',
          status: 'succeeded',
          actor: 'operator',
          connection: null,
          code: null,
          sourceIp: '127.0.0.1',
        },
        detail: 'The audit is intact: 40 entries in 3 chains',
      },
    ]);
    expect((await verified()).result).toMatchObject({ ok: true, chains: [{ chain: '-', entries: 9 }, {}, {}] });
  });

  it('names the first fault, in the answer and in the ledger', async () => {
    await audit.pool.query(`UPDATE audit.entries SET actor = 'Eve' WHERE chain = 'okta' AND seq = 4`);
    const { rows } = await audit.pool.query<{ id: string }>(
      `SELECT id FROM audit.entries WHERE chain = 'okta' AND seq = 4`,
    );
    const { result } = await verified({ chain: 'okta' });
    expect(result).toMatchObject({
      ok: false,
      fault: { chain: 'okta', seq: 4, entryId: rows[0]!.id, kind: 'changed' },
    });
    expect(await acts()).toMatchObject([
      {
        status: 'rejected',
        code: 'changed',
        connection: 'okta',
        detail: expect.stringContaining(rows[0]!.id) as string,
      },
    ]);
  });

  it('holds the ledger against what was kept elsewhere', async () => {
    const kept = await read<{ chains: ChainView[] }>('chains');
    await record(5);
    expect((await verified({ checkpoint: kept })).result.ok).toBe(true);
    const { checkpoint } = kept.chains[1]!;
    const other = { ...checkpoint, hash: '0'.repeat(64) };
    expect((await verified({ checkpoint: other })).result.fault).toMatchObject({ chain: 'default', seq: 24 });
  });

  it('says that there is nothing of a chain that isn’t there, rather than that it is intact', async () => {
    expect((await verified({ chain: 'defualt' })).result).toMatchObject({
      ok: false,
      fault: { kind: 'missing', seq: 1 },
    });
  });

  it.each([
    [{ chain: 7 }, 'chain must be the id of a connection, or -'],
    [{ chain: '' }, 'chain must be the id of a connection, or -'],
    [{ chian: 'okta' }, 'chian is no field of this request'],
    [[], 'The body must be a JSON object'],
    [
      { checkpoint: { chain: 'okta', seq: 0, hash: '0'.repeat(64) } },
      'checkpoint must be what GET /api/audit/chains answered, or a checkpoint of it',
    ],
    [{ checkpoint: 'x' }, 'checkpoint must be what GET /api/audit/chains answered, or a checkpoint of it'],
  ])('refuses %j', async (body, message) => {
    const answer = await post(body);
    expect([answer.status, await answer.json()]).toMatchObject([400, { message }]);
  });

  it('needs no body, and the operator’s token', async () => {
    expect((await audit.request('verify', { method: 'POST' })).status).toBe(200);
    for (const path of ['verify', 'chains', 'keys'])
      expect(
        (await fetch(`${audit.url}/api/audit/${path}`, { method: path === 'verify' ? 'POST' : 'GET' })).status,
      ).toBe(401);
  });

  it('ends when whoever asked goes, says so in the ledger, and lets nobody wait for it', async () => {
    const origin = { sourceIp: '127.0.0.1', tokenId: 'operator', actor: 'Ada', traceId: '0'.repeat(32) };
    const { rest } = await audit.app.get(Verification).begin({ kept: [] }, origin);
    expect((await post({})).status).toBe(409);
    await rest.return();
    expect(await acts()).toMatchObject([{ actor: 'Ada', status: 'skipped' }]);
    const gone = new AbortController();
    const asked = post({}, gone.signal);
    gone.abort();
    await expect(asked).rejects.toThrow();
    await eventually(async () => expect((await verified()).result.ok).toBe(true));
    expect(audit.pool.idleCount).toBe(audit.pool.totalCount);
  });

  it('finds an intact ledger whatever is recorded meanwhile', async () => {
    let recording = true;
    const busy = (async () => {
      while (recording) await Promise.all([record(50), audit.app.get(RoutineCheckpoints).run()]);
    })();
    const entries: number[] = [];
    for (let times = 0; times < 10; times++) {
      const { result } = await verified();
      expect(result).toMatchObject({ ok: true });
      entries.push(result.chains.reduce((sum, chain) => sum + chain.entries, 0));
    }
    recording = false;
    await busy;
    expect(entries.at(-1)).toBeGreaterThan(entries[0]!);
    expect((await verified()).result.ok).toBe(true);
  });
});

describe('what an auditor outside gets', () => {
  it('is a checkpoint of each chain that can be checked with the public key alone', async () => {
    const { chains } = await read<{ chains: ChainView[] }>('chains');
    const { keys } = await read<{ keys: PublicKeyInfo[] }>('keys');
    expect(chains.map(({ chain, entries, head }) => [chain, entries, head.seq])).toEqual([
      ['-', 8, 8],
      ['default', 24, 24],
      ['okta', 8, 8],
    ]);
    for (const { chain, head, checkpoint } of chains) {
      expect(checkpoint).toMatchObject({ chain, ...head, number: 1, keyId: keys[0]!.keyId });
      const { number, seq, hash, at, tombstone, previous, keyId, signature } = checkpoint as CheckpointView;
      const text = JSON.stringify([
        'usher.audit.checkpoint.v1',
        chain,
        number,
        seq,
        hash,
        at,
        tombstone,
        previous,
        keyId,
      ]);
      expect(text).toBe(
        checkpointText({ ...checkpoint!, hash: Buffer.from(hash, 'hex'), previous: Buffer.from(previous, 'hex') }),
      );
      expect(verify(null, Buffer.from(text), createPublicKey(keys[0]!.pem), Buffer.from(signature!, 'base64'))).toBe(
        true,
      );
    }
  });

  it('gets new ones once something is new, and no others', async () => {
    await audit.app.get(RoutineCheckpoints).run();
    await record(4);
    await audit.app.get(RoutineCheckpoints).run();
    const { chains } = await read<{ chains: ChainView[] }>('chains');
    expect(chains.map(({ checkpoint }) => checkpoint?.number)).toEqual([2, 2, 2]);
  });
});
