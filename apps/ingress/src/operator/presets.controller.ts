import { Controller, Get, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard } from '@usher/operator-auth';
import { PRESETS } from '@usher/scim';
import type { FastifyRequest } from 'fastify';
import { type PresetGuide, presetGuide } from '../connections/preset-guide.js';
import { baseUrlOf } from '../scim/request-context.js';

@ApiTags('connections')
@ApiBearerAuth()
@Controller('api/presets')
@UseGuards(OperatorGuard)
export class PresetsController {
  @Get()
  @ApiOperation({
    summary: 'The identity providers that are known, and how each is set up; the widely used ones first',
  })
  list(@Req() request: FastifyRequest): { presets: PresetGuide[] } {
    const baseUrl = baseUrlOf(request);
    return { presets: PRESETS.map((preset) => presetGuide(preset, baseUrl)) };
  }
}
