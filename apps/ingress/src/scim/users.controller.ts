import { Controller, Delete, Get, Patch, Post, Put, Req, Res, UseFilters } from '@nestjs/common';
import { parsePaging } from '@usher/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../directory/failure.js';
import { parseUserLookup } from '../directory/user-lookup.js';
import { UsersQuery } from '../directory/users.query.js';
import { UsersService } from '../directory/users.service.js';
import { ifMatch, isKnown, versionOf } from './preconditions.js';
import { parameter, projectionOf, type Query } from './query.js';
import { causeOf, connectionOf } from './request-context.js';
import { sendScimError } from './scim-error.js';
import { ScimErrorFilter } from './scim-error.filter.js';
import { sendUser, sendUsers } from './user-reply.js';

type UserRequest = FastifyRequest<{ Params: { id: string }; Querystring: Query }>;

/** `/Users` (RFC 7644 section 3). Answers are written to Fastify's reply as text, past Nest's serialisation. */
@Controller('scim/v2/Users')
@UseFilters(ScimErrorFilter)
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly query: UsersQuery,
  ) {}

  @Post()
  async create(@Req() request: UserRequest, @Res() reply: FastifyReply): Promise<void> {
    const projection = projectionOf(request.query);
    if (!projection.ok) return sendScimError(reply, projection.error);
    const result = await this.users.create(causeOf(request), request.body);
    sendUser(request, reply, result, projection.value, 201);
  }

  @Get()
  async list(@Req() request: UserRequest, @Res() reply: FastifyReply): Promise<void> {
    const { query } = request;
    const projection = projectionOf(query);
    if (!projection.ok) return sendScimError(reply, projection.error);
    const paging = parsePaging({ startIndex: parameter(query, 'startIndex'), count: parameter(query, 'count') });
    if (!paging.ok) return sendScimError(reply, paging.error);
    const { startIndex, count } = paging.value;
    const connection = connectionOf(request);
    const filter = parameter(query, 'filter');
    if (filter === undefined) {
      const page = await this.query.list(connection, startIndex, count);
      return sendUsers(request, reply, page, startIndex, projection.value);
    }
    const lookup = parseUserLookup(filter);
    if (!lookup.ok) return sendScimError(reply, lookup.error);
    const page = await this.query.lookUp(connection, lookup.value, startIndex, count);
    sendUsers(request, reply, page, startIndex, projection.value);
  }

  @Get(':id')
  async get(@Req() request: UserRequest, @Res() reply: FastifyReply): Promise<void> {
    const projection = projectionOf(request.query);
    if (!projection.ok) return sendScimError(reply, projection.error);
    const user = await this.query.get(connectionOf(request), request.params.id);
    if (user === null) return sendScimError(reply, notFound(request.params.id).error);
    if (isKnown(request.headers['if-none-match'], user.revision)) {
      void reply.code(304).header('etag', versionOf(user.revision)).send();
      return;
    }
    sendUser(request, reply, { ok: true, value: user }, projection.value);
  }

  @Put(':id')
  async replace(@Req() request: UserRequest, @Res() reply: FastifyReply): Promise<void> {
    const projection = projectionOf(request.query);
    if (!projection.ok) return sendScimError(reply, projection.error);
    const check = ifMatch(request.headers['if-match']);
    const result = await this.users.replace(causeOf(request), request.params.id, request.body, check);
    sendUser(request, reply, result, projection.value);
  }

  @Patch(':id')
  async patch(@Req() request: UserRequest, @Res() reply: FastifyReply): Promise<void> {
    const projection = projectionOf(request.query);
    if (!projection.ok) return sendScimError(reply, projection.error);
    const check = ifMatch(request.headers['if-match']);
    const result = await this.users.patch(causeOf(request), request.params.id, request.body, check);
    sendUser(request, reply, result, projection.value);
  }

  @Delete(':id')
  async delete(@Req() request: UserRequest, @Res() reply: FastifyReply): Promise<void> {
    const check = ifMatch(request.headers['if-match']);
    const result = await this.users.delete(causeOf(request), request.params.id, check);
    if (!result.ok) return sendScimError(reply, result.error);
    void reply.code(204).send();
  }
}
