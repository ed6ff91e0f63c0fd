import { randomBytes } from 'node:crypto';
import { inTransaction } from '@usher/persistence';
import { checkpointText, nextCheckpoint, type Checkpoint } from '../chain/checkpoint.js';
import { chainStart, entryHash, personalHash } from '../chain/link.js';
import { Signer, SigningKeys } from '../chain/signing.js';
import { type Removal, summarizeErased, summarizeRemoved, tombstoneEntry, personalNow } from '../chain/tombstone.js';
import { append } from '../record/append.js';
import { requestEntry } from '../record/from-event.js';
import type { AuditEntry } from '../record/entry.js';
import { userEvent } from '../testing/events.js';
import { mixedEntries, testLedger, type TestLedger } from '../testing/ledger.js';
import type { KeptCheckpoint, VerifyResult } from './report.js';
import { verifyLedger, type VerifyOptions } from './verify-ledger.js';

let ledger: TestLedger;

async function verify(options: Partial<VerifyOptions> = {}): Promise<VerifyResult> {
  const steps = verifyLedger(ledger.pool, { keys: ledger.keys, ...options });
  for (;;) {
    const step = await steps.next();
    if (step.done === true) return step.value;
  }
}

/** As somebody who has the database. */
const sql = async (text: string, values: unknown[] = []) => (await ledger.pool.query(text, values)).rows as never[];

const entryAt = async (chain: string, seq: number): Promise<string> =>
  (await sql('SELECT id FROM audit.entries WHERE chain = $1 AND seq = $2', [chain, seq]))[0]!['id'];

const requests = (count: number): AuditEntry[] =>
  Array.from({ length: count }, () => requestEntry(userEvent('user.updated')));

beforeEach(async () => {
  ledger = await testLedger();
  await ledger.append(mixedEntries(20));
  await ledger.checkpoint();
  await ledger.append(mixedEntries(20, '2026-11-01T12:00:00.000Z'));
  await ledger.checkpoint();
  await ledger.append(mixedEntries(5, '2026-11-02T12:00:00.000Z'));
});

afterEach(() => ledger.close());

