import { IsToken } from '@usher/config';
import { ServiceConfig } from '@usher/service';

/** The audit service's environment variables. */
export class AuditConfig extends ServiceConfig {
  override USHER_HTTP_PORT: number = 8082;

  /** Bearer token of the operator API. */
  @IsToken()
  USHER_OPERATOR_TOKEN: string;
}
