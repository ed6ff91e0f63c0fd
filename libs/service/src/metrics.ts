import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Histogram, register } from 'prom-client';
import { EVENT_STREAM } from './event-stream.js';

/** Prometheus metrics of this process; libraries add theirs to prom-client's default registry. */
export const metricsRegistry = register;

let durations: Histogram | undefined;

/** The registry is the process's: a second application in it (tests, standalone) shares the collectors. */
function requestDurations(): Histogram {
  if (durations === undefined) {
    collectDefaultMetrics();
    durations = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the arrival of a request to the end of its answer',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    });
  }
  return durations;
}

/**
 * Observes every request by method, route pattern (never the address itself: it holds ids) and status.
 * The observer of each label set is kept, since finding it anew would cost more than observing.
 */
export function measureRequests(fastify: FastifyInstance): void {
  const histogram = requestDurations();
  const observers = new Map<string, { observe(seconds: number): void }>();
  fastify.addHook('onResponse', (request, reply, done) => {
    // It lasts as long as somebody looks.
    if (reply.raw.getHeader('content-type') === EVENT_STREAM) return done();
    const route = request.routeOptions.url ?? 'none';
    const key = `${request.method} ${reply.statusCode} ${route}`;
    let observer = observers.get(key);
    if (observer === undefined) {
      observer = histogram.labels(request.method, route, String(reply.statusCode));
      observers.set(key, observer);
    }
    observer.observe(reply.elapsedTime / 1000);
    done();
  });
}
