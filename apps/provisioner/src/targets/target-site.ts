import { createWordPressSite, SiteError, type WordPressSite } from '@usher/wordpress';
import type { Credentials } from './definition.js';

/** Milliseconds for one request; a batch of twenty on a slow host needs some. */
const TIMEOUT = 30_000;

/** The way to a site; one whose credentials can't be had answers everything with the reason. */
export function siteWith(siteUrl: string, credentials: Credentials, timeoutMs = TIMEOUT): WordPressSite {
  if (!credentials.ok) return lockedSite(credentials.reason);
  const { username, applicationPassword } = credentials;
  return createWordPressSite({ url: siteUrl, username, applicationPassword, timeoutMs });
}

function lockedSite(reason: string): WordPressSite {
  const refuse = () => Promise.reject(new SiteError('misconfigured', 'credentials_unusable', reason));
  return {
    ...{ status: refuse, credentialsIn: refuse, findByScimId: refuse, findByLogin: refuse, findByEmail: refuse },
    ...{ match: refuse, accounts: refuse, saveSettings: refuse, batch: refuse },
    close: () => Promise.resolve(),
  };
}

/** A site that is closed once nobody uses it any more: requests that are under way when it is replaced come to their end. */
export class SiteInUse {
  private users = 0;
  private retired = false;

  constructor(readonly site: WordPressSite) {}

  async use<T>(work: (site: WordPressSite) => Promise<T>): Promise<T> {
    this.users += 1;
    try {
      return await work(this.site);
    } finally {
      this.users -= 1;
      if (this.retired && this.users === 0) await this.site.close();
    }
  }

  async retire(): Promise<void> {
    this.retired = true;
    if (this.users === 0) await this.site.close();
  }
}
