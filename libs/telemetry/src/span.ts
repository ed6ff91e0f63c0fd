import {
  type Attributes,
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

export interface SpanOptions {
  kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  /** Never a secret, a password or a token. */
  attributes?: Attributes;
  /** The W3C header the span continues; without it the span continues the active one. */
  traceparent?: string;
}

const KINDS = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

/** Runs `work` within a span that ends with it and records its failure. Without a started SDK only `work` runs. */
export async function withSpan<T>(name: string, options: SpanOptions, work: () => Promise<T>): Promise<T> {
  const parent =
    options.traceparent === undefined
      ? context.active()
      : propagation.extract(ROOT_CONTEXT, { traceparent: options.traceparent });
  const span = trace
    .getTracer('usher')
    .startSpan(name, { kind: KINDS[options.kind ?? 'internal'], attributes: options.attributes }, parent);
  try {
    return await context.with(trace.setSpan(parent, span), work);
  } catch (error) {
    span.recordException(error instanceof Error ? error : String(error));
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}
