import type { FastifyInstance } from 'fastify';

/** Both are JSON; a `charset` parameter is tolerated (RFC 7644 section 3.1 names the second one). */
const JSON_TYPES = ['application/json', 'application/scim+json'];

/**
 * Parses JSON bodies of both media types. An empty body becomes `undefined`: clients send a content type with
 * DELETE and GET as well. Text that is no JSON rejects with Fastify's error (`statusCode` 400); Nest hands it to
 * global filters as an HttpException of that status, like 413 for a body over the limit and 415 for another type.
 */
export function parseJsonBodies(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(JSON_TYPES, { parseAs: 'string' }, (request, body: string, done) => {
    if (body.length === 0) done(null, undefined);
    else void parse(request, body, (error, value) => done(error && inWords(error), value));
  });
}

/** Fastify's words name application/json whatever was sent, and the engine's would quote the body. */
function inWords(error: Error): Error {
  error.message = 'unexpected character or end of the text, or a key that is not allowed';
  return error;
}
