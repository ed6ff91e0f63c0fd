import { BadRequestException, Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard } from '@usher/operator-auth';
import {
  type GroupDetails,
  type GroupSummary,
  PeopleQuery,
  type UserDetails,
  type UserSummary,
} from '../directory/people/people.query.js';
import { checked, found } from './answers.js';
import { GroupsQueryRequest, MembersQueryRequest, UsersQueryRequest } from './directory-requests.js';

/** Who is wanted, as the identity providers have told: what a site makes of it is the provisioner's. */
@ApiTags('directory')
@ApiBearerAuth()
@Controller('api/directory')
@UseGuards(OperatorGuard)
export class DirectoryController {
  constructor(private readonly people: PeopleQuery) {}

  @Get('users')
  @ApiOperation({ summary: 'Users of all connections, found by a part of user name, name, e-mail or externalId' })
  async users(@Query(checked) query: UsersQueryRequest): Promise<{ users: UserSummary[]; nextCursor: string | null }> {
    const { active, deleted, order, ...rest } = query;
    const page = await this.people.users({
      ...rest,
      active: active === undefined ? undefined : active === 'true',
      deleted: deleted === 'true',
      descending: order === 'desc',
    });
    const { rows, nextCursor } = known(page);
    return { users: rows, nextCursor };
  }

  @Get('users/:id')
  @ApiOperation({ summary: 'One user as it is wanted, with all attributes and groups; there is no password in it' })
  async user(@Param('id') id: string): Promise<UserDetails> {
    return found(await this.people.user(id), 'user with such an id');
  }

  @Get('groups')
  @ApiOperation({ summary: 'Groups of all connections with the number of their members, by displayName' })
  async groups(
    @Query(checked) query: GroupsQueryRequest,
  ): Promise<{ groups: GroupSummary[]; nextCursor: string | null }> {
    const { rows, nextCursor } = known(await this.people.groups(query));
    return { groups: rows, nextCursor };
  }

  @Get('groups/:id')
  @ApiOperation({ summary: 'One group with a page of its members' })
  async group(@Param('id') id: string, @Query(checked) query: MembersQueryRequest): Promise<GroupDetails> {
    const { cursor, limit } = query;
    return found(known(await this.people.group(id, cursor, limit)), 'group with such an id');
  }
}

/** @throws {BadRequestException} for a cursor that isn't one of the query */
function known<T>(page: T | undefined): T {
  if (page === undefined) throw new BadRequestException('The cursor is none that this query was answered with.');
  return page;
}
