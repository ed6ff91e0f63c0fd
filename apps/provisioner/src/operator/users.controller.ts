import { Controller, Get, NotFoundException, Param, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard } from '@usher/operator-auth';
import type { Target } from '../targets/target.js';
import { EVERY_CONNECTION } from '../targets/target-row.js';
import { TargetRegistry } from '../targets/target.registry.js';
import { aScimId, checked } from './answers.js';
import { UserFactsQueries } from './user-facts.queries.js';
import { type SiteOfUser, standingOf, type UserStanding } from './user-standing.js';
import { UsersQuery } from './users-query.js';

/** One user, with a row for each site that gets them, or has or had something of them. */
export interface UserInSites {
  scimId: string;
  /** Null: the directory doesn't know the user any more. */
  connection: string | null;
  userName: string | null;
  targets: UserStanding[];
}

@ApiTags('provisioning')
@ApiBearerAuth()
@Controller('api/provisioning/users')
@UseGuards(OperatorGuard)
export class UsersController {
  constructor(
    private readonly queries: UserFactsQueries,
    private readonly targets: TargetRegistry,
  ) {}

  @Get()
  @ApiOperation({ summary: 'How users stand in each site beside what is wanted; who is not known is left out' })
  async list(@Query(checked) { ids }: UsersQuery): Promise<{ users: UserInSites[] }> {
    return { users: await this.standings([...new Set(ids.split(','))]) };
  }

  @Get(':scimId')
  @ApiOperation({ summary: 'How one user stands in each site beside what is wanted' })
  async get(@Param('scimId', aScimId) scimId: string): Promise<UserInSites> {
    const [user] = await this.standings([scimId]);
    if (user === undefined) throw new NotFoundException('No user with this id is known to any site.');
    return user;
  }

  private async standings(scimIds: string[]): Promise<UserInSites[]> {
    const targets = this.targets.all();
    const ids = targets.map(({ id }) => id);
    const [wanted, facts] = await Promise.all([this.queries.wanted(scimIds), this.queries.facts(ids, scimIds)]);
    const users = new Map(wanted.map((user) => [user.scimId, user]));
    const recorded = new Map(facts.map((fact) => [`${fact.targetId}/${fact.scimId}`, fact]));
    return scimIds.flatMap((scimId): UserInSites[] => {
      const user = users.get(scimId);
      const standings = targets.flatMap((target) => {
        const known = recorded.get(`${target.id}/${scimId}`);
        const fed = user !== undefined && [EVERY_CONNECTION, user.connection].includes(target.connection);
        return fed || known !== undefined ? [standingOf(siteOf(target), user, known)] : [];
      });
      if (user === undefined && standings.length === 0) return [];
      const { connection = null, userName = null } = user ?? {};
      return [{ scimId, connection, userName, targets: standings }];
    });
  }
}

function siteOf({ id, name, siteUrl, gate }: Target): SiteOfUser {
  return { id, name, siteUrl, closed: gate.report().reason };
}
