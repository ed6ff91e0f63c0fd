import { Controller, Get, HttpCode, NotFoundException, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard, operatorOrigin, Requires } from '@usher/operator-auth';
import type { FastifyRequest } from 'fastify';
import { JobRepository, type JobView } from '../jobs/job.repository.js';
import { JobStarter } from '../jobs/job-starter.js';
import { checked, found, valueOf } from './answers.js';
import { JobsQuery } from './jobs-requests.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

@ApiTags('provisioning')
@ApiBearerAuth()
@Controller('api')
@UseGuards(OperatorGuard)
export class JobsController {
  constructor(
    private readonly jobs: JobRepository,
    private readonly starter: JobStarter,
  ) {}

  @Get('provisioning/jobs')
  @ApiOperation({ summary: 'Long work on whole sites, and how far it is; newest first' })
  async list(@Query(checked) query: JobsQuery): Promise<{ jobs: JobView[] }> {
    return { jobs: await this.jobs.list(query) };
  }

  @Get('provisioning/jobs/:job')
  @ApiOperation({ summary: 'One job' })
  async get(@Param('job') id: string): Promise<JobView> {
    return found(UUID.test(id) ? await this.jobs.find(id) : null, 'job with such an id');
  }

  @Post('provisioning/jobs/:job/cancel')
  @Requires('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'End a job early; what it did stays, what it queued and nobody is at is dropped' })
  async cancel(@Req() request: FastifyRequest, @Param('job') id: string): Promise<JobView> {
    if (!UUID.test(id)) throw new NotFoundException('There is no job with such an id.');
    return valueOf(await this.starter.cancel(id, operatorOrigin(request)));
  }

  @Post('targets/:target/resync')
  @Requires('operator')
  @HttpCode(202)
  @ApiOperation({ summary: 'Bring the latest state of every user to the site once more' })
  async resync(@Req() request: FastifyRequest, @Param('target') targetId: string): Promise<JobView> {
    return valueOf(await this.starter.start({ targetId, kind: 'resync', origin: operatorOrigin(request) }));
  }
}
