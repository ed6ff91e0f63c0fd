import { Controller, Delete, Get, Patch, Post, Put, Req, Res, UseFilters } from '@nestjs/common';
import type { Result, ScimError } from '@usher/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Cause } from '../directory/cause.js';
import { notFound } from '../directory/failure.js';
import type { StoredUser } from '../directory/users/stored-user.js';
import { UsersQuery } from '../directory/users/users.query.js';
import { UsersService } from '../directory/users/users.service.js';
import { AwaitedAnswer } from './awaited-answer.js';
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
    private readonly awaited: AwaitedAnswer,
  ) {}

  @Post()
  async create(@Req() request: UserRequest, @Res() reply: FastifyReply): Promise<void> {
    const { user: dialect } = dialectsOf(request);
    await this.change(request, reply, (cause) => this.users.create(cause, dialect, request.body), 201);
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
    await this.change(request, reply, (cause) => this.users.replace(cause, dialect, id, request.body, check));
  }

  @Patch(':id')
  async patch(@Req() request: UserRequest, @Res() reply: FastifyReply): Promise<void> {
    const { user: dialect } = dialectsOf(request);
    const { id } = request.params;
    const check = ifMatch(request.headers['if-match']);
    await this.change(request, reply, (cause) => this.users.patch(cause, dialect, id, request.body, check));
  }

  @Delete(':id')
  async delete(@Req() request: UserRequest, @Res() reply: FastifyReply): Promise<void> {
    const check = ifMatch(request.headers['if-match']);
    const cause = causeOf(request);
    const result = await this.users.delete(cause, request.params.id, check);
    if (!result.ok) return sendScimError(reply, result.error);
    const refused = await this.refusalOf(request, reply, cause);
    if (refused) return sendScimError(reply, refused);
    void reply.code(204).send();
  }

  private async change(
    request: UserRequest,
    reply: FastifyReply,
    work: (cause: Cause) => Promise<Result<StoredUser>>,
    status: 200 | 201 = 200,
  ): Promise<void> {
    const cause = causeOf(request);
    const changed = async (): Promise<Result<StoredUser>> => {
      const result = await work(cause);
      const refused = result.ok && (await this.refusalOf(request, reply, cause));
      return refused ? { ok: false, error: refused } : result;
    };
    await this.answer(request, reply, changed, status);
  }

  /** Why a site refuses what was done; undefined while none does. */
  private async refusalOf(request: UserRequest, reply: FastifyReply, cause: Cause): Promise<ScimError | undefined> {
    if (!cause.awaiting?.length) return undefined;
    const [verdict] = await this.awaited.of(request, reply, cause, cause.awaiting);
    return verdict?.state === 'refused' ? verdict.error : undefined;
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
