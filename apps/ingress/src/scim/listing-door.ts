import { Injectable } from '@nestjs/common';
import { type Dialect, type Projection } from '@usher/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ListRequest, Listings } from '../directory/listing.js';
import { projectionOf, type Query, showsMembers } from './query.js';
import { sendListing } from './reply.js';
import { connectionOf } from './request-context.js';
import { sendScimError } from './scim-error.js';

/** Lists, however they are asked for: by GET, or by POST to `.search`. */
@Injectable()
export class ListingDoor {
  constructor(private readonly listings: Listings) {}

  async answer(
    request: FastifyRequest,
    reply: FastifyReply,
    dialects: readonly Dialect[],
    wanted: ListRequest,
    shown: Query,
  ): Promise<void> {
    const projections: Record<'User' | 'Group', Projection | null> = { User: null, Group: null };
    for (const dialect of dialects) {
      const projection = projectionOf(dialect, shown);
      if (!projection.ok) return sendScimError(reply, projection.error);
      projections[dialect.type.name] = projection.value;
    }
    const members = showsMembers(projections.Group);
    const listing = await this.listings.list(connectionOf(request), dialects, wanted, members);
    if (!listing.ok) return sendScimError(reply, listing.error);
    sendListing(request, reply, listing.value, projections);
  }
}
