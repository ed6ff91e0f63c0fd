import { TableStatistics } from './table-statistics.js';

describe('TableStatistics', () => {
  it('are renewed at doubling steps while the table grows, and a failure of that is nobody else’s', async () => {
    const at: number[] = [];
    let total = 0;
    const statistics = new TableStatistics(() => {
      at.push(total);
      return Promise.reject(new Error('no right to analyse'));
    });
    for (total = 1; total <= 1_500; total += 1) statistics.grew(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(at).toEqual([100, 300, 700, 1_500]);
  });
});
