import { IsSecretKey, IsToken } from '@usher/config';
import { ServiceConfig } from '@usher/service';
import { IsOptional } from 'class-validator';

/** The audit service's environment variables. */
export class AuditConfig extends ServiceConfig {
  override USHER_HTTP_PORT: number = 8082;

  /** Bearer token of the operator API. */
  @IsToken()
  USHER_OPERATOR_TOKEN: string;

  /** Key that seals the secrets of streams to security systems: 32 random bytes, as Base64 or hex. */
  @IsOptional()
  @IsSecretKey()
  USHER_SECRET_KEY?: string;

  /** The key that USHER_SECRET_KEY replaces: what it sealed is still opened. */
  @IsOptional()
  @IsSecretKey()
  USHER_SECRET_KEY_PREVIOUS?: string;
}
