import { Body, ConflictException, Controller, HttpCode, NotFoundException, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { OperatorGuard } from '@usher/operator-auth';
import { MayBeMissing, NoNul } from '@usher/service';
import { IsString, Length, Matches } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { badParameter, parameters } from '../query/parameters.js';
import { actorOf } from '../record/act.js';
import { IsConfirmation, IsReason } from '../removal/checks.js';
import { refuse } from '../removal/clear.controller.js';
import {
  type Erased,
  type ErasureFault,
  type ErasurePreview,
  type ErasureResult,
  ErasureService,
} from './erasure.service.js';

const LENGTH = { message: '$property must have 1 to 512 characters' };

export class PersonBody {
  @ApiProperty({ description: 'Id of the connection.' })
  @IsString({ message: 'connection must be the id of a connection' })
  @Matches(/^[\w-]{1,64}$/, { message: 'connection must be the id of a connection' })
  connection: string;

  @ApiPropertyOptional({ description: 'SCIM id of the user; this or the user name.' })
  @MayBeMissing()
  @IsString(LENGTH)
  @Length(1, 512, LENGTH)
  @NoNul()
  resourceId?: string;

  @ApiPropertyOptional({ description: 'User name, now or then, whatever the case of its letters.' })
  @MayBeMissing()
  @IsString(LENGTH)
  @Length(1, 512, LENGTH)
  @NoNul()
  userName?: string;
}

export class ErasureBody extends PersonBody {
  @IsConfirmation()
  confirmation: string;

  @IsReason()
  reason: string;
}

@ApiTags('audit')
@ApiBearerAuth()
@Controller('api/audit/erasures')
@UseGuards(OperatorGuard)
export class ErasuresController {
  constructor(private readonly service: ErasureService) {}

  @Post('preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'What the audit has of a person, and the confirmation that an erasure needs' })
  async preview(@Body(parameters) body: PersonBody): Promise<ErasurePreview> {
    return valueOf(await this.service.preview(checkedPerson(body)));
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: "Take a person's data out of the audit for good; what happened stays, and the act is recorded",
  })
  async erase(@Body(parameters) body: ErasureBody, @Req() request: FastifyRequest): Promise<Erased> {
    return valueOf(await this.service.erase(checkedPerson(body), actorOf(request)));
  }
}

function checkedPerson<T extends PersonBody>(body: T): T {
  if ((body.resourceId === undefined) === (body.userName === undefined))
    throw badParameter('resourceId', 'resourceId or userName must be given, one of the two');
  return body;
}

function valueOf<T>(result: ErasureResult<T>): T {
  return result.ok ? result.value : refuseErasure(result.fault);
}

function refuseErasure(fault: ErasureFault): never {
  if (fault.code === 'unknown')
    throw new NotFoundException('The audit has no entry of such a person in this connection');
  if (fault.code !== 'several') return refuse(fault.code);
  const { ids } = fault;
  throw new ConflictException({
    ...{ statusCode: 409, error: 'Conflict', parameter: 'userName', ids },
    message: `userName was that of several persons: say which one by resourceId (${ids.join(', ')})`,
  });
}
