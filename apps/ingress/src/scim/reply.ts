import { type JsonObject, listResponse, project, type Projection, type Result } from '@usher/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fromDocument, type StoredUser, userLocation } from '../directory/user-document.js';
import type { UserPage } from '../directory/users.query.js';
import { versionOf } from './preconditions.js';
import { baseUrlOf } from './request-context.js';
import { SCIM_JSON, sendScimError } from './scim-error.js';

/** Answers with the user: the stored text is copied; only a projection parses it. */
export function sendUser(
  request: FastifyRequest,
  reply: FastifyReply,
  result: Result<StoredUser>,
  projection: Projection | null,
  status: 200 | 201 = 200,
): void {
  if (!result.ok) return sendScimError(reply, result.error);
  const { id, revision } = result.value;
  const baseUrl = baseUrlOf(request);
  if (status === 201) void reply.header('location', userLocation(id, baseUrl));
  void reply
    .code(status)
    .header('content-type', SCIM_JSON)
    .header('etag', versionOf(revision))
    .send(userText(result.value, baseUrl, projection));
}

/** Answers with a ListResponse (RFC 7644 section 3.4.2). */
export function sendUsers(
  request: FastifyRequest,
  reply: FastifyReply,
  page: UserPage,
  startIndex: number,
  projection: Projection | null,
): void {
  const baseUrl = baseUrlOf(request);
  const resources = page.users.map((user) => userText(user, baseUrl, projection));
  const { Resources: _none, ...head } = listResponse({ resources: [], totalResults: page.total, startIndex });
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

function userText({ document, id }: StoredUser, baseUrl: string, projection: Projection | null): string {
  const text = fromDocument(document, id, baseUrl);
  return projection === null ? text : JSON.stringify(project(JSON.parse(text) as JsonObject, projection));
}
