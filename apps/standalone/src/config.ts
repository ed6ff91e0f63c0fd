import {
  IsPostgresUrl,
  IsPublicKeyList,
  IsRateLimit,
  IsRetentionDays,
  IsSecretKey,
  IsSiteUrl,
  IsTcpPort,
  IsToken,
} from '@usher/config';
import { ListenerConfig } from '@usher/service';
import { IsOptional, IsString, ValidateIf } from 'class-validator';

const WITH_SITE = 'must be set beside WORDPRESS_URL: the user that the connector plugin made for Usher';

/** The environment variables of `npm start`. Every one has a default or a part of our own in its place. */
export class StandaloneConfig extends ListenerConfig {
  /** Everything that is kept: the database, the WordPress site, the credentials. */
  @IsString()
  USHER_DATA_DIR: string = '.usher';

  /** What the IdP sends; generated and kept when unset. */
  @IsOptional()
  @IsToken()
  USHER_SCIM_TOKEN?: string;

  /** Of the operator APIs; generated and kept when unset. */
  @IsOptional()
  @IsToken()
  USHER_OPERATOR_TOKEN?: string;

  /** Seals the credentials of sites that are connected by the API; generated and kept when unset. */
  @IsOptional()
  @IsSecretKey()
  USHER_SECRET_KEY?: string;

  /** The key that USHER_SECRET_KEY, or the one that is kept, replaces. */
  @IsOptional()
  @IsSecretKey()
  USHER_SECRET_KEY_PREVIOUS?: string;

  /** Seed of the key that signs the audit's checkpoints; generated and kept when unset. */
  @IsOptional()
  @IsSecretKey()
  USHER_AUDIT_SIGNING_KEY?: string;

  /** Public keys of the signing keys before that one. */
  @IsOptional()
  @IsPublicKeyList('GET /api/audit/keys has them')
  USHER_AUDIT_TRUSTED_KEYS?: string;

  /** Requests a second for each token, for connections without a limit of their own; 0: none. */
  @IsRateLimit()
  USHER_SCIM_RATE_LIMIT: number = 0;

  /** A PostgreSQL of yours; else an embedded one. */
  @IsOptional()
  @IsPostgresUrl()
  DATABASE_URL?: string;

  /** A WordPress of yours with the connector plugin; else an embedded one. */
  @IsOptional()
  @IsSiteUrl()
  WORDPRESS_URL?: string;

  @ValidateIf((config: StandaloneConfig) => config.WORDPRESS_URL !== undefined)
  @IsString({ message: `WORDPRESS_USERNAME ${WITH_SITE}` })
  WORDPRESS_USERNAME?: string;

  @ValidateIf((config: StandaloneConfig) => config.WORDPRESS_URL !== undefined)
  @IsString({ message: `WORDPRESS_APPLICATION_PASSWORD ${WITH_SITE}` })
  WORDPRESS_APPLICATION_PASSWORD?: string;

  /** Port of the embedded WordPress. */
  @IsTcpPort()
  USHER_WORDPRESS_PORT: number = 8888;

  /** Login that inherits the content of deleted accounts; of the embedded site: its administrator. */
  @IsOptional()
  @IsString()
  USHER_REASSIGN_TO?: string;

  /** For how many days states of users are kept that newer ones have replaced. */
  @IsRetentionDays()
  USHER_STATE_RETENTION_DAYS: number = 30;
}
