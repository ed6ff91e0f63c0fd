import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { decodeCursor, encodeCursor } from './cursor.js';
import { EntriesQuery } from './entries-query.js';

const read = (given: object) => plainToInstance(EntriesQuery, given);
const faults = (given: object) => validateSync(read(given)).map(({ property, constraints }) => [property, constraints]);

describe('the parameters of an audit query', () => {
  it('take 50 entries when nothing is said, and an empty parameter as not given', () => {
    const query = read({ userName: '', status: '', from: '', limit: '', cursor: '' });
    expect(validateSync(query)).toEqual([]);
    expect(query.limit).toBe(50);
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
  it('comes back as it was', () => {
    const position = { occurredAt: new Date('2026-11-24T13:00:00.123Z'), id: '7f0c1a52-6f0e-4b0e-9d54-0a6a3f0d9a01' };
    expect(decodeCursor(encodeCursor(position))).toEqual(position);
  });

  it('of someone else is none', () => {
    expect(decodeCursor(Buffer.from("1.x' OR 1=1").toString('base64url'))).toBeUndefined();
  });
});
