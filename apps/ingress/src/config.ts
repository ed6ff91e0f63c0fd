import { IsToken } from '@usher/config';
import { ServiceConfig } from '@usher/service';

/** The ingress's environment variables. */
export class IngressConfig extends ServiceConfig {
  override USHER_HTTP_PORT: number = 8080;

  /** Bearer token of the default connection: what the IdP sends. Kept as a hash only. */
  @IsToken()
  USHER_SCIM_TOKEN: string;
}
