import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { securityHeaders } from './security-headers.js';

export interface ConsoleOptions {
  /** Of OpenID Connect, when operators sign in with it. */
  issuer?: string;
}

const FILES = fileURLToPath(new URL('../public', import.meta.url));
/** What isn't the console's, though it may be asked for by a browser. */
const OTHERS = /^\/(api|scim|health|metrics)(\/|$)/;
const YEAR = 'public, max-age=31536000, immutable';

/**
 * Serves the built console at `/`. Files whose name holds their hash stay in the browser for ever; the page itself is
 * asked for again each time. An address that nobody else has is one of the console's screens.
 *
 * @throws Error when it isn't built
 */
export function serveConsole(fastify: FastifyInstance, { issuer }: ConsoleOptions = {}): void {
  if (!existsSync(`${FILES}/index.html`)) throw new Error('the console is not built: run "npx nx build console"');
  const headers = securityHeaders(issuer);

  void fastify.register(fastifyStatic, {
    root: FILES,
    wildcard: false,
    index: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      for (const [name, value] of Object.entries(headers)) reply.header(name, value);
      reply.header('cache-control', path.includes('/assets/') ? YEAR : 'no-cache');
    },
  });
  const page = (_request: FastifyRequest, reply: FastifyReply) => reply.sendFile('index.html');
  fastify.get('/', page);
  fastify.get('/*', (request, reply) => (isScreen(request) ? page(request, reply) : reply.callNotFound()));
}

function isScreen({ url, headers }: FastifyRequest): boolean {
  return !OTHERS.test(url) && (headers.accept ?? '').includes('text/html');
}
