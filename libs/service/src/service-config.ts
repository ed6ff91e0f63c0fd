import { IsIssuer, IsPostgresUrl, IsRoleNames, IsTcpPort } from '@usher/config';
import { IsInt, IsOptional, IsString, Matches, Min, ValidateIf } from 'class-validator';

/** One of the two without the other is a mistake that is said at the start. */
const signsIn = ({ USHER_OIDC_ISSUER, USHER_OIDC_CLIENT_ID, USHER_OIDC_AUDIENCE }: ListenerConfig): boolean =>
  [USHER_OIDC_ISSUER, USHER_OIDC_CLIENT_ID, USHER_OIDC_AUDIENCE].some((value) => value !== undefined);

/** The environment variables that everything that listens reads, `npm start` included. */
export class ListenerConfig {
  /** Address to listen on; loopback unless said otherwise. */
  @IsString()
  USHER_HTTP_HOST: string = '127.0.0.1';

  /** Port to listen on; each service has its own default. */
  @IsTcpPort()
  USHER_HTTP_PORT: number = 8080;

  /** How many reverse proxies stand before the service: that many entries of X-Forwarded-For are believed. */
  @IsInt({ message: 'USHER_TRUSTED_PROXIES must be a whole number' })
  @Min(0, { message: 'USHER_TRUSTED_PROXIES must not be negative' })
  USHER_TRUSTED_PROXIES: number = 0;

  /** Kafka's bootstrap addresses, `host:port,host:port`; without it events travel through PostgreSQL. */
  @IsOptional()
  @Matches(/^[^\s,:]+:\d+(\s*,\s*[^\s,:]+:\d+)*$/, { message: 'KAFKA_BROKERS must be host:port, several by commas' })
  KAFKA_BROKERS?: string;

  /** Address of the OpenID provider that operators sign in at; unset: the operators' APIs take their token only. */
  @ValidateIf(signsIn)
  @IsIssuer()
  USHER_OIDC_ISSUER?: string;

  /** What the provider calls Usher: a public client (no secret), which the console signs in as. */
  @ValidateIf(signsIn)
  @Matches(/^[\x21-\x7e]+$/, {
    message: 'USHER_OIDC_CLIENT_ID must be set beside USHER_OIDC_ISSUER: the id of the public client, no blanks',
  })
  USHER_OIDC_CLIENT_ID?: string;

  /** What access tokens for Usher's APIs have as `aud`; unset: ID tokens are taken, whose `aud` is the client. */
  @IsOptional()
  @Matches(/^[\x21-\x7e]+$/, { message: 'USHER_OIDC_AUDIENCE must not have blanks' })
  USHER_OIDC_AUDIENCE?: string;

  /** Where in the token the roles or groups are, one or a list: the claim's name, or a way into it (`realm_access.roles`). */
  @Matches(/^\S+$/, { message: 'USHER_OIDC_ROLES_CLAIM must be the name of a claim, dots for a way into it' })
  USHER_OIDC_ROLES_CLAIM: string = 'roles';

  /** Which of them give which role: `viewer=staff|helpdesk,operator=identity-team`; unset: the roles' own names do. */
  @IsOptional()
  @IsRoleNames()
  USHER_OIDC_ROLES?: string;

  /** What the console asks for at the provider. */
  @Matches(/^(?=(?:.* )?openid(?: |$))[\x21-\x7e]+( [\x21-\x7e]+)*$/, {
    message: 'USHER_OIDC_SCOPE must be scopes parted by blanks, openid among them',
  })
  USHER_OIDC_SCOPE: string = 'openid profile email';
}

/** The environment variables that every service reads; a service's own configuration extends it. */
export class ServiceConfig extends ListenerConfig {
  /** PostgreSQL: `postgres://user:password@host:port/database`. */
  @IsPostgresUrl()
  DATABASE_URL: string;
}
