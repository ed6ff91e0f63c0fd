import { Controller, Delete, Get, Patch, Post, Put, Req, Res, UseFilters } from '@nestjs/common';
import type { Result } from '@usher/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../directory/failure.js';
import type { StoredUser } from '../directory/users/stored-user.js';
import { UsersQuery } from '../directory/users/users.query.js';
import { UsersService } from '../directory/users/users.service.js';
import { ListingDoor } from './listing-door.js';
import { ifMatch, isKnown, sendNotModified } from './preconditions.js';
import { listRequestOf, projectionOf, type Query } from './query.js';
import { sendResource } from './reply.js';
import { baseUrlOf, causeOf, connectionOf, dialectsOf } from './request-context.js';
import { userText } from './resource-text.js';
import { sendScimError } from './scim-error.js';
import { ScimErrorFilter } from './scim-error.filter.js';

type UserRequest = FastifyRequest<{ Params: { id: string }; Querystring: Query }>;

/** `/Users` (RFC 7644 section 3). Answers are written to Fastify's reply as text, past Nest's serialisation. */
@Controller('scim/v2/Users')
@UseFilters(ScimErrorFilter)
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly query: UsersQuery,
    private readonly listing: ListingDoor,
  ) {}

  @Post()
  async create(@Req() request: UserRequest, @Res() reply: FastifyReply): Promise<void> {
    const { user: dialect } = dialectsOf(request);
    await this.answer(request, reply, () => this.users.create(causeOf(request), dialect, request.body), 201);
  }

  @Get()
  async list(@Req() request: UserRequest, @Res() reply: FastifyReply): Promise<void> {
    const { user } = dialectsOf(request);
    await this.listing.answer(request, reply, [user], listRequestOf(request.query), request.query);
  }

  @Get(':id')
  async get(@Req() request: UserRequest, @Res() reply: FastifyReply): Promise<void> {
    const { id } = request.params;
    await this.answer(request, reply, async () => {
      const user = await this.query.get(connectionOf(request), id);
      return user === null ? notFound(id) : { ok: true, value: user };
    });
  }

  @Put(':id')
  async replace(@Req() request: UserRequest, @Res() reply: FastifyReply): Promise<void> {
    const { user: dialect } = dialectsOf(request);
    const { id } = request.params;
    const check = ifMatch(request.headers['if-match']);
    await this.answer(request, reply, () => this.users.replace(causeOf(request), dialect, id, request.body, check));
  }

  @Patch(':id')
  async patch(@Req() request: UserRequest, @Res() reply: FastifyReply): Promise<void> {
    const { user: dialect } = dialectsOf(request);
    const { id } = request.params;
    const check = ifMatch(request.headers['if-match']);
    await this.answer(request, reply, () => this.users.patch(causeOf(request), dialect, id, request.body, check));
  }

  @Delete(':id')
  async delete(@Req() request: UserRequest, @Res() reply: FastifyReply): Promise<void> {
    const check = ifMatch(request.headers['if-match']);
    const result = await this.users.delete(causeOf(request), request.params.id, check);
    if (!result.ok) return sendScimError(reply, result.error);
    void reply.code(204).send();
  }

  /** What the answer shows is judged before anything is done. */
  private async answer(
    request: UserRequest,
    reply: FastifyReply,
    work: () => Promise<Result<StoredUser>>,
    status: 200 | 201 = 200,
  ): Promise<void> {
    const projection = projectionOf(dialectsOf(request).user, request.query);
    if (!projection.ok) return sendScimError(reply, projection.error);
    const result = await work();
    if (!result.ok) return sendScimError(reply, result.error);
    const user = result.value;
    if (request.method === 'GET' && isKnown(request.headers['if-none-match'], user.revision)) {
      return sendNotModified(reply, user.revision);
    }
    sendResource(request, reply, 'User', user, userText(user, baseUrlOf(request), projection.value), status);
  }
}
