import { ServiceConfig } from '@usher/service';
import { Matches } from 'class-validator';

/** The audit service's environment variables. */
export class AuditConfig extends ServiceConfig {
  override USHER_HTTP_PORT: number = 8082;

  /** Bearer token of the operator API. */
  @Matches(/^[!-~]+$/, {
    message: 'USHER_OPERATOR_TOKEN must be set: the bearer token for the operator API, no blanks',
  })
  USHER_OPERATOR_TOKEN: string;
}
