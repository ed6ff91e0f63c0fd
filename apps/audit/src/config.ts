import { IsPublicKeyList, IsSecretKey, IsToken } from '@usher/config';
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

  /**
   * Seed of the Ed25519 key that signs the checkpoints of the ledger and the manifests of exports: 32 random bytes, as
   * Base64 or hex. Without it checkpoints aren't signed, and whoever can write to the database can make up a chain.
   */
  @IsOptional()
  @IsSecretKey()
  USHER_AUDIT_SIGNING_KEY?: string;

  /** Public keys whose signatures count beside those of USHER_AUDIT_SIGNING_KEY: of the keys that it replaced. */
  @IsOptional()
  @IsPublicKeyList('GET /api/audit/keys has them')
  USHER_AUDIT_TRUSTED_KEYS?: string;
}
