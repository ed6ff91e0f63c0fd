import { type JsonObject, listResponse, type Projection } from '@usher/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Listing } from '../directory/listing.js';
import { versionOf } from './preconditions.js';
import { baseUrlOf } from './request-context.js';
import { foundText, locationOf } from './resource-text.js';
import { SCIM_JSON } from './scim-error.js';

/** Answers with one resource, whose JSON text is given. */
export function sendResource(
  request: FastifyRequest,
  reply: FastifyReply,
  type: 'User' | 'Group',
  { id, revision }: { id: string; revision: number },
  text: string,
  status: 200 | 201 = 200,
): void {
  if (status === 201) void reply.header('location', locationOf(type, id, baseUrlOf(request)));
  void reply.code(status).header('content-type', SCIM_JSON).header('etag', versionOf(revision)).send(text);
}

/** Answers with a ListResponse (RFC 7644 section 3.4.2). */
export function sendListing(
  request: FastifyRequest,
  reply: FastifyReply,
  listing: Listing,
  projections: Readonly<Record<'User' | 'Group', Projection | null>>,
): void {
  const baseUrl = baseUrlOf(request);
  const { total, startIndex, nextCursor } = listing;
  const resources = listing.resources.map((found) => foundText(found, baseUrl, projections));
  const { Resources: _none, ...head } = listResponse({ resources: [], totalResults: total, startIndex, nextCursor });
  const envelope = JSON.stringify({ ...head, itemsPerPage: resources.length });
  void reply
    .code(200)
    .header('content-type', SCIM_JSON)
    .send(`${envelope.slice(0, -1)},"Resources":[${resources.join(',')}]}`);
}

/** Answers with any other SCIM message. */
export function sendJson(reply: FastifyReply, body: JsonObject | object): void {
  void reply.code(200).header('content-type', SCIM_JSON).send(JSON.stringify(body));
}
