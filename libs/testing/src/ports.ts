import { createServer } from 'node:net';

/** A port of 127.0.0.1 that nothing listens on just now. Prefer to listen on port 0 where that can be done. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
