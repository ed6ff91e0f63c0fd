import { jest } from '@jest/globals';
import { withSpan } from './span.js';
import { startTracing } from './start-tracing.js';

describe('tracing', () => {
  it('loads no SDK unless an endpoint is set', async () => {
    const load = jest.fn();
    jest.unstable_mockModule('@opentelemetry/sdk-node', () => {
      load();
      return {};
    });
    await (
      await startTracing('usher-test', {})
    )();
    expect(load).not.toHaveBeenCalled();
  });

  it('off, runs the work of a span and nothing else', async () => {
    await expect(withSpan('apply', {}, async () => 7)).resolves.toBe(7);
    await expect(withSpan('apply', {}, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});
