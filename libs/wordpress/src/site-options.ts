/** How to reach a WordPress site, and as whom. */
export interface WordPressSiteOptions {
  /** Address of the site, as in Settings > General > Site Address; a path below the host is possible. */
  url: string;
  /** Login of the dedicated user with the role "Usher provisioning". */
  username: string;
  /** One of its application passwords; the blanks with which WordPress shows it don't matter. */
  applicationPassword: string;
  /** For one request as a whole. Default 60,000: a batch of 50 creations on a busy small host takes 20 s. */
  timeoutMs?: number;
  userAgent?: string;
}

/** `Basic` credentials (RFC 7617). */
export function basicCredentials(options: WordPressSiteOptions): string {
  return `Basic ${Buffer.from(`${options.username}:${options.applicationPassword}`, 'utf8').toString('base64')}`;
}
