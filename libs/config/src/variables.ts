import { IsInt, IsUrl, Matches, Max, Min, ValidateBy } from 'class-validator';

/** A TCP port to listen on. */
export function IsTcpPort(): PropertyDecorator {
  const fault = { message: '$property must be a port number from 0 to 65535 (0: any free one)' };
  return all(IsInt(fault), Min(0, fault), Max(65_535, fault));
}

/** The address of a PostgreSQL. */
export function IsPostgresUrl(): PropertyDecorator {
  return Matches(/^postgres(ql)?:\/\/\S+$/, {
    message: '$property must be postgres://user:password@host:port/database',
  });
}

/** The address of a WordPress site, as its visitors use it. */
export function IsSiteUrl(): PropertyDecorator {
  return IsUrl(
    { protocols: ['http', 'https'], require_protocol: true, require_tld: false },
    { message: '$property must be the address of the site: https://www.example.org' },
  );
}

/** A bearer token: what an IdP or an operator sends. */
export function IsToken(): PropertyDecorator {
  return Matches(/^[\x21-\x7e]{16,}$/, {
    message: '$property must be set: at least 16 printable characters, no blanks',
  });
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether nobody on the way can change what is fetched there: https, or http on this machine. */
export function isTrustworthyUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}

/** The address of an OpenID provider, letter by letter as its tokens name it (OpenID Connect Discovery 1.0, section 2). */
export function IsIssuer(): PropertyDecorator {
  return ValidateBy({
    name: 'isIssuer',
    validator: {
      validate: (value) => typeof value === 'string' && isTrustworthyUrl(value) && !/[?#\s]/.test(value),
      defaultMessage: (given) =>
        `${given?.property} must be the address of the OpenID provider as its tokens name it, ` +
        'https (http on this machine only) and without ? and #: https://login.example.org',
    },
  });
}

/** How many requests a second are served. */
export function IsRateLimit(): PropertyDecorator {
  const fault = { message: '$property must be a whole number of requests a second, 0 for no limit' };
  return all(IsInt(fault), Min(0, fault), Max(100_000, fault));
}

/** For how many days something is kept. */
export function IsRetentionDays(): PropertyDecorator {
  const fault = { message: '$property must be a whole number of days from 1 to 3650' };
  return all(IsInt(fault), Min(1, fault), Max(3650, fault));
}

function all(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };
}
