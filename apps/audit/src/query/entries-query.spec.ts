import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { decodeCursor, encodeCursor } from './cursor.js';
import { EntriesQuery } from './entries-query.js';
import { conditionsOf, EntryFilter } from './filter.js';

const read = (given: object) => plainToInstance(EntriesQuery, given);
const faults = (given: object) => validateSync(read(given)).map(({ property, constraints }) => [property, constraints]);

describe('the parameters of an audit query', () => {
  it('take 50 entries when nothing is said, and an empty parameter as not given', () => {
    const query = read({ userName: '', status: '', from: '', limit: '', cursor: '', sort: '', count: '' });
    expect(validateSync(query)).toEqual([]);
    expect(query.limit).toBe(50);
    expect(query).toMatchObject({ sort: 'occurredAt', order: 'desc', count: false });
    expect(read({}).limit).toBe(50);
    expect(query.userName).toBeUndefined();
  });

  it.each([
    [{ limit: '0' }],
    [{ limit: '201' }],
    [{ limit: '5.5' }],
    [{ limit: 'all' }],
    [{ limit: '-1' }],
    [{ from: 'yesterday' }],
    [{ from: '2026-11-24' }],
    [{ to: '2026-13-24T00:00:00Z' }],
    [{ to: '2026-02-30T00:00:00Z' }],
    [{ to: '2026-11-24T25:00:00Z' }],
    [{ to: '2026-11-24T00:00:00' }],
    [{ status: 'fine' }],
    [{ status: 'held,fine' }],
    [{ kind: 'requests' }],
    [{ action: 'create,' }],
    [{ action: 'a b' }],
    [{ sort: 'detail' }],
    [{ order: 'down' }],
    [{ count: 'yes' }],
    [{ sourceIp: '300.1.1.1' }],
    [{ sourceIp: '10.0.0.0/33' }],
    [{ sourceIp: '10.0.0.0/' }],
    [{ cursor: 'abc' }],
    [{ cursor: ['a', 'b'] }],
    [{ userName: ['a', 'b'] }],
    [{ userName: { a: 'b' } }],
    [{ q: 'x'.repeat(257) }],
  ])('%j is refused by the name of the parameter', (given) => {
    const [name] = Object.keys(given);
    const [first] = faults(given);
    expect(first?.[0]).toBe(name);
    expect(Object.values(first?.[1] ?? {})[0]).toContain(name);
  });

  it.each([
    [{ from: '2026-11-24T13:00:00Z' }, '2026-11-24T13:00:00.000Z'],
    [{ from: '2026-11-24T13:00:00.123456+02:00' }, '2026-11-24T11:00:00.123Z'],
    [{ from: '2026-11-24T13:00:00 02:00' }, '2026-11-24T11:00:00.000Z'],
  ])('%j is a time', (given, time) => {
    expect(faults(given)).toEqual([]);
    expect(read(given).from?.toISOString()).toBe(time);
  });

  it.each(['10.1.2.3', '10.0.0.0/8', '2001:db8::1', '2001:db8::/32'])('%s is an address or a network', (sourceIp) => {
    expect(faults({ sourceIp })).toEqual([]);
  });
});

describe('a cursor', () => {
  const position = {
    sort: 'target',
    order: 'asc',
    value: 'Größe "x"',
    occurredAt: new Date('2026-11-24T13:00:00.123Z'),
    id: '7f0c1a52-6f0e-4b0e-9d54-0a6a3f0d9a01',
  } as const;

  it('comes back as it was', () => {
    expect(decodeCursor(encodeCursor(position))).toEqual(position);
    expect(decodeCursor(encodeCursor({ ...position, value: null }))).toEqual({ ...position, value: null });
  });

  it.each([
    '["occurredAt","desc",null,1,"x\' OR 1=1"]',
    '["occurredAt","desc",null,"1","7f0c1a52-6f0e-4b0e-9d54-0a6a3f0d9a01"]',
    '["hash","desc",null,1,"7f0c1a52-6f0e-4b0e-9d54-0a6a3f0d9a01"]',
    '["target","up",null,1,"7f0c1a52-6f0e-4b0e-9d54-0a6a3f0d9a01"]',
    '["target","asc",{},1,"7f0c1a52-6f0e-4b0e-9d54-0a6a3f0d9a01"]',
    '["target","asc","\\u0000",1,"7f0c1a52-6f0e-4b0e-9d54-0a6a3f0d9a01"]',
    'null',
    '[',
  ])('of someone else is none: %s', (text) => {
    expect(decodeCursor(Buffer.from(text).toString('base64url'))).toBeUndefined();
  });

  it('belongs to the sort and order it was given for', () => {
    const cursor = encodeCursor(position);
    expect(faults({ cursor, sort: 'target', order: 'asc' })).toEqual([]);
    expect(faults({ cursor, sort: 'target' })[0]?.[0]).toBe('cursor');
    expect(faults({ cursor, order: 'asc' })[0]?.[0]).toBe('cursor');
  });
});

describe('a filter', () => {
  const where = (given: object) => {
    const values: unknown[] = [];
    return {
      conditions: conditionsOf(plainToInstance(EntryFilter, given), (value) => `$${values.push(value)}`),
      values,
    };
  };

  it('is read alike from a query string and from what was kept of it as JSON', () => {
    const given = {
      action: 'create, adopt',
      status: 'held',
      from: '2026-11-24T13:00:00Z',
      sourceIp: '10.0.0.0/8',
      q: 'x',
    };
    const kept = JSON.parse(JSON.stringify(plainToInstance(EntryFilter, given))) as object;
    expect(validateSync(plainToInstance(EntryFilter, kept))).toEqual([]);
    expect(where(kept)).toEqual(where(given));
    expect(where(given).values).toContainEqual(['create', 'adopt']);
  });

  it('puts no value into the text of a statement', () => {
    const fields = [
      'userName',
      'email',
      'login',
      'target',
      'actor',
      'connection',
      'resourceId',
      'code',
      'traceId',
      'q',
    ];
    const { conditions, values } = where(Object.fromEntries(fields.map((name) => [name, `'${name}`])));
    expect(conditions.join()).not.toContain("'");
    expect(values).toHaveLength(fields.length);
  });
});
