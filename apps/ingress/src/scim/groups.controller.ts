import { Controller, Delete, Get, Patch, Post, Put, Req, Res, UseFilters } from '@nestjs/common';
import type { Projection, Result } from '@usher/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../directory/failure.js';
import { GroupsQuery, type ShownGroup } from '../directory/groups/groups.query.js';
import { GroupsService } from '../directory/groups/groups.service.js';
import type { StoredGroup } from '../directory/groups/stored-group.js';
import { ListingDoor } from './listing-door.js';
import { ifMatch, isKnown, sendNotModified, versionOf } from './preconditions.js';
import { isAsked, listRequestOf, projectionOf, type Query, showsMembers } from './query.js';
import { sendResource } from './reply.js';
import { baseUrlOf, causeOf, connectionOf, dialectsOf } from './request-context.js';
import { groupText, locationOf } from './resource-text.js';
import { sendScimError } from './scim-error.js';
import { ScimErrorFilter } from './scim-error.filter.js';

/** Members with which a group is answered after a PATCH. */
const SMALL = 100;

type GroupRequest = FastifyRequest<{ Params: { id: string }; Querystring: Query }>;

/** `/Groups` (RFC 7644 section 3). */
@Controller('scim/v2/Groups')
@UseFilters(ScimErrorFilter)
export class GroupsController {
  constructor(
    private readonly groups: GroupsService,
    private readonly query: GroupsQuery,
    private readonly listing: ListingDoor,
  ) {}

  @Post()
  async create(@Req() request: GroupRequest, @Res() reply: FastifyReply): Promise<void> {
    const { group: dialect } = dialectsOf(request);
    const projection = projectionOf(dialect, request.query);
    if (!projection.ok) return sendScimError(reply, projection.error);
    const created = await this.groups.create(causeOf(request), dialect, request.body);
    await this.show(request, reply, created, projection.value, 201);
  }

  @Get()
  async list(@Req() request: GroupRequest, @Res() reply: FastifyReply): Promise<void> {
    const { group } = dialectsOf(request);
    await this.listing.answer(request, reply, [group], listRequestOf(request.query), request.query);
  }

  @Get(':id')
  async get(@Req() request: GroupRequest, @Res() reply: FastifyReply): Promise<void> {
    const projection = projectionOf(dialectsOf(request).group, request.query);
    if (!projection.ok) return sendScimError(reply, projection.error);
    const { id } = request.params;
    const shown = await this.query.get(connectionOf(request), id, showsMembers(projection.value));
    if (shown === null) return sendScimError(reply, notFound(id, 'group').error);
    const { revision } = shown.group;
    if (isKnown(request.headers['if-none-match'], revision)) return sendNotModified(reply, revision);
    send(request, reply, shown, projection.value);
  }

  @Put(':id')
  async replace(@Req() request: GroupRequest, @Res() reply: FastifyReply): Promise<void> {
    const { group: dialect } = dialectsOf(request);
    const projection = projectionOf(dialect, request.query);
    if (!projection.ok) return sendScimError(reply, projection.error);
    const check = ifMatch(request.headers['if-match']);
    const replaced = await this.groups.replace(causeOf(request), dialect, request.params.id, request.body, check);
    await this.show(request, reply, replaced, projection.value);
  }

  /**
   * Answers with the group if it is small or the client says what it wants to see, else with 204 (RFC 7644 section
   * 3.5.2): one member more would else cost as much as all members there are.
   */
  @Patch(':id')
  async patch(@Req() request: GroupRequest, @Res() reply: FastifyReply): Promise<void> {
    const { group: dialect } = dialectsOf(request);
    const projection = projectionOf(dialect, request.query);
    if (!projection.ok) return sendScimError(reply, projection.error);
    const check = ifMatch(request.headers['if-match']);
    const patched = await this.groups.patch(causeOf(request), dialect, request.params.id, request.body, check);
    if (!patched.ok || isAsked(request.query)) return this.show(request, reply, patched, projection.value);
    const { id, revision } = patched.value;
    const small = await this.query.getSmall(connectionOf(request), id, SMALL);
    if (small !== null) return send(request, reply, small, projection.value);
    const location = locationOf('Group', id, baseUrlOf(request));
    void reply.code(204).header('etag', versionOf(revision)).header('location', location).send();
  }

  @Delete(':id')
  async delete(@Req() request: GroupRequest, @Res() reply: FastifyReply): Promise<void> {
    const check = ifMatch(request.headers['if-match']);
    const result = await this.groups.delete(causeOf(request), request.params.id, check);
    if (!result.ok) return sendScimError(reply, result.error);
    void reply.code(204).send();
  }

  /** Reads the members that the answer shows; the group may have changed once more by then. */
  private async show(
    request: GroupRequest,
    reply: FastifyReply,
    result: Result<StoredGroup>,
    projection: Projection | null,
    status: 200 | 201 = 200,
  ): Promise<void> {
    if (!result.ok) return sendScimError(reply, result.error);
    const group = result.value;
    const shown = await this.query.get(connectionOf(request), group.id, showsMembers(projection));
    send(request, reply, shown ?? { group, members: null }, projection, status);
  }
}

function send(
  request: GroupRequest,
  reply: FastifyReply,
  shown: ShownGroup,
  projection: Projection | null,
  status: 200 | 201 = 200,
): void {
  sendResource(request, reply, 'Group', shown.group, groupText(shown, baseUrlOf(request), projection), status);
}
