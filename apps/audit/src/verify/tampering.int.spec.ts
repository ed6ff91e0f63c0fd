import { SigningKeys } from '../chain/signing.js';
import { mixedEntries } from '../testing/ledger.js';
import { COLUMNS, tamperedLedger, type TamperedLedger } from '../testing/tampering.js';

let ledger: TamperedLedger;
beforeEach(async () => {
  ledger = await tamperedLedger();
});
afterEach(() => ledger.close());

describe('a ledger that nobody has touched', () => {
  it('verifies, chain by chain', async () => {
    expect(await ledger.verify()).toMatchObject({
      ok: true,
      fault: null,
      chains: [
        { chain: '-', entries: 9, removed: 0, erased: 0, checkpoints: 2, signed: true, head: { seq: 9 } },
        { chain: 'default', entries: 27, signed: true, head: { seq: 27 } },
        { chain: 'okta', entries: 9, signed: true, head: { seq: 9 } },
      ],
    });
    expect(await ledger.verify({ chain: 'okta' })).toMatchObject({ ok: true, chains: [{ chain: 'okta' }] });
  });

  it('verifies after the same entries were delivered again', async () => {
    const entries = mixedEntries(30);
    await ledger.append(entries);
    await ledger.append([...entries.slice(10), ...mixedEntries(3)]);
    expect(await ledger.verify()).toMatchObject({ ok: true });
  });

  it('verifies when its JSON has other blanks, which say nothing', async () => {
    await ledger.sql(
      `UPDATE audit.entries SET changes = replace(changes::text, ',"', ' , "')::json WHERE chain = 'default'`,
    );
    expect(await ledger.verify()).toMatchObject({ ok: true });
  });

  it('verifies without a key, and says that nothing was signed or checked', async () => {
    expect((await ledger.verify({ keys: new SigningKeys(null) })).chains.map(({ signed }) => signed)).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('an entry', () => {
  it('taken out of the middle is missed', async () => {
    await ledger.sql(`DELETE FROM audit.entries WHERE chain = 'default' AND seq IN (7, 8)`);
    expect((await ledger.verify()).fault).toEqual({
      ...{ chain: 'default', seq: 7, entryId: null, kind: 'missing' },
      detail: 'Entries 7 to 8 are gone, and no act tells of it',
    });
  });

  it('taken off the end is missed', async () => {
    await ledger.sql(`DELETE FROM audit.entries WHERE chain = 'default' AND seq = 27`);
    expect((await ledger.verify()).fault).toMatchObject({ chain: 'default', seq: 27, kind: 'missing' });
  });

  it('taken off the end with the head set back is missed by its checkpoint', async () => {
    await ledger.cutOff('default', 20);
    expect((await ledger.verify()).fault).toMatchObject({ chain: 'default', seq: 21, kind: 'missing' });
  });

  it('taken off the end with head and checkpoints is missed by a checkpoint kept elsewhere alone', async () => {
    const kept = await ledger.keep();
    await ledger.cutOff('default', 20);
    await ledger.sql(`DELETE FROM audit.checkpoints WHERE chain = 'default' AND seq > 20`);
    expect(await ledger.verify()).toMatchObject({ ok: true });
    expect((await ledger.verify({ kept })).fault).toMatchObject({ chain: 'default', seq: 21, kind: 'missing' });
  });

  it('put in between is found, and named', async () => {
    await ledger.sql(`
      INSERT INTO audit.entries (${COLUMNS})
      SELECT ${COLUMNS.replace(/^id/, 'gen_random_uuid()')} FROM audit.entries WHERE chain = 'default' AND seq = 7`);
    const { fault } = await ledger.verify();
    expect(fault).toMatchObject({ chain: 'default', seq: 7 });
    expect(['added', 'changed', 'reordered']).toContain(fault!.kind);
  });

  it('put at the end is found, with the head moved on too', async () => {
    await ledger.sql(`
      INSERT INTO audit.entries (${COLUMNS})
      SELECT ${COLUMNS.replace(/^id/, 'gen_random_uuid()').replace('seq', '28')} FROM audit.entries
      WHERE chain = 'default' AND seq = 27`);
    expect((await ledger.verify()).fault).toMatchObject({ chain: 'default', seq: 28, kind: 'added' });
    await ledger.sql(`UPDATE audit.chains SET seq = 28 WHERE chain = 'default'`);
    expect((await ledger.verify()).fault).toMatchObject({ chain: 'default', seq: 28 });
  });

  it.each([
    [7, 8],
    [7, 20],
  ])('that has changed places is named: %d with %d', async (one, other) => {
    const id = await ledger.idOf('default', other);
    await ledger.sql(
      `UPDATE audit.entries SET seq = CASE seq WHEN $1 THEN $2 ELSE $1 END WHERE chain = 'default' AND seq IN ($1, $2)`.replaceAll(
        /\$\d/g,
        (name) => String(name === '$1' ? one : other),
      ),
    );
    expect((await ledger.verify()).fault).toMatchObject({ chain: 'default', seq: 7, entryId: id, kind: 'reordered' });
  });

  it('moved to the end of another chain is found in both', async () => {
    const id = await ledger.idOf('default', 7);
    await ledger.sql(`UPDATE audit.entries SET chain = 'okta', seq = 10 WHERE chain = 'default' AND seq = 7`);
    expect((await ledger.verify()).fault).toMatchObject({ chain: 'default', seq: 7, kind: 'missing' });
    expect((await ledger.verify({ chain: 'okta' })).fault).toMatchObject({ seq: 10, entryId: id, kind: 'added' });
    await ledger.sql(`UPDATE audit.entries SET connection = 'okta' WHERE chain = 'okta' AND seq = 10`);
    expect((await ledger.verify({ chain: 'okta' })).fault).toMatchObject({ seq: 10, entryId: id, kind: 'added' });
  });

  it('that no search finds any more is named, for what it was filed under was changed', async () => {
    const [row] = await ledger.sql<{ seq: number; facet: number }>(
      `SELECT min(seq)::int AS seq, facet FROM audit.entries WHERE chain = 'default' GROUP BY facet ORDER BY 1 DESC LIMIT 1`,
    );
    await ledger.sql(`UPDATE audit.facets SET actor = 'Nobody' WHERE id = ${row?.facet}`);
    expect((await ledger.verify()).fault).toMatchObject({ chain: 'default', seq: row?.seq, kind: 'changed' });
  });

  it('is missed when its month was taken away', async () => {
    await ledger.sql('ALTER TABLE audit.entries DETACH PARTITION audit.entries_2026_10');
    expect((await ledger.verify()).fault).toMatchObject({ chain: '-', seq: 1, kind: 'missing' });
  });

  it('is missed when the whole chain was taken away, by the checkpoints or what was kept of them', async () => {
    const kept = await ledger.keep();
    await ledger.sql(`DELETE FROM audit.entries WHERE chain = 'okta'`);
    await ledger.sql(`DELETE FROM audit.chains WHERE chain = 'okta'`);
    expect((await ledger.verify()).fault).toMatchObject({ chain: 'okta', seq: 1, kind: 'missing' });
    await ledger.sql(`DELETE FROM audit.checkpoints WHERE chain = 'okta'`);
    expect((await ledger.verify({ kept })).fault).toMatchObject({ chain: 'okta', seq: 1, kind: 'missing' });
  });
});
