import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

export interface RecordingFigures {
  entries: number;
  seconds: number;
}

const BATCH = 500;

type Append = (client: pg.PoolClient, entries: readonly object[]) => Promise<unknown[]>;

/** Appends entries by the audit's own code, a batch in each transaction, as its consumer does when it is busy. */
export async function measureRecording(databaseUrl: string, batches: number): Promise<RecordingFigures> {
  const path = fileURLToPath(new URL('../../../apps/audit/dist/record/append.js', import.meta.url));
  const { append } = (await import(path)) as { append: Append };
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1, application_name: 'usher-bench' });
  const write = async (number: number): Promise<void> => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await append(client, batch(number));
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  };
  try {
    for (let number = 0; number < 3; number += 1) await write(-1 - number);
    const begin = performance.now();
    for (let number = 0; number < batches; number += 1) await write(number);
    return { entries: batches * BATCH, seconds: (performance.now() - begin) / 1000 };
  } finally {
    await pool.end();
  }
}

/** Requests and their outcomes by turns, of people whom the ledger knows. */
function batch(number: number): object[] {
  return Array.from({ length: BATCH }, (_, i) => {
    const person = Math.abs(number * 7919 + i * 104_729) % 100_000;
    const outcome = i % 2 === 1;
    const userName = `person.bench${person}`;
    const now = new Date().toISOString();
    return {
      ...{ id: randomUUID(), occurredAt: now, connection: 'okta', kind: outcome ? 'outcome' : 'request' },
      ...{ action: 'update', status: outcome ? 'succeeded' : 'accepted', userName, email: `${userName}@example.com` },
      ...{ login: outcome ? userName : null, resourceId: randomUUID(), externalId: `00u${person}` },
      ...{ sourceIp: `10.111.0.${i % 6}`, actor: 'Okta production', target: outcome ? 'Blog' : null },
      targetId: outcome ? 'blog' : null,
      detail: outcome
        ? `Updated account ${userName} in Blog`
        : `Okta production asked to update ${userName}: title Buyer -> Nurse`,
      ...{ code: null, traceId: randomUUID().replaceAll('-', ''), revision: 3, causeId: null },
      changes: [{ path: 'title', before: 'Buyer', after: 'Nurse' }],
      execution: outcome
        ? {
            askedAt: now,
            plannedAt: now,
            calledAt: now,
            answeredAt: now,
            requestMs: 12,
            attempts: 1,
            operation: 'upsert',
            decision: [],
          }
        : null,
    };
  });
}
