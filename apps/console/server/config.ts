import { ListenerConfig } from '@usher/service';
import { IsOptional, IsUrl } from 'class-validator';

/** The environment variables of the console's own container. */
export class ConsoleConfig extends ListenerConfig {
  override USHER_HTTP_PORT: number = 8083;

  /** Where operators sign in by OpenID Connect: pages may speak with it. */
  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['https', 'http'] })
  USHER_OIDC_ISSUER?: string;
}
