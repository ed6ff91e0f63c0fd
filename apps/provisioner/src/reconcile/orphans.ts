import type { Origin, UserEventData } from '@usher/events';
import type { PoolClient } from 'pg';
import { NOBODY } from './directory.js';

/** An account that is linked to somebody whom the directory doesn't have. */
export interface Orphan {
  scimId: string;
  login: string;
  /** The revision that the site has of it. */
  revision: number;
  wordpressId: number | null;
}

/** At the site's own revision: should the directory tell of the user after all, that is as new or newer. */
const BURY = `
  INSERT INTO provisioner.states (connection, scim_id, revision, event_id, type, user_name, active, deleted, data, time)
  SELECT '${NOBODY}', e.scim_id, greatest(e.revision, coalesce(l.revision, 1)), gen_random_uuid()::text, 'user.deleted',
    e.login, false, true, e.data, now()
  FROM unnest($2::text[], $3::bigint[], $4::text[], $5::text[]) AS e (scim_id, revision, login, data)
  LEFT JOIN provisioner.links l ON l.target_id = $1 AND l.scim_id = e.scim_id
  WHERE NOT EXISTS (SELECT FROM provisioner.states s WHERE s.scim_id = e.scim_id AND s.connection <> '${NOBODY}')
  ON CONFLICT DO NOTHING`;

/** What the site knows of them, so that their removal counts against the budget of departures. */
const LINK = `
  INSERT INTO provisioner.links (target_id, scim_id, user_name, wordpress_id, login, revision, cause_id, status)
  SELECT $1, s.scim_id, e.login, e.wordpress_id, e.login, s.revision, s.event_id, 'active'
  FROM unnest($2::text[], $3::bigint[], $4::text[]) AS e (scim_id, wordpress_id, login)
  JOIN provisioner.states s ON s.connection = '${NOBODY}' AND s.scim_id = e.scim_id
  ON CONFLICT (target_id, scim_id) DO NOTHING`;

/** Those that no work needs any more. */
const EXHUME = `
  DELETE FROM provisioner.states s
  WHERE s.connection = '${NOBODY}'
    AND NOT EXISTS (SELECT FROM provisioner.work w WHERE w.connection = s.connection AND w.scim_id = s.scim_id)`;

/**
 * States of users who are nobody's, as if the directory had deleted them, so that the queue treats them like any other
 * leaver: by the policy for deleted users, and within the budget of departures.
 */
export async function buryOrphans(
  client: PoolClient,
  target: { id: string; connection: string },
  orphans: readonly Orphan[],
  origin: Origin,
): Promise<void> {
  const data = orphans.map((orphan) => JSON.stringify(stateOf(orphan, target.connection, origin)));
  await client.query(BURY, [
    target.id,
    orphans.map(({ scimId }) => scimId),
    orphans.map(({ revision }) => revision),
    orphans.map(({ login }) => login),
    data,
  ]);
  await client.query(LINK, [
    target.id,
    orphans.map(({ scimId }) => scimId),
    orphans.map(({ wordpressId }) => wordpressId),
    orphans.map(({ login }) => login),
  ]);
}

/** The states of those whose removal is through are taken out again. */
export async function forgetOrphans(client: PoolClient): Promise<void> {
  await client.query(EXHUME);
}

function stateOf({ scimId, login, revision }: Orphan, connection: string, origin: Origin): UserEventData {
  return {
    connection: connection === '*' ? NOBODY : connection,
    user: {
      ...{ id: scimId, revision, userName: login, externalId: null, active: false, deleted: true },
      ...{ attributes: {}, groups: [] },
    },
    changes: [],
    origin,
  };
}
