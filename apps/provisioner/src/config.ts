import { IsRetentionDays, IsSecretKey, IsSiteUrl, IsToken } from '@usher/config';
import { ServiceConfig } from '@usher/service';
import { IsNotEmpty, IsOptional, IsString, ValidateIf } from 'class-validator';

/** A site of the environment is needed where none could be connected by the API. */
const named = ({ WORDPRESS_URL, USHER_SECRET_KEY }: ProvisionerConfig): boolean =>
  WORDPRESS_URL !== undefined || USHER_SECRET_KEY === undefined;

/** The environment variables of the provisioner. */
export class ProvisionerConfig extends ServiceConfig {
  override USHER_HTTP_PORT: number = 8081;

  /**
   * Key that seals the credentials of sites that are connected by the API: 32 random bytes, as Base64 or hex. Without it
   * there is only the site of WORDPRESS_URL.
   */
  @IsOptional()
  @IsSecretKey()
  USHER_SECRET_KEY?: string;

  /** The key that USHER_SECRET_KEY replaces: what it sealed is sealed anew at the start. */
  @IsOptional()
  @IsSecretKey()
  USHER_SECRET_KEY_PREVIOUS?: string;

  /**
   * Address of the WordPress site `default`, as its visitors use it: `https://www.example.org`. May be left out where
   * USHER_SECRET_KEY is set.
   */
  @ValidateIf(named)
  @IsSiteUrl()
  WORDPRESS_URL?: string;

  /** Login of the WordPress user that has the role "Usher provisioning". */
  @ValidateIf(named)
  @IsNotEmpty({ message: "WORDPRESS_USERNAME must be the login of Usher's own user in the site" })
  WORDPRESS_USERNAME?: string;

  /** Application password of that user (Users > Profile > Application Passwords); blanks in it don't matter. */
  @ValidateIf(named)
  @IsNotEmpty({ message: 'WORDPRESS_APPLICATION_PASSWORD must be an application password of that user' })
  WORDPRESS_APPLICATION_PASSWORD?: string;

  /** Bearer token of the operator API. */
  @IsToken()
  USHER_OPERATOR_TOKEN: string;

  /**
   * Login that inherits the content of deleted accounts of the site `default`, whatever its settings say. Unset: as they
   * say; where they name nobody, an account with content is deactivated, not deleted.
   */
  @IsOptional()
  @IsString()
  USHER_REASSIGN_TO?: string;

  /** For how many days states of users are kept that newer ones have replaced: for looking back, and for rehearsals. */
  @IsRetentionDays()
  USHER_STATE_RETENTION_DAYS: number = 30;
}
