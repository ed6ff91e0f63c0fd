import { emptySample } from './measure.js';
import { figures, tableRows, toCell } from './report.js';

describe('the figures of a cell', () => {
  const sample = (requests: number, seconds: number): ReturnType<typeof emptySample> => ({
    requests,
    seconds,
    latencies: Array.from({ length: requests }, (_, i) => requests - i),
    serverCpuMs: requests / 4,
    databaseCpuMs: undefined,
  });

  it('are of all rounds together: rate, percentiles, CPU for each request', () => {
    expect(figures(sample(200, 2))).toEqual({
      requestsPerSecond: 100,
      p50Ms: 101,
      p99Ms: 199,
      serverCpuMs: 0.25,
      databaseCpuMs: null,
    });
  });

  it('tell how much of the floor the ingress reaches, and show what is not known as a dash', () => {
    const cell = toCell('create', 16, sample(100, 2), sample(200, 2));
    expect(cell.ratio).toBe(0.5);
    expect(tableRows(cell).split('\n')).toEqual([
      expect.stringMatching(/^create +16 ingress +50 .* 0\.25 \+ - +0\.50$/),
      expect.stringMatching(/^ +floor +100 /),
    ]);
  });
});
