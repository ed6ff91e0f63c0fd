import type { Origin } from './user-event.js';

/** Type of every event of `usher.accounts.v1`. */
export const ACCOUNT_EVENT_TYPE = 'account.found';

/**
 * Body of the events of `usher.accounts.v1`: an operator wants this account of a site in the directory. The user that
 * is made of it, or the one that has its userName already, is provisioned like any other, and so linked to the account.
 */
export interface AccountEventData {
  connection: string;
  target: { id: string; name: string; siteUrl: string };
  /** The account as it is in WordPress; blank fields are ''. */
  account: {
    id: number;
    login: string;
    email: string;
    firstName: string;
    lastName: string;
    displayName: string;
    nickname: string;
    url: string;
    locale: string;
    active: boolean;
  };
  origin: Origin;
}
