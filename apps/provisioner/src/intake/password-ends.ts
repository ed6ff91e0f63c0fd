import { RetryLaterError } from '@usher/event-log';
import { type EventEnvelope, type OperationEventData } from '@usher/events';
import { inTransaction } from '@usher/persistence';
import type { Pool } from 'pg';
import { ENQUEUE_LOCK } from '../work/enqueue.sql.js';

/** States that one statement looks at: short locks, and room for others. */
const PIECE = 1_000;

const REMEMBER = `
  INSERT INTO provisioner.password_ends AS e (connection, at) VALUES ($1, $2)
  ON CONFLICT (connection) DO UPDATE SET at = greatest(e.at, excluded.at)`;

/** A page of a connection's states after the one that is given; those from before the end lose the hash. */
const FORGET = `
  WITH page AS (
    SELECT scim_id, revision FROM provisioner.states
    WHERE connection = $1 AND (scim_id, revision) > ($3, $4::bigint) ORDER BY scim_id, revision LIMIT ${PIECE}
  ), forgotten AS (
    UPDATE provisioner.states s SET data = provisioner.without_password(s.data) FROM page p
    WHERE s.connection = $1 AND s.scim_id = p.scim_id AND s.revision = p.revision AND s.time <= $2
      AND s.data LIKE '%,"password":"$2%'
  )
  SELECT scim_id AS "scimId", revision FROM page ORDER BY scim_id DESC, revision DESC LIMIT 1`;

/** Makes the provisioner forget the hashes of passwords when a connection ends passing them on. */
export class PasswordEnds {
  constructor(private readonly pool: Pool) {}

  /**
   * Done twice it is done once.
   * @throws {RetryLaterError} when the database doesn't serve
   */
  async heard(event: EventEnvelope<OperationEventData>): Promise<void> {
    const { connection, action, changes } = event.data;
    const ends = changes.some(({ path, after }) => path === 'passwordSync' && after === false);
    if (action !== 'connection.update' || connection === null || !ends) return;
    try {
      await this.forget(connection, event.time);
    } catch (error) {
      throw new RetryLaterError(`The database does not serve: ${(error as Error).message}`);
    }
  }

  /** @param at until when, RFC 3339 */
  private async forget(connection: string, at: string): Promise<void> {
    // Whoever takes events in now has stored them before the states are looked through, or knows of the end.
    await inTransaction(this.pool, async (client) => {
      await client.query(ENQUEUE_LOCK);
      await client.query(REMEMBER, [connection, at]);
    });
    let last: { scimId: string; revision: string } | undefined = { scimId: '', revision: '0' };
    while (last !== undefined) {
      const { rows }: { rows: { scimId: string; revision: string }[] } = await this.pool.query(FORGET, [
        ...[connection, at, last.scimId, last.revision],
      ]);
      last = rows[0];
    }
  }
}
