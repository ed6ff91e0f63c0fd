import { Controller, Get, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard } from '@usher/operator-auth';
import { TargetRegistry } from '../targets/target.registry.js';
import { AttentionQueries } from './attention.queries.js';

const LISTS = ['approvals', 'ambiguous', 'deadLetters', 'drift', 'scheduled'] as const;
const SITES = ['quarantined', 'paused', 'stopped'] as const;
type Subject = (typeof LISTS)[number] | (typeof SITES)[number];

/**
 * How many of each wait for a person. Sites by the word of their state: `quarantined` (an operator has to act), `paused`
 * (they fail, and are asked again), `stopped` (an operator paused them).
 */
export type Attention = Record<Subject, number> & {
  /** Since when the first of each; of `scheduled`, when the next one is due. Null: there is none. */
  oldest: Record<Subject, string | null>;
};

@ApiTags('provisioning')
@ApiBearerAuth()
@Controller('api/provisioning/attention')
@UseGuards(OperatorGuard)
export class AttentionController {
  constructor(
    private readonly queries: AttentionQueries,
    private readonly targets: TargetRegistry,
  ) {}

  @Get()
  @ApiOperation({ summary: 'How much waits for a person, and since when; cheap enough to be asked every few seconds' })
  async attention(): Promise<Attention> {
    const targets = this.targets.all();
    // One that has not been asked yet is no matter for anybody.
    const reports = targets.map(({ gate }) => gate.report()).filter((one) => one.state === 'stopped' || one.checkedAt);
    const facts = await this.queries.attention(targets.map(({ id }) => id));
    const lists = LISTS.map((name) => [name, facts[name].count, facts[name].oldest?.toISOString() ?? null] as const);
    const sites = SITES.map((state) => {
      const since = reports.filter((report) => report.state === state).map((report) => report.since);
      return [state, since.length, since.sort()[0] ?? null] as const;
    });
    const all = [...lists, ...sites];
    return {
      ...(Object.fromEntries(all.map(([name, count]) => [name, count])) as Record<Subject, number>),
      oldest: Object.fromEntries(all.map(([name, , oldest]) => [name, oldest])) as Attention['oldest'],
    };
  }
}
