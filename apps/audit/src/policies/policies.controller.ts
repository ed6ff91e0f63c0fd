import { Body, Controller, Get, Param, Put, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { OperatorGuard } from '@usher/operator-auth';
import { ArrayMaxSize, IsArray, IsInt, IsString, Matches, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { badParameter, parameters } from '../query/parameters.js';
import { actorOf } from '../record/act.js';
import { type Policy, PolicyStore } from './policy.store.js';

const PATH = /^(?:urn:[\w.:-]+:)?[a-z$][\w$-]*(?:\.[\w$-]+)*$/i;
const DAYS = { message: 'retentionDays must be null or a whole number from 1 to 36500' };
const EACH = { each: true, message: 'masked must be a list of SCIM paths, e.g. name.givenName' };

export class PolicyBody {
  @ApiProperty({
    description: 'Days after which entries are taken out; null keeps them for good.',
    type: Number,
    nullable: true,
    minimum: 1,
    maximum: 36500,
  })
  @ValidateIf((_object, value) => value !== null)
  @IsInt(DAYS)
  @Min(1, DAYS)
  @Max(36500, DAYS)
  retentionDays: number | null;

  @ApiProperty({
    description: 'SCIM paths (or fields of a site, as changes have them) whose values are stored as `***`.',
    type: [String],
    example: ['emails', 'name.givenName'],
  })
  @IsArray({ message: EACH.message })
  @ArrayMaxSize(100, { message: 'masked must have at most 100 paths' })
  @IsString(EACH)
  @MaxLength(256, EACH)
  @Matches(PATH, EACH)
  masked: string[];
}

@ApiTags('audit')
@ApiBearerAuth()
@Controller('api/audit/policies')
@UseGuards(OperatorGuard)
export class PoliciesController {
  constructor(private readonly store: PolicyStore) {}

  @Get()
  @ApiOperation({ summary: 'How long entries are kept, and which values are not stored, by connection' })
  async list(): Promise<{ policies: Policy[] }> {
    return { policies: await this.store.list() };
  }

  @Put(':connection')
  @ApiOperation({ summary: 'Set the policy of a connection, or (`-`) of the acts that concern none' })
  set(
    @Param('connection') connection: string,
    @Body(parameters) { retentionDays, masked }: PolicyBody,
    @Req() request: FastifyRequest,
  ): Promise<Policy> {
    if (!/^[\w-]{1,64}$/.test(connection))
      throw badParameter('connection', 'connection must be the id of a connection');
    const paths = [...new Map(masked.map((path) => [path.toLowerCase(), path])).values()];
    if (paths.some((path) => /(?:^|:)userName$/i.test(path)))
      throw badParameter('masked', "userName can't be masked: entries are found by it; erase single persons instead");
    return this.store.set({ connection, retentionDays, masked: paths }, actorOf(request));
  }
}
