import { ServiceConfig } from '@usher/service';
import { IsInt, IsNotEmpty, IsOptional, IsString, IsUrl, Max, Min } from 'class-validator';

const PORT = { message: '$property must be a port number from 0 to 65535 (0: any free one)' };

/** The environment variables of the provisioner. */
export class ProvisionerConfig extends ServiceConfig {
  @IsInt(PORT)
  @Min(0, PORT)
  @Max(65_535, PORT)
  override USHER_HTTP_PORT: number = 8081;

  /** Address of the WordPress site, as its visitors use it: `https://www.example.org`. */
  @IsUrl(
    { protocols: ['http', 'https'], require_protocol: true, require_tld: false },
    { message: 'WORDPRESS_URL must be the address of the site: https://www.example.org' },
  )
  WORDPRESS_URL: string;

  /** Login of the WordPress user that has the role "Usher provisioning". */
  @IsNotEmpty({ message: "WORDPRESS_USERNAME must be the login of Usher's own user in the site" })
  WORDPRESS_USERNAME: string;

  /** Application password of that user (Users > Profile > Application Passwords); blanks in it don't matter. */
  @IsNotEmpty({ message: 'WORDPRESS_APPLICATION_PASSWORD must be an application password of that user' })
  WORDPRESS_APPLICATION_PASSWORD: string;

  /** Bearer token of the operator API. */
  @IsNotEmpty({ message: 'USHER_OPERATOR_TOKEN must be set: the bearer token of the operator API' })
  USHER_OPERATOR_TOKEN: string;

  /** Login that inherits the content of deleted accounts; unset: an account with content is deactivated, not deleted. */
  @IsOptional()
  @IsString()
  USHER_REASSIGN_TO?: string;
}
