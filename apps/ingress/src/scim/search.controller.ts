import { Controller, HttpCode, Post, Req, Res, UseFilters } from '@nestjs/common';
import { type Dialect, parseSearch } from '@usher/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ListingDoor } from './listing-door.js';
import { dialectsOf } from './request-context.js';
import { sendScimError } from './scim-error.js';
import { ScimErrorFilter } from './scim-error.filter.js';

/** Queries by POST (RFC 7644 section 3.4.3): of one resource type, or of all at the root. */
@Controller('scim/v2')
@UseFilters(ScimErrorFilter)
export class SearchController {
  constructor(private readonly listing: ListingDoor) {}

  @Post('Users/.search')
  @HttpCode(200)
  users(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.search(request, reply, [dialectsOf(request).user]);
  }

  @Post('Groups/.search')
  @HttpCode(200)
  groups(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.search(request, reply, [dialectsOf(request).group]);
  }

  @Post('.search')
  @HttpCode(200)
  all(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { user, group } = dialectsOf(request);
    return this.search(request, reply, [user, group]);
  }

  private async search(request: FastifyRequest, reply: FastifyReply, dialects: readonly Dialect[]): Promise<void> {
    const parsed = parseSearch(request.body);
    if (!parsed.ok) return sendScimError(reply, parsed.error);
    const { attributes, excludedAttributes, ...wanted } = parsed.value;
    await this.listing.answer(request, reply, dialects, wanted, { attributes, excludedAttributes });
  }
}