describe('a ledger that nobody has touched', () => {
  it('verifies, chain by chain', async () => {
    expect(await verify()).toMatchObject({
      ok: true,
      fault: null,
      chains: [
        { chain: '-', entries: 9, removed: 0, erased: 0, checkpoints: 2, signed: true, head: { seq: 9 } },
        { chain: 'default', entries: 27, signed: true, head: { seq: 27 } },
        { chain: 'okta', entries: 9, signed: true, head: { seq: 9 } },
      ],
    });
    expect(await verify({ chain: 'okta' })).toMatchObject({ ok: true, chains: [{ chain: 'okta' }] });
  });

  it('verifies after the same entries were delivered again', async () => {
    const entries = mixedEntries(30);
    await ledger.append(entries);
    await ledger.append([...entries.slice(10), ...mixedEntries(3)]);
    expect(await verify()).toMatchObject({ ok: true });
  });

  it('verifies when its JSON has other blanks, which say nothing', async () => {
    await sql(`UPDATE audit.entries SET changes = changes::jsonb::text::json WHERE chain = 'default'`);
    expect(await verify()).toMatchObject({ ok: true });
  });

  it('verifies without a key, and says that nothing was signed or checked', async () => {
    expect((await verify({ keys: new SigningKeys(null) })).chains.map(({ signed }) => signed)).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('an entry', () => {
  const TEXTS =
    `connection kind action status user_name email login resource_id external_id actor target target_id detail
    code trace_id`.split(/\s+/);

  it.each([
    ...TEXTS.map((column) => [column, `coalesce(${column}, '') || 'x'`]),
    ...TEXTS.filter((column) => !/connection|kind|action|status|detail/.test(column)).map((column) => [
      column,
      `CASE WHEN ${column} IS NULL THEN '' END`,
    ]),
    ['id', 'gen_random_uuid()'],
    ['occurred_at', `occurred_at + interval '1 millisecond'`],
    ['occurred_at', `occurred_at - interval '1 day'`],
    ['source_ip', `coalesce(source_ip, '10.0.0.1') + 1`],
    ['source_ip', `set_masklen(coalesce(source_ip, '10.0.0.1'), 8)`],
    ['changes', `'[]'`],
    ['changes', `replace(changes::text, 'Ada', 'Eve')::json`],
    ['execution', `'{"attempts":2}'`],
    ['revision', 'coalesce(revision, 0) + 1'],
    ['cause_id', 'gen_random_uuid()'],
    ['salt', `'\\x00'`],
    ['salt', 'NULL'],
    ['personal_hash', `sha256('x')`],
    ['hash', `sha256('x')`],
    ['erased_by', 'gen_random_uuid()'],
    ['chain', `'okta'`],
    ['seq', 'seq + 100'],
    ['seq', '3'],
    ['position', '1'],
  ])('of which %s was set to %s is named', async (column, value) => {
    const id = await entryAt('default', 7);
    await sql(`UPDATE audit.entries SET ${column} = ${value} WHERE chain = 'default' AND seq = 7`);
    const { fault } = await verify({ chain: 'default' });
    expect(fault).toMatchObject({ chain: 'default' });
    const places: Record<string, number> = { seq: value === '3' ? 3 : 7 };
    expect(fault!.seq).toBe(places[column] ?? 7);
    if (!['id', 'chain', 'seq'].includes(column)) expect(fault!.entryId).toBe(id);
  });

  it('taken out of the middle is missed', async () => {
    await sql(`DELETE FROM audit.entries WHERE chain = 'default' AND seq IN (7, 8)`);
    expect((await verify()).fault).toEqual({
      ...{ chain: 'default', seq: 7, entryId: null, kind: 'missing' },
      detail: 'Entries 7 to 8 are gone, and no act tells of it',
    });
  });

  it('taken off the end is missed', async () => {
    await sql(`DELETE FROM audit.entries WHERE chain = 'default' AND seq = 27`);
    expect((await verify()).fault).toMatchObject({ chain: 'default', seq: 27, kind: 'missing' });
  });

  it('taken off the end with the head set back is missed by its checkpoint', async () => {
    await cutOff('default', 20);
    expect((await verify()).fault).toMatchObject({ chain: 'default', seq: 21, kind: 'missing' });
  });

  it('taken off the end with head and checkpoints is missed by a checkpoint kept elsewhere alone', async () => {
    const kept = await keep();
    await cutOff('default', 20);
    await sql(`DELETE FROM audit.checkpoints WHERE chain = 'default' AND seq > 20`);
    expect(await verify()).toMatchObject({ ok: true });
    expect((await verify({ kept })).fault).toMatchObject({ chain: 'default', seq: 21, kind: 'missing' });
  });

  it('put in between is found, and named', async () => {
    await sql(`
      INSERT INTO audit.entries (${COLUMNS})
      SELECT ${COLUMNS.replace(/^id/, 'gen_random_uuid()')} FROM audit.entries WHERE chain = 'default' AND seq = 7`);
    const { fault } = await verify();
    expect(fault).toMatchObject({ chain: 'default', seq: 7 });
    expect(['added', 'changed', 'reordered']).toContain(fault!.kind);
  });

  it('put at the end is found, with the head moved on too', async () => {
    await sql(`
      INSERT INTO audit.entries (${COLUMNS})
      SELECT ${COLUMNS.replace(/^id/, 'gen_random_uuid()').replace('seq', '28')} FROM audit.entries
      WHERE chain = 'default' AND seq = 27`);
    expect((await verify()).fault).toMatchObject({ chain: 'default', seq: 28, kind: 'added' });
    await sql(`UPDATE audit.chains SET seq = 28 WHERE chain = 'default'`);
    expect((await verify()).fault).toMatchObject({ chain: 'default', seq: 28 });
  });

  it.each([
    [7, 8],
    [7, 20],
  ])('that has changed places is named: %d with %d', async (one, other) => {
    const id = await entryAt('default', other);
    await sql(
      `UPDATE audit.entries SET seq = CASE seq WHEN $1 THEN $2 ELSE $1 END WHERE chain = 'default' AND seq IN ($1, $2)`.replaceAll(
        /\$\d/g,
        (name) => String(name === '$1' ? one : other),
      ),
    );
    expect((await verify()).fault).toMatchObject({ chain: 'default', seq: 7, entryId: id, kind: 'reordered' });
  });

  it('moved to the end of another chain is found in both', async () => {
    const id = await entryAt('default', 7);
    await sql(`UPDATE audit.entries SET chain = 'okta', seq = 10 WHERE chain = 'default' AND seq = 7`);
    expect((await verify()).fault).toMatchObject({ chain: 'default', seq: 7, kind: 'missing' });
    expect((await verify({ chain: 'okta' })).fault).toMatchObject({ seq: 10, entryId: id, kind: 'added' });
    await sql(`UPDATE audit.entries SET connection = 'okta' WHERE chain = 'okta' AND seq = 10`);
    expect((await verify({ chain: 'okta' })).fault).toMatchObject({ seq: 10, entryId: id, kind: 'added' });
  });

  it('is missed when its month was taken away', async () => {
    await sql('ALTER TABLE audit.entries DETACH PARTITION audit.entries_2026_10');
    expect((await verify()).fault).toMatchObject({ chain: '-', seq: 1, kind: 'missing' });
  });

  it('is missed when the whole chain was taken away, by the checkpoints or what was kept of them', async () => {
    const kept = await keep();
    await sql(`DELETE FROM audit.entries WHERE chain = 'okta'`);
    await sql(`DELETE FROM audit.chains WHERE chain = 'okta'`);
    expect((await verify()).fault).toMatchObject({ chain: 'okta', seq: 1, kind: 'missing' });
    await sql(`DELETE FROM audit.checkpoints WHERE chain = 'okta'`);
    expect((await verify({ kept })).fault).toMatchObject({ chain: 'okta', seq: 1, kind: 'missing' });
  });
});

const COLUMNS = `id, occurred_at, connection, kind, action, status, user_name, email, login, resource_id, external_id,
  source_ip, actor, target, target_id, detail, code, trace_id, changes, execution, revision, cause_id, position, chain, seq,
  salt, personal_hash, hash`;

async function cutOff(chain: string, after: number): Promise<void> {
  await sql('DELETE FROM audit.entries WHERE chain = $1 AND seq > $2', [chain, after]);
  await sql(
    `UPDATE audit.chains SET seq = $2, hash = (SELECT hash FROM audit.entries WHERE chain = $1 AND seq = $2)
     WHERE chain = $1`,
    [chain, after],
  );
}

async function keep(): Promise<KeptCheckpoint[]> {
  return (await ledger.checkpoints.chains(ledger.pool)).flatMap(({ chain, checkpoint }) =>
    checkpoint === null ? [] : [{ chain, seq: checkpoint.seq, hash: checkpoint.hash.toString('hex') }],
  );
}
