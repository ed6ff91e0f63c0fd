import { appendToOutbox } from '@usher/event-log';
import type { Origin } from '@usher/events';
import { inTransaction } from '@usher/persistence';
import { compileSettings } from '@usher/provisioning';
import { newTraceId } from '@usher/telemetry';
import type { Pool, PoolClient } from 'pg';
import { actMessage } from '../jobs/acts.js';
import { changesBetween } from './changes.js';
import { ENVIRONMENT_TARGET, type EnvironmentTarget } from './environment-target.js';
import type { Resync } from './resync.js';
import { act, users } from './target-acts.js';
import { EVERY_CONNECTION, type TargetRow } from './target-row.js';
import type { TargetStore } from './target.store.js';

const ACTOR = 'The environment of the provisioner';

/** Whatever became of it: a site that the environment names is there. */
const FIND = `SELECT name, connection, site_url AS "siteUrl", secret, deleted_at AS "deletedAt"
  FROM provisioner.targets WHERE id = $1 FOR UPDATE`;
const RESTORE = `
  UPDATE provisioner.targets SET site_url = $2, name = $3, username = NULL, secret = NULL, deleted_at = NULL,
    revision = revision + 1, updated_at = now()
  WHERE id = $1`;

interface Found {
  name: string;
  connection: string;
  siteUrl: string;
  secret: string | null;
  deletedAt: Date | null;
}

/**
 * Makes the environment's site a target like any other, whose address and credentials stay in the environment. What an
 * operator set beside those stays; a site that is new, or at another address, is filled from the directory.
 *
 * @throws Error of one line when an operator has connected the same site
 */
export async function seedEnvironmentTarget(
  pool: Pool,
  store: TargetStore,
  resync: Resync,
  environment: EnvironmentTarget,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await store.takeTurn(client);
    const found = (await client.query<Found>(FIND, [ENVIRONMENT_TARGET])).rows[0];
    const { siteUrl } = environment;
    if (found?.siteUrl === siteUrl && found.secret === null && found.deletedAt === null) return;
    // A name that nobody chose follows the address.
    const named = found !== undefined && found.name !== hostOf(found.siteUrl);
    const row = {
      ...{ id: ENVIRONMENT_TARGET, siteUrl, connection: found?.connection ?? EVERY_CONNECTION },
      name: named ? found.name : hostOf(siteUrl),
    };
    const rival = await store.rival(client, row);
    if (rival !== null)
      throw new Error(
        `WORDPRESS_URL names ${siteUrl}, which is connected as "${rival.name}" (${rival.id}) already: unset WORDPRESS_URL, or remove that site`,
      );
    if (found === undefined) await insert(client, store, row, environment);
    else await client.query(RESTORE, [row.id, siteUrl, row.name]);
    const by = origin();
    const queued = await resync.fill(client, row, by);
    await appendToOutbox(client, [actMessage(told(found, row, queued), by)]);
  });
}

/** What the environment did, as the audit hears of an operator's acts. */
function told(
  found: Found | undefined,
  row: Pick<TargetRow, 'id' | 'name' | 'connection' | 'siteUrl'>,
  queued: number,
) {
  const { name, siteUrl, connection } = row;
  const credentials = 'of the environment';
  if (found === undefined || found.deletedAt !== null) {
    const changes = changesBetween({}, { name, siteUrl, connection, credentials }, '');
    return act('target.create', `WORDPRESS_URL names the site ${siteUrl}. ${users(queued)} to it.`, row, changes);
  }
  const before = {
    ...{ name: found.name, siteUrl: found.siteUrl, connection },
    credentials: found.secret === null ? credentials : 'set by an operator',
  };
  const changes = changesBetween(before, { name, siteUrl, connection, credentials }, '');
  return act(
    'target.update',
    `WORDPRESS_URL names the site ${siteUrl} now. ${users(queued)} to it once more.`,
    row,
    changes,
  );
}

async function insert(
  client: PoolClient,
  store: TargetStore,
  row: { id: string; name: string; connection: string; siteUrl: string },
  { reassignTo }: EnvironmentTarget,
): Promise<void> {
  const compiled = compileSettings({ content: { fallback: reassignTo } });
  if (!compiled.ok) throw new Error(`USHER_REASSIGN_TO can't be used: ${compiled.errors[0]?.message}`);
  const settings = JSON.stringify(compiled.policy.settings);
  await store.insert(client, { ...row, username: null, secret: null, settings, paused: false });
  await store.addVersion(client, { id: row.id, version: 1, settings }, { changes: [], actor: ACTOR });
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);

const origin = (): Origin => ({ sourceIp: '127.0.0.1', tokenId: 'usher', actor: ACTOR, traceId: newTraceId() });
