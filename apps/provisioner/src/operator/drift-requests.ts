import { ApiPropertyOptional } from '@nestjs/swagger';
import { ATTRIBUTE_GROUPS } from '@usher/provisioning';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsBoolean, IsIn, IsInt, IsOptional } from 'class-validator';
import { DRIFT_STATES } from '../reconcile/drift.repository.js';
import { RECONCILE_MODES, type ReconcileMode } from '../reconcile/reconcile.job.js';
import { OptionalText, PageAfter, PageLimit } from './parameters.js';

export class ReconcileRequest {
  /** `policy`: as the settings say; `report`: change nothing; `repair`: put all right that can be. */
  @ApiPropertyOptional({ enum: RECONCILE_MODES, default: 'policy' })
  @IsOptional()
  @IsIn(RECONCILE_MODES)
  mode?: ReconcileMode;
}

export class DriftQuery {
  /** Without it all that isn't closed. */
  @ApiPropertyOptional({ enum: DRIFT_STATES })
  @IsOptional()
  @IsIn(DRIFT_STATES)
  state?: string;

  @ApiPropertyOptional({ enum: ATTRIBUTE_GROUPS })
  @IsOptional()
  @IsIn(ATTRIBUTE_GROUPS)
  group?: string;

  @OptionalText()
  scimId?: string;

  /** `next` of the page before. */
  @PageAfter()
  after: number = 0;

  @PageLimit()
  limit: number = 100;
}

/** Findings in one request at most. */
const MOST = 10_000;

export class RepairRequest {
  @ApiPropertyOptional({ type: [Number] })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST)
  @IsInt({ each: true })
  ids?: number[];

  @ApiPropertyOptional()
  @IsOptional()
  @IsBoolean()
  all?: boolean;

  /** Only findings of these groups. */
  @ApiPropertyOptional({ enum: ATTRIBUTE_GROUPS, isArray: true })
  @IsOptional()
  @IsArray()
  @IsIn(ATTRIBUTE_GROUPS, { each: true })
  groups?: string[];
}

export class DismissRequest {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST)
  @IsInt({ each: true })
  ids: number[];
}
