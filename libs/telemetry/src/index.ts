export { withSpan, type SpanOptions } from './span.js';
export { startTracing } from './start-tracing.js';
export { formatTraceparent, newSpanId, newTraceId, parseTraceparent, type TraceContext } from './trace-context.js';
