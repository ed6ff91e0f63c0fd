import type { FastifyInstance } from 'fastify';

/** Milliseconds between looks for connections that have nothing in work any more. */
const LOOK = 50;

/**
 * Lets close end as soon as the last request in flight is answered. Fastify closes the connections that are idle
 * when the closing begins; one that answers its last request later would keep it waiting for the keep-alive time
 * of more than a minute.
 */
export function closeConnectionsWhenIdle(fastify: FastifyInstance): void {
  fastify.addHook('preClose', (done) => {
    const { server } = fastify;
    const timer = setInterval(() => server.closeIdleConnections(), LOOK);
    server.once('close', () => clearInterval(timer));
    timer.unref();
    done();
  });
}
