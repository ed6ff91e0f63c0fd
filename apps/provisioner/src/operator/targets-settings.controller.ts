import { Body, Controller, Get, Param, Put, Query, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AttributeChange } from '@usher/events';
import { OperatorGuard, operatorOrigin } from '@usher/operator-auth';
import { DEFAULT_SETTINGS, type TargetSettings } from '@usher/provisioning';
import type { Column } from '@usher/wordpress';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { changesBetween } from '../targets/changes.js';
import { TargetRegistry } from '../targets/target.registry.js';
import { TargetStore, type TargetVersion } from '../targets/target.store.js';
import { removedRuleNotes } from '../targets/removed-rules.js';
import { settingsOf, TargetEdits } from '../targets/target-edits.js';
import { anId, checked, found, targetOf, valueOf } from './answers.js';
import { policyOf, versionOf } from './targets-answers.js';
import { SettingsQuery, SettingsRequest, VersionsQuery } from './targets-requests.js';

/** What came of an edit of the settings, or would. */
export interface SettingsAnswer {
  /** Nothing was saved. */
  dryRun: boolean;
  version: number;
  /** Complete. */
  settings: object;
  changes: AttributeChange[];
  /** What WordPress's Users screen shows because of them. */
  columns: readonly Column[];
  /** Users that are brought to the site once more, since others may belong to it now. */
  queued: number;
  notes: string[];
}

@ApiTags('targets')
@ApiBearerAuth()
@Controller('api/targets')
@UseGuards(OperatorGuard)
export class TargetsSettingsController {
  constructor(
    private readonly targets: TargetRegistry,
    private readonly edits: TargetEdits,
    private readonly store: TargetStore,
  ) {}

  @Get('default-settings')
  @ApiOperation({ summary: 'The settings of a site for which nobody decided any' })
  defaults(): { settings: TargetSettings } {
    return { settings: DEFAULT_SETTINGS };
  }

  @Put(':id/settings')
  @ApiOperation({
    summary: 'Save all settings, or only say whether they could be; faulty ones are refused with path and position',
  })
  async save(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
    @Query(checked) { dryRun }: SettingsQuery,
    @Body(checked) body: SettingsRequest,
  ): Promise<SettingsAnswer> {
    targetOf(this.targets, id);
    const policy = policyOf(body.settings);
    const version = versionOf(request, body.version);
    const removed = removedRuleNotes(settingsOf(this.definition(id).row), policy.settings);
    const edited =
      dryRun === 'true' ? this.rehearse(id, policy.settings) : await this.edit(request, id, policy.settings, version);
    const { row, settings, notes } = this.definition(id);
    if (dryRun !== 'true') reply.header('etag', `"${row.version}"`);
    return {
      ...{ dryRun: dryRun === 'true', version: row.version, columns: policy.columns, ...edited },
      notes: [...notes, ...removed],
      settings: dryRun === 'true' ? policy.settings : settings,
    };
  }

  @Get(':id/versions')
  @ApiOperation({ summary: 'Who changed what and when, newest first' })
  async versions(
    @Param('id') id: string,
    @Query(checked) { before, limit }: VersionsQuery,
  ): Promise<{ versions: TargetVersion[]; next: number | null }> {
    targetOf(this.targets, id);
    const versions = await this.store.versions(id, { before, limit });
    const last = versions.length === limit ? versions.at(-1) : undefined;
    return { versions, next: last === undefined || last.version === 1 ? null : last.version };
  }

  @Get(':id/versions/:version')
  @ApiOperation({ summary: 'One version with its settings: to save them again, send them with PUT' })
  async version(
    @Param('id') id: string,
    @Param('version', anId) number: number,
  ): Promise<TargetVersion & { settings: object }> {
    targetOf(this.targets, id);
    const version = number > 2 ** 31 - 1 ? null : await this.store.version(id, number);
    return found(version, `version ${number} of "${id}"`);
  }

  private async edit(request: FastifyRequest, id: string, settings: TargetSettings, version: number | undefined) {
    const { changes, queued } = valueOf(await this.edits.saveSettings(operatorOrigin(request), id, settings, version));
    return { changes, queued };
  }

  private rehearse(id: string, settings: TargetSettings) {
    return { changes: changesBetween(settingsOf(this.definition(id).row), settings, 'settings'), queued: 0 };
  }

  private definition(id: string) {
    return found(this.targets.definition(id), `target "${id}"`);
  }
}
