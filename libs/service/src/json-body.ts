import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';

/** Both are JSON; a `charset` parameter is tolerated (RFC 7644 section 3.1 names the second one). */
const JSON_TYPES = ['application/json', 'application/scim+json'];

/**
 * Parses JSON bodies of both media types. An empty body becomes `undefined`: clients send a content type with
 * DELETE and GET as well. Text that is no JSON, or no UTF-8 (RFC 8259 section 8.1), rejects with Fastify's error (`statusCode` 400); Nest hands it to
 * global filters as an HttpException of that status, like 413 for a body over the limit and 415 for another type.
 */
export function parseJsonBodies(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(JSON_TYPES, { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (body.length === 0) done(null, undefined);
    else if (!isUtf8(body)) done(Object.assign(new Error('the text is not UTF-8'), { statusCode: 400 }));
    else void parse(request, body.toString('utf8'), (error, value) => done(error && inWords(error), value));
  });
}

/** Fastify's words name application/json whatever was sent, and the engine's would quote the body. */
function inWords(error: Error): Error {
  error.message = 'unexpected character or end of the text, or a key that is not allowed';
  return error;
}
