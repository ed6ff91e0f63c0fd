import { ServiceConfig } from '@usher/service';
import { Matches } from 'class-validator';

/** The ingress's environment variables. */
export class IngressConfig extends ServiceConfig {
  override USHER_HTTP_PORT: number = 8080;

  /** Bearer token of the default connection: what the IdP sends. Kept as a hash only. */
  @Matches(/^[\x21-\x7e]{8,}$/, {
    message: 'USHER_SCIM_TOKEN must be set to the token the IdP sends: at least 8 printable characters without blanks',
  })
  USHER_SCIM_TOKEN: string;
}
