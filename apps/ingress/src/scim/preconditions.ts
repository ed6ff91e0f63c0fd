import type { FastifyReply } from 'fastify';
import type { Precondition } from '../directory/precondition.js';

/** The entity tag of a revision; also `meta.version`. */
export function versionOf(revision: number): string {
  return `W/"${revision}"`;
}

/** `If-Match` (RFC 7644 section 3.14); tags are compared without regard to weakness, since all of ours are weak. */
export function ifMatch(header: string | undefined): Precondition {
  const tags = tagsOf(header);
  if (tags === null || tags.includes('*')) return null;
  return (revision) => tags.includes(`"${revision}"`);
}

/** `If-None-Match` of a GET: whether the client has this revision already. */
export function isKnown(header: string | undefined, revision: number): boolean {
  const tags = tagsOf(header);
  return tags !== null && (tags.includes('*') || tags.includes(`"${revision}"`));
}

/** The client has this revision already (RFC 7644 section 3.14). */
export function sendNotModified(reply: FastifyReply, revision: number): void {
  void reply.code(304).header('etag', versionOf(revision)).send();
}

function tagsOf(header: string | undefined): string[] | null {
  if (header === undefined || header.trim() === '') return null;
  return header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
}
