import { randomBytes } from 'node:crypto';
import { Checkpoints } from '../chain/checkpoints.js';
import { Signer, SigningKeys } from '../chain/signing.js';
import { recheckpoint, rehash } from '../testing/forger.js';
import { mixedEntries, testLedger } from '../testing/ledger.js';
import { tamperedLedger, type TamperedLedger, verified } from '../testing/tampering.js';

let ledger: TamperedLedger;
beforeEach(async () => {
  ledger = await tamperedLedger();
});
afterEach(() => ledger.close());

const forge = async (): Promise<void> => {
  await ledger.sql(`UPDATE audit.entries SET code = 'other' WHERE chain = 'default' AND seq = 7`);
  await rehash(ledger.pool, 'default');
};

const seqOf = async (number: number): Promise<number> =>
  (
    await ledger.sql<{ seq: number }>(
      `SELECT seq::int AS seq FROM audit.checkpoints WHERE chain = 'default' AND number = ${number}`,
    )
  )[0]!.seq;

describe('a chain whose hashes were all made to fit', () => {
  it('is found by the first checkpoint after the change', async () => {
    await forge();
    const seq = await seqOf(1);
    expect((await ledger.verify()).fault).toEqual({
      ...{ chain: 'default', seq, entryId: await ledger.idOf('default', seq), kind: 'checkpoint' },
      detail: `Checkpoint 1 vouches for another chain up to entry ${seq}: at least one of the entries 1 to ${seq} was replaced since`,
    });
  });

  it('and whose checkpoints were signed with a key of somebody else is not believed', async () => {
    await forge();
    await recheckpoint(ledger.pool, 'default', new Signer(randomBytes(32)));
    expect((await ledger.verify()).fault).toMatchObject({ seq: await seqOf(1), kind: 'checkpoint' });
  });

  it('and whose checkpoints lost their signatures is told to have unsigned ones, and found by one kept elsewhere', async () => {
    const kept = await ledger.keep();
    await forge();
    await recheckpoint(ledger.pool, 'default', null);
    await ledger.append(mixedEntries(5));
    await ledger.checkpoint();
    const chains = (await ledger.verify()).chains.map(({ chain, unsigned }) => [chain, unsigned]);
    expect(chains).toEqual([
      ['-', 0],
      ['default', 2],
      ['okta', 0],
    ]);
    expect((await ledger.verify({ kept })).fault).toMatchObject({ chain: 'default', kind: 'checkpoint' });
  });

  it('and signed with the service’s own key is found by a checkpoint kept elsewhere alone', async () => {
    const kept = await ledger.keep();
    await forge();
    await recheckpoint(ledger.pool, 'default', ledger.keys.signer);
    expect(await ledger.verify()).toMatchObject({ ok: true });
    const seq = await seqOf(2);
    expect((await ledger.verify({ kept })).fault).toMatchObject({ chain: 'default', seq, kind: 'checkpoint' });
    expect((await ledger.verify({ kept: [kept[1]!] })).fault?.detail).toMatch(/kept elsewhere has another hash/);
  });
});

describe('a checkpoint', () => {
  it('that was taken out is missed by the next', async () => {
    await ledger.sql(`DELETE FROM audit.checkpoints WHERE chain = 'default' AND number = 1`);
    expect((await ledger.verify()).fault).toMatchObject({
      kind: 'checkpoint',
      detail: 'Checkpoint 1 of the chain is gone',
    });
    await ledger.sql(`UPDATE audit.checkpoints SET number = 1 WHERE chain = 'default'`);
    expect((await ledger.verify()).fault).toMatchObject({ kind: 'checkpoint', seq: await seqOf(1) });
  });

  it('that was taken out is missed without any key, though the others were given other numbers', async () => {
    const long = await testLedger(new SigningKeys(null));
    for (let times = 0; times < 3; times++) {
      await long.append(mixedEntries(5));
      await long.checkpoint();
    }
    expect(await verified(long)).toMatchObject({ ok: true, chains: [{ signed: false, unsigned: 3 }, {}, {}] });
    await long.pool.query(`DELETE FROM audit.checkpoints WHERE chain = 'okta' AND number = 2`);
    await long.pool.query(`UPDATE audit.checkpoints SET number = 2 WHERE chain = 'okta' AND number = 3`);
    expect((await verified(long)).fault).toMatchObject({ chain: 'okta', kind: 'checkpoint', seq: 3 });
    await long.close();
  });

  it.each([
    ['seq', 'seq - 1'],
    ['hash', `sha256('x')`],
    ['at', `at + interval '1 second'`],
    ['tombstone', 'gen_random_uuid()'],
    ['previous', `sha256('x')`],
    ['key_id', `'00000000'`],
    ['key_id', 'NULL'],
    ['signature', `sha256('x') || sha256('y')`],
    ['signature', 'NULL'],
    ['signature', `''`],
    ['number', '7'],
  ])('of which %s was set to %s is not believed', async (column, value) => {
    await ledger.sql(`UPDATE audit.checkpoints SET ${column} = ${value} WHERE chain = 'default' AND number = 2`);
    expect((await ledger.verify()).fault).toMatchObject({ chain: 'default', kind: 'checkpoint' });
  });

  it('without a signature is not believed once there was one with', async () => {
    const unsigned = new Checkpoints(new SigningKeys(null));
    const client = await ledger.pool.connect();
    await unsigned.checkpoint(client, 'default');
    client.release();
    expect((await ledger.verify()).fault?.detail).toBe("Checkpoint 3 isn't signed, though one before it is");
  });

  it('of an earlier key counts as long as that is trusted', async () => {
    const next = new Signer(randomBytes(32));
    const client = await ledger.pool.connect();
    await new Checkpoints(new SigningKeys(next)).checkpoint(client, 'default');
    client.release();
    const earlier = ledger.keys.signer!;
    expect(await ledger.verify({ keys: new SigningKeys(next, [earlier.publicKey]) })).toMatchObject({ ok: true });
    expect((await ledger.verify({ keys: new SigningKeys(next), chain: 'default' })).fault).toMatchObject({
      kind: 'checkpoint',
      detail: `Checkpoint 1 is signed with the key ${earlier.keyId}, which isn't trusted: if it is an earlier key of yours, name it in USHER_AUDIT_TRUSTED_KEYS`,
    });
  });

  it('is made for every thousand entries at least, so that none can be made to look as if there never was one', async () => {
    const long = await testLedger();
    for (let batch = 0; batch < 5; batch++)
      await long.append(mixedEntries(700).map((entry) => ({ ...entry, connection: 'okta' })));
    const [chain] = await long.checkpoints.chains(long.pool);
    expect(chain).toMatchObject({
      chain: 'okta',
      entries: 3500,
      head: { seq: 3500 },
      checkpoint: { number: 2, seq: 2800 },
    });
    expect(await verified(long)).toMatchObject({ ok: true });
    await long.pool.query('DELETE FROM audit.checkpoints WHERE number = 2');
    expect(await verified(long)).toMatchObject({ ok: false, fault: { kind: 'checkpoint', seq: 3500 } });
    await long.close();
  });
});

describe('a checkpoint that was kept elsewhere', () => {
  it('is confirmed by an intact chain, however old it is', async () => {
    const kept = await ledger.keep();
    await ledger.append(mixedEntries(50));
    await ledger.checkpoint();
    expect(await ledger.verify({ kept: [...kept, ...(await ledger.keep())] })).toMatchObject({ ok: true });
  });
});
