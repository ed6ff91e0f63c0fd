import { Controller, Get, Param, Req, Res, UseFilters } from '@nestjs/common';
import { type JsonObject, listResponse, resourceTypes, schemaDefinitions, serviceProviderConfig } from '@usher/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendJson } from './reply.js';
import { baseUrlOf, callerOf, dialectsOf } from './request-context.js';
import { sendScimError } from './scim-error.js';
import { ScimErrorFilter } from './scim-error.filter.js';

/** What the server can do (RFC 7644 section 4). */
@Controller('scim/v2')
@UseFilters(ScimErrorFilter)
export class DiscoveryController {
  @Get('ServiceProviderConfig')
  config(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendJson(reply, serviceProviderConfig(baseUrlOf(request), { changePassword: callerOf(request).passwordSync }));
  }

  @Get('ResourceTypes')
  listResourceTypes(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendAll(request, reply, resourceTypes(dialectsOf(request), baseUrlOf(request)));
  }

  @Get('ResourceTypes/:id')
  resourceType(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendOne(reply, resourceTypes(dialectsOf(request), baseUrlOf(request)), id);
  }

  @Get('Schemas')
  listSchemas(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendAll(request, reply, schemaDefinitions(dialectsOf(request), baseUrlOf(request)));
  }

  @Get('Schemas/:id')
  schema(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendOne(reply, schemaDefinitions(dialectsOf(request), baseUrlOf(request)), id);
  }
}

/** Filters, sorting and paging of these are ignored, but a filter is refused (RFC 7644 section 4). */
function sendAll(request: FastifyRequest, reply: FastifyReply, resources: JsonObject[]): void {
  const { filter } = request.query as { filter?: unknown };
  if (filter !== undefined) return sendScimError(reply, { status: 403, detail: 'A filter is not permitted here' });
  sendJson(reply, listResponse({ resources, totalResults: resources.length, startIndex: 1 }));
}

function sendOne(reply: FastifyReply, resources: readonly JsonObject[], id: string): void {
  const found = resources.find((resource) => resource.id === id);
  if (found === undefined) return sendScimError(reply, { status: 404, detail: `There is nothing with the id "${id}"` });
  sendJson(reply, found);
}
