import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard } from '@usher/operator-auth';
import { checked } from './answers.js';
import { DeadLettersQuery, ProvisioningQuery } from './provisioning-query.js';
import { type DeadLetterView, type LinkView, ProvisioningQueries } from './provisioning.queries.js';

@ApiTags('provisioning')
@ApiBearerAuth()
@Controller('api/provisioning')
@UseGuards(OperatorGuard)
export class ProvisioningController {
  constructor(private readonly queries: ProvisioningQueries) {}

  @Get('links')
  @ApiOperation({ summary: 'Which SCIM user is which WordPress account, and what was applied last; newest first' })
  async links(@Query(checked) query: ProvisioningQuery): Promise<{ links: LinkView[] }> {
    return { links: await this.queries.links(query) };
  }

  @Get('dead-letters')
  @ApiOperation({ summary: 'Users that a site refused, and why; newest first' })
  async deadLetters(
    @Query(checked) query: DeadLettersQuery,
  ): Promise<{ deadLetters: DeadLetterView[]; next: number | null }> {
    const deadLetters = await this.queries.deadLetters(query);
    const last = deadLetters.length === query.limit ? deadLetters.at(-1) : undefined;
    return { deadLetters, next: last?.id ?? null };
  }
}
