import { WorkDatabase } from '../testing/work-database.js';
import { Lag, type LagQuestion } from './lag.js';

const HOUR = 3_600_000;

let db: WorkDatabase;
let lag: Lag;

beforeEach(async () => {
  db = await WorkDatabase.open();
  lag = new Lag(db.pool);
}, 30_000);
afterEach(() => db.close());

const note = (waits: Record<string, number>) => lag.note(new Map(Object.entries(waits)));
const ago = (interval: string) =>
  db.rows('UPDATE provisioner.lag SET hour = hour - $1::interval', [interval]).then(() => undefined);
const read = (question: Partial<LagQuestion> = {}) =>
  lag.read({ from: new Date(Date.now() - 24 * HOUR), to: new Date(), bucket: 'hour', ...question });
const waits = async (question: Partial<LagQuestion> = {}) => (await read(question)).map(({ longestMs }) => longestMs);

describe('the lag', () => {
  it('of an hour is the longest wait that was seen in it, of all sites or of one', async () => {
    await note({});
    expect(await read()).toEqual([]);
    await note({ a: 2_000, b: 900 });
    await note({ a: 1_500, b: 4_000_000_000 });
    // An hour may end in between.
    expect((await waits()).at(-1)).toBe(4_000_000_000);
    expect(Math.max(...(await waits({ targetId: 'a' })))).toBe(2_000);
    expect(await waits({ targetId: 'c' })).toEqual([]);
  });

  it('is told by the hour or by the day, whose first is whole', async () => {
    await note({ a: 1 });
    await ago('1 day');
    await note({ a: 3 });
    await ago('1 hour');
    await note({ a: 2 });
    const from = new Date(Date.now() - 26 * HOUR);
    expect(await waits({ from })).toEqual([1, 3, 2]);
    const days = await read({ from, bucket: 'day' });
    expect(Math.max(...days.map(({ longestMs }) => longestMs))).toBe(3);
    for (const { at } of days) expect(at.toISOString()).toMatch(/T00:00:00.000Z$/);
  });

  it('is forgotten after more than a year', async () => {
    await note({ a: 1 });
    await ago('399 days');
    await lag.forgetOld();
    expect(await waits({ from: new Date(0) })).toEqual([1]);
    await ago('2 days');
    await lag.forgetOld();
    expect(await waits({ from: new Date(0) })).toEqual([]);
  });
});
