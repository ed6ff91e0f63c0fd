import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Milliseconds between looks for connections that have nothing in work any more. */
const LOOK = 50;

/**
 * Lets close end as soon as the last request in flight is answered. Fastify closes the connections that are idle
 * when the closing begins; one that answers its last request later would keep it waiting for the keep-alive time
 * of more than a minute. One that was opened ahead and has asked for nothing yet, as browsers do, counts as busy to Node.
 */
export function closeConnectionsWhenIdle(fastify: FastifyInstance): void {
  const { server } = fastify;
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  fastify.addHook('preClose', (done) => {
    const timer = setInterval(() => {
      server.closeIdleConnections();
      for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
    }, LOOK);
    server.once('close', () => clearInterval(timer));
    timer.unref();
    done();
  });
}
