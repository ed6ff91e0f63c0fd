import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard } from '@usher/operator-auth';
import { checked } from './answers.js';
import { GroupsQuery } from './groups-requests.js';
import { GroupsQueries, type GroupView } from './groups.queries.js';

@ApiTags('provisioning')
@ApiBearerAuth()
@Controller('api/provisioning')
@UseGuards(OperatorGuard)
export class GroupsController {
  constructor(private readonly queries: GroupsQueries) {}

  @Get('groups')
  @ApiOperation({ summary: "The groups that the directory's users are in, for rules that give roles" })
  async groups(@Query(checked) { connection }: GroupsQuery): Promise<{ groups: GroupView[] }> {
    return { groups: await this.queries.groups(connection) };
  }
}
