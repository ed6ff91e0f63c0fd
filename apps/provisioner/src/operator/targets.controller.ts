import { Controller, Get, HttpCode, NotFoundException, Param, Post, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard } from '@usher/operator-auth';
import type { GateReport } from '../safety/site-gate.js';
import type { Target } from '../targets/target.js';
import { TargetRegistry } from '../targets/target.registry.js';

export interface TargetView extends GateReport {
  id: string;
  name: string;
  siteUrl: string;
}

@ApiTags('targets')
@ApiBearerAuth()
@Controller('api/targets')
@UseGuards(OperatorGuard)
export class TargetsController {
  constructor(private readonly targets: TargetRegistry) {}

  @Get()
  @ApiOperation({ summary: 'The connected sites, and whether they serve' })
  list(): { targets: TargetView[] } {
    return { targets: this.targets.all().map(view) };
  }

  @Post(':id/check')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ask the site now; a paused or quarantined one that serves again goes on at once' })
  async check(@Param('id') id: string): Promise<TargetView> {
    const target = this.targets.find(id);
    if (!target) throw new NotFoundException(`There is no target "${id}".`);
    await target.gate.check();
    return view(target);
  }
}

function view(target: Target): TargetView {
  const { id, name, siteUrl, gate } = target;
  return { id, name, siteUrl, ...gate.report() };
}
