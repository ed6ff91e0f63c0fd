import { IsPostgresUrl, IsTcpPort } from '@usher/config';
import { IsInt, IsOptional, IsString, Matches, Min } from 'class-validator';

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
}

/** The environment variables that every service reads; a service's own configuration extends it. */
export class ServiceConfig extends ListenerConfig {
  /** PostgreSQL: `postgres://user:password@host:port/database`. */
  @IsPostgresUrl()
  DATABASE_URL: string;
}
