import { type Answer, refused } from '../jobs/acts.js';
import type { Means } from './definition.js';
import { ENVIRONMENT_TARGET } from './environment-target.js';
import { purposeOf, type TargetRow } from './target-row.js';

const NO_KEY =
  'Usher has no key to keep the credentials of sites with: set USHER_SECRET_KEY for the provisioner ' +
  '(openssl rand -base64 32), restart it, and try again.';

interface Given {
  siteUrl?: string;
  username?: string;
  applicationPassword?: string;
}

/** What may be done with the credentials of a site. */
export class CredentialsDesk {
  constructor(private readonly means: Means) {}

  /** Why no credentials can be kept; null: they can. */
  fault(): Answer<never> | null {
    return this.means.vault === null ? refused(503, NO_KEY) : null;
  }

  /** Why an edit can't be; null: it can. */
  faultOf(row: TargetRow, given: Given): Answer<never> | null {
    const moves = given.siteUrl !== undefined && given.siteUrl !== row.siteUrl;
    const renames = given.username !== undefined && given.username !== row.username;
    if (!moves && !renames && given.applicationPassword === undefined) return null;
    if (row.id === ENVIRONMENT_TARGET && this.means.environment !== null)
      return refused(
        409,
        'The address and the credentials of this site are in the environment: change WORDPRESS_URL, WORDPRESS_USERNAME ' +
          'and WORDPRESS_APPLICATION_PASSWORD of the provisioner, and restart it.',
      );
    // Whoever may change the address must not get the password sent there.
    if (given.applicationPassword === undefined)
      return refused(400, `Give applicationPassword, too: the one that is kept is for ${row.siteUrl} and its user.`);
    if ((given.username ?? row.username) === null) return refused(400, 'Give username, too.');
    return this.fault();
  }

  /** @throws Error without a key: ask {@link fault} first */
  seal(target: Pick<TargetRow, 'id' | 'siteUrl'>, applicationPassword: string): string {
    if (this.means.vault === null) throw new Error(NO_KEY);
    return this.means.vault.seal(applicationPassword, purposeOf(target));
  }
}
