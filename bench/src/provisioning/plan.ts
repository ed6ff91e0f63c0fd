/** What the site's data is kept in. */
export type SiteDatabase = 'sqlite' | 'mariadb';

/** How much is provisioned. */
export interface ProvisioningPlan {
  /** One after the other, each on sites of its own. */
  databases: SiteDatabase[];
  /** Users made by WordPress's own REST API at each level: half of them before Usher's turn, half after it. */
  floorUsers: number;
  /** Users made by SCIM, whose accounts are waited for. */
  creates: number;
  /** Users made by SCIM ahead of the leaver. */
  joins: number;
}

const WHOLE = { floorUsers: 60, creates: 2000, joins: 5000 };
const QUICK = { floorUsers: 8, creates: 60, joins: 100 };

/** @throws {Error} in one line, when there is no such database */
export function planFor({ quick, database = 'sqlite' }: { quick: boolean; database?: string }): ProvisioningPlan {
  if (database !== 'sqlite' && database !== 'mariadb')
    throw new Error(`--database knows sqlite, mariadb, not "${database}"`);
  return { ...(quick ? QUICK : WHOLE), databases: database === 'mariadb' ? ['sqlite', 'mariadb'] : ['sqlite'] };
}
