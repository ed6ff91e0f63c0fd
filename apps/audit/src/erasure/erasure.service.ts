import { Inject, Injectable } from '@nestjs/common';
import { poolOf } from '@usher/persistence';
import type { Pool, PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { Checkpoints } from '../chain/checkpoints.js';
import { AUDIT_DATABASE } from '../database.js';
import { actEntry, type Actor } from '../record/act.js';
import { Confirmations, type ConfirmationFault, type Shown } from '../removal/confirmation.js';
import type { Condition } from '../removal/marked.js';
import { alone, transactionOn } from '../removal/session.js';
import { erase, eraserOf } from './erase.js';
import { findPerson, mentions, ownEntries, type Person, type PersonQuery } from './person.js';

/** How long another removal is waited for. */
const PATIENCE = 5_000;

export interface ErasurePreview {
  /** SCIM id; null for somebody who is known by the user name only. */
  resourceId: string | null;
  /** All names that the entries have for the person. */
  names: string[];
  /** The person's own entries. */
  entries: number;
  /** Others that may name the person. */
  mentions: number;
  confirmation: string;
  expiresAt: string;
}

export interface Erased {
  /** Entries that were changed. */
  entries: number;
  tombstones: { chain: string; entries: number; id: string | null }[];
}

export type ErasureFault =
  | { code: ConfirmationFault | 'busy' | 'unknown' }
  /** The user name was that of several persons. */
  | { code: 'several'; ids: string[] };

export type ErasureResult<T> = { ok: true; value: T } | { ok: false; fault: ErasureFault };

const failed = (fault: ErasureFault): { ok: false; fault: ErasureFault } => ({ ok: false, fault });

@Injectable()
export class ErasureService {
  private readonly pool: Pool;

  constructor(
    @Inject(AUDIT_DATABASE) database: DataSource,
    private readonly confirmations: Confirmations,
    private readonly checkpoints: Checkpoints,
  ) {
    this.pool = poolOf(database);
  }

  async preview(query: PersonQuery): Promise<ErasureResult<ErasurePreview>> {
    const found = await this.find(this.pool, query);
    if (!found.ok) return found;
    const person = found.value;
    const [entries, all] = [await this.count(ownEntries(person)), await this.count(mentions(person))];
    const { resourceId, names } = person;
    const confirmation = this.confirmations.make(shown(query, resourceId), new Date());
    return { ok: true, value: { resourceId, names, entries, mentions: Math.max(0, all - entries), ...confirmation } };
  }

  /** Entries that come in later name the person again: whoever is erased must be gone at the source before. */
  async erase(
    query: PersonQuery & { confirmation: string; reason: string },
    by: Actor,
  ): Promise<ErasureResult<Erased>> {
    const done = await alone(this.pool, PATIENCE, async (client): Promise<ErasureResult<Erased>> => {
      const found = await this.find(client, query);
      if (!found.ok) return found;
      const { connection, resourceId } = found.value;
      const fault = this.confirmations.check(query.confirmation, shown(query, resourceId), new Date());
      if (fault !== undefined) return failed({ code: fault });
      const why = eraserOf(found.value).inText(query.reason);
      const detail = `${by.actor} asked to erase a person: ${why}`;
      const cause = actEntry(by, { action: 'audit.erase.request', connection, resourceId, detail });
      await transactionOn(client, () => this.checkpoints.append(client, [cause]));
      const runs = await erase(client, found.value, {
        act: {
          ...{ ...by, action: 'audit.erase', resourceId, causeId: cause.id },
          detailOf: (n) => `${by.actor} erased a person from ${n === 1 ? '1 entry' : `${n} entries`}`,
        },
        checkpoints: this.checkpoints,
        now: () => new Date(),
      });
      const tombstones = runs.map(({ chain, entries, tombstone }) => ({ chain, entries, id: tombstone }));
      return { ok: true, value: { entries: runs.reduce((sum, run) => sum + run.entries, 0), tombstones } };
    });
    return done?.value ?? failed({ code: 'busy' });
  }

  private async find(client: Pool | PoolClient, query: PersonQuery): Promise<ErasureResult<Person>> {
    const found = await findPerson(client, query);
    if (found.found === 'one') return { ok: true, value: found.person };
    return failed(found.found === 'none' ? { code: 'unknown' } : { code: 'several', ids: found.ids });
  }

  private async count({ sql, values }: Condition): Promise<number> {
    const text = `SELECT count(*)::float8 AS entries FROM audit.entries e WHERE ${sql}`;
    return (await this.pool.query<{ entries: number }>(text, [...values])).rows[0]?.entries ?? 0;
  }
}

/** @param id whom the name is known to be of: it may be another person's when it is confirmed */
function shown({ connection, resourceId, userName }: PersonQuery, id: string | null): Shown {
  const who = userName ?? resourceId ?? '';
  return { words: `erase ${who}`, about: { act: 'erase', connection, resourceId, userName, id }, position: 0 };
}
