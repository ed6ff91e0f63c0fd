import { IsRateLimit, IsToken } from '@usher/config';
import { ServiceConfig } from '@usher/service';

/** The ingress's environment variables. */
export class IngressConfig extends ServiceConfig {
  override USHER_HTTP_PORT: number = 8080;

  /** Bearer token of the default connection: what the IdP sends. Kept as a hash only. */
  @IsToken()
  USHER_SCIM_TOKEN: string;

  /** Bearer token of the operator API. */
  @IsToken()
  USHER_OPERATOR_TOKEN: string;

  /**
   * Requests a second for each token and process, for connections that have no limit of their own; beyond it: 429.
   * None by default: identity providers pace themselves, some handle a 429 badly, and a process takes thousands a
   * second. A limit is for keeping several identity providers from each other's way.
   */
  @IsRateLimit()
  USHER_SCIM_RATE_LIMIT: number = 0;
}
