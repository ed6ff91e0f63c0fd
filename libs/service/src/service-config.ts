import { IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';

const PORT = { message: '$property must be a port number from 0 to 65535 (0: any free one)' };

/** The environment variables that every service reads; a service's own configuration extends it. */
export class ServiceConfig {
  /** Address to listen on; loopback unless said otherwise. */
  @IsString()
  USHER_HTTP_HOST: string = '127.0.0.1';

  /** Port to listen on; each service has its own default. */
  @IsInt(PORT)
  @Min(0, PORT)
  @Max(65_535, PORT)
  USHER_HTTP_PORT: number = 8080;

  /** PostgreSQL: `postgres://user:password@host:port/database`. */
  @Matches(/^postgres(ql)?:\/\/\S+$/, { message: 'DATABASE_URL must be postgres://user:password@host:port/database' })
  DATABASE_URL: string;

  /** Kafka's bootstrap addresses, `host:port,host:port`; without it events travel through PostgreSQL. */
  @IsOptional()
  @Matches(/^[^\s,:]+:\d+(\s*,\s*[^\s,:]+:\d+)*$/, { message: 'KAFKA_BROKERS must be host:port, several by commas' })
  KAFKA_BROKERS?: string;

  /** How many reverse proxies stand before the service: that many entries of X-Forwarded-For are believed. */
  @IsInt({ message: 'USHER_TRUSTED_PROXIES must be a whole number' })
  @Min(0, { message: 'USHER_TRUSTED_PROXIES must not be negative' })
  USHER_TRUSTED_PROXIES: number = 0;
}
