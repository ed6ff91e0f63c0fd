import fc from 'fast-check';
import { tamperedLedger, type TamperedLedger } from '../testing/tampering.js';

let ledger: TamperedLedger;
beforeAll(async () => {
  ledger = await tamperedLedger();
  await ledger.sql('CREATE TABLE before AS SELECT * FROM audit.entries');
});
afterAll(() => ledger.close());

const CHANGED = 'FROM audit.entries e WHERE NOT EXISTS (SELECT FROM before b WHERE b::text = e::text)';

/** Rows as they were, so that the next attack finds the ledger intact. */
async function restore(): Promise<void> {
  await ledger.sql(`DELETE ${CHANGED}`);
  await ledger.sql(`
    INSERT INTO audit.entries (${SETTABLE}) SELECT ${SETTABLE} FROM before b
    WHERE NOT EXISTS (SELECT FROM audit.entries e WHERE e.id = b.id)`);
  expect(await ledger.verify()).toMatchObject({ ok: true });
}

const SETTABLE = `id, occurred_at, connection, kind, action, status, user_name, email, login, resource_id, external_id,
  source_ip, actor, target, target_id, detail, code, trace_id, changes, execution, revision, cause_id, recorded_at,
  position, chain, seq, salt, personal_hash, hash, erased_by, facet`;

afterEach(restore);

describe('an entry', () => {
  const OBLIGATORY = /^(kind|action|status|detail)$/;
  const TEXTS =
    `connection kind action status user_name email login resource_id external_id actor target target_id detail
    code trace_id`.split(/\s+/);

  it.each([
    ...TEXTS.map((column) => [column, `coalesce(${column}, '') || 'x'`]),
    ...TEXTS.filter((column) => column !== 'connection' && !OBLIGATORY.test(column)).map((column) => [
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
    ['facet', 'facet + 1'],
    ['facet', '-1'],
  ])('of which %s was set to %s is named', async (column, value) => {
    const id = await ledger.idOf('default', 7);
    await ledger.sql(`UPDATE audit.entries SET ${column} = ${value} WHERE chain = 'default' AND seq = 7`);
    const { fault } = await ledger.verify({ chain: 'default' });
    expect(fault).toMatchObject({ chain: 'default' });
    const places: Record<string, number> = { seq: value === '3' ? 3 : 7 };
    expect(fault!.seq).toBe(places[column] ?? 7);
    if (!['id', 'chain', 'seq'].includes(column)) expect(fault!.entryId).toBe(id);
  });

  // recorded_at and search are no part of what is proved: the one tells nothing of the act, the other follows from the rest.
  it('is named whatever any of its columns is set to', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((value) => !value.includes('\0'));
    const nullable = (values: fc.Arbitrary<unknown>) => fc.option(values, { nil: null });
    const bytes = fc.uint8Array({ minLength: 0, maxLength: 40 }).map((value) => Buffer.from(value));
    const json = fc.json().filter((value) => !value.includes('\\u0000') && !/\\ud[89a-f]/i.test(value));
    const texts = TEXTS.map((column) => ({
      column: fc.constant(column),
      value: OBLIGATORY.test(column) ? text : nullable(text),
    }));
    const others = [
      ...['id', 'cause_id', 'erased_by'].map((column) => ({ column, value: fc.uuid() as fc.Arbitrary<unknown> })),
      { column: 'revision', value: nullable(fc.integer({ min: -1000, max: 1000 })) },
      { column: 'seq', value: fc.integer({ min: -5, max: 40 }) },
      { column: 'source_ip', value: nullable(fc.oneof(fc.ipV4(), fc.ipV6(), fc.constant('203.0.113.7/24'))) },
      { column: 'changes', value: json },
      { column: 'execution', value: nullable(json.filter((value) => value.trim() !== 'null')) },
      { column: 'salt', value: nullable(bytes) },
      ...['personal_hash', 'hash'].map((column) => ({ column, value: bytes })),
      {
        column: 'occurred_at',
        value: fc.date({ min: new Date('2026-10-01'), max: new Date('2026-11-30'), noInvalidDate: true }),
      },
    ].map(({ column, value }) => ({ column: fc.constant(column), value }));
    const changes = fc.oneof(...[...texts, ...others].map((change) => fc.record(change)));
    await fc.assert(
      fc.asyncProperty(changes, fc.integer({ min: 1, max: 27 }), async ({ column, value }, seq) => {
        await ledger.sql(`UPDATE audit.entries SET ${column} = $1 WHERE chain = 'default' AND seq = ${seq}`, [value]);
        const { fault } = await ledger.verify();
        expect(fault !== null).toBe((await ledger.sql(`SELECT id ${CHANGED}`)).length > 0);
        if (fault !== null && column !== 'seq') expect(fault).toMatchObject({ chain: 'default', seq });
        await restore();
      }),
      { numRuns: 120 },
    );
  });
});
