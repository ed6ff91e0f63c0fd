import { IsSiteUrl, IsToken } from '@usher/config';
import { ServiceConfig } from '@usher/service';
import { IsNotEmpty, IsOptional, IsString } from 'class-validator';

/** The environment variables of the provisioner. */
export class ProvisionerConfig extends ServiceConfig {
  override USHER_HTTP_PORT: number = 8081;

  /** Address of the WordPress site, as its visitors use it: `https://www.example.org`. */
  @IsSiteUrl()
  WORDPRESS_URL: string;

  /** Login of the WordPress user that has the role "Usher provisioning". */
  @IsNotEmpty({ message: "WORDPRESS_USERNAME must be the login of Usher's own user in the site" })
  WORDPRESS_USERNAME: string;

  /** Application password of that user (Users > Profile > Application Passwords); blanks in it don't matter. */
  @IsNotEmpty({ message: 'WORDPRESS_APPLICATION_PASSWORD must be an application password of that user' })
  WORDPRESS_APPLICATION_PASSWORD: string;

  /** Bearer token of the operator API. */
  @IsToken()
  USHER_OPERATOR_TOKEN: string;

  /** Login that inherits the content of deleted accounts; unset: an account with content is deactivated, not deleted. */
  @IsOptional()
  @IsString()
  USHER_REASSIGN_TO?: string;
}
