import { formatTraceparent, newTraceId, parseTraceparent } from './trace-context.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

describe('traceparent (W3C Trace Context)', () => {
  it('comes back as it was written', () => {
    const context = { traceId: TRACE, spanId: SPAN, sampled: false };
    expect(formatTraceparent(context)).toBe(`00-${TRACE}-${SPAN}-00`);
    expect(parseTraceparent(formatTraceparent(context))).toEqual(context);
  });

  it('gets a span id when there is none', () => {
    expect(parseTraceparent(formatTraceparent({ traceId: TRACE }))).toMatchObject({ traceId: TRACE, sampled: true });
  });

  it('of a later version may carry more', () => {
    expect(parseTraceparent(`01-${TRACE}-${SPAN}-01-extra`)?.traceId).toBe(TRACE);
  });

  it.each([
    undefined,
    '',
    'nonsense',
    `00-${TRACE}-${SPAN}`,
    `00-${TRACE}-${SPAN}-01-extra`,
    `ff-${TRACE}-${SPAN}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
  ])('%j is invalid and begins a new trace', (header) => {
    expect(parseTraceparent(header)).toBeUndefined();
  });

  it('a new trace id is 32 hex digits and never the same', () => {
    expect(newTraceId()).toMatch(/^[0-9a-f]{32}$/);
    expect(newTraceId()).not.toBe(newTraceId());
  });
});
