import { IsInt, IsOptional, IsString, IsUrl, Matches, Max, Min, ValidateIf } from 'class-validator';

const PORT = { message: '$property must be a port number from 0 to 65535 (0: any free one)' };
const TOKEN = { message: '$property must have at least 16 printable characters and no blanks' };
const WITH_SITE = 'must be set beside WORDPRESS_URL: the user that the connector plugin made for Usher';

/** The environment variables of `npm start`. Every one has a default or a part of our own in its place. */
export class StandaloneConfig {
  /** Address to listen on. */
  @IsString()
  USHER_HTTP_HOST: string = '127.0.0.1';

  /** Port of SCIM, the operator APIs and the overview. */
  @IsInt(PORT)
  @Min(0, PORT)
  @Max(65_535, PORT)
  USHER_HTTP_PORT: number = 8080;

  /** How many reverse proxies stand before Usher: that many entries of X-Forwarded-For are believed. */
  @IsInt({ message: 'USHER_TRUSTED_PROXIES must be a whole number' })
  @Min(0, { message: 'USHER_TRUSTED_PROXIES must not be negative' })
  USHER_TRUSTED_PROXIES: number = 0;

  /** Everything that is kept: the database, the WordPress site, the credentials. */
  @IsString()
  USHER_DATA_DIR: string = '.usher';

  /** What the IdP sends; generated and kept when unset. */
  @IsOptional()
  @Matches(/^[\x21-\x7e]{16,}$/, TOKEN)
  USHER_SCIM_TOKEN?: string;

  /** Of the operator APIs; generated and kept when unset. */
  @IsOptional()
  @Matches(/^[\x21-\x7e]{16,}$/, TOKEN)
  USHER_OPERATOR_TOKEN?: string;

  /** A PostgreSQL of yours; else an embedded one. */
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\/\S+$/, { message: 'DATABASE_URL must be postgres://user:password@host:port/database' })
  DATABASE_URL?: string;

  /** A Kafka of yours; else events travel through PostgreSQL. */
  @IsOptional()
  @Matches(/^[^\s,:]+:\d+(\s*,\s*[^\s,:]+:\d+)*$/, { message: 'KAFKA_BROKERS must be host:port, several by commas' })
  KAFKA_BROKERS?: string;

  /** A WordPress of yours with the connector plugin; else an embedded one. */
  @IsOptional()
  @IsUrl(
    { protocols: ['http', 'https'], require_protocol: true, require_tld: false },
    { message: 'WORDPRESS_URL must be the address of the site: https://www.example.org' },
  )
  WORDPRESS_URL?: string;

  @ValidateIf((config: StandaloneConfig) => config.WORDPRESS_URL !== undefined)
  @IsString({ message: `WORDPRESS_USERNAME ${WITH_SITE}` })
  WORDPRESS_USERNAME?: string;

  @ValidateIf((config: StandaloneConfig) => config.WORDPRESS_URL !== undefined)
  @IsString({ message: `WORDPRESS_APPLICATION_PASSWORD ${WITH_SITE}` })
  WORDPRESS_APPLICATION_PASSWORD?: string;

  /** Port of the embedded WordPress. */
  @IsInt(PORT)
  @Min(0, PORT)
  @Max(65_535, PORT)
  USHER_WORDPRESS_PORT: number = 8888;

  /** Login that inherits the content of deleted accounts; of the embedded site: its administrator. */
  @IsOptional()
  @IsString()
  USHER_REASSIGN_TO?: string;
}
