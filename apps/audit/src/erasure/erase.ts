import { randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { PersonalPart } from '../chain/canonical.js';
import { personalNow } from '../chain/tombstone.js';
import { lockLedger } from '../record/append.js';
import type { AuditEntry } from '../record/entry.js';
import { TextReplacer } from '../record/text-replacer.js';
import { mark } from '../removal/marked.js';
import { transactionOn } from '../removal/session.js';
import { type ChainRun, runIn, settle, type Settling } from '../removal/settle.js';
import { differs, erasedForm, redactedForm } from './forms.js';
import { ERASED } from './names.js';
import { mentions, ownEntries, type Person } from './person.js';

/** Entries of one transaction: recording waits for no more than that. */
const BATCH = 500;
const SALT_BYTES = 16;

const NEXT = `
  SELECT e.seq::float8 AS seq, e.id, e.occurred_at AS "occurredAt", e.connection, e.kind, e.action, e.status,
    e.user_name AS "userName", e.email, e.login, e.resource_id AS "resourceId", e.external_id AS "externalId", e.actor,
    e.target, e.target_id AS "targetId", e.detail, e.code, e.trace_id AS "traceId", e.changes, e.execution
  FROM (SELECT * FROM pg_temp.marked WHERE chain = $1 AND seq > $2 ORDER BY seq LIMIT ${BATCH}) AS next
  JOIN audit.entries e ON e.id = next.id AND e.occurred_at = next.occurred_at ORDER BY e.seq`;

const UPDATE = `
  UPDATE audit.entries e SET user_name = "userName", email = given.email, login = given.login,
    external_id = "externalId", detail = given.detail, changes = given.changes,
    execution = CASE WHEN json_typeof(given.execution) <> 'null' THEN given.execution END,
    salt = decode(given.salt, 'hex')
  FROM json_to_recordset($1::json) AS given (id uuid, "occurredAt" timestamptz, "userName" text, email text, login text,
    "externalId" text, detail text, changes json, execution json, salt text)
  WHERE e.id = given.id AND e.occurred_at = given."occurredAt"`;

type Row = AuditEntry & { seq: number };

/** Gives an entry the form it has from now on; undefined when that is the one it has. */
type Form = (entry: AuditEntry) => PersonalPart | undefined;

/**
 * Empties the personal part of a person's entries, and takes the person's names out of all others. Must be the only one who
 * removes. Answers what was changed in each chain; each transaction leaves chains that verify.
 */
export async function erase(client: PoolClient, person: Person, options: Settling): Promise<ChainRun[]> {
  const runs = new Map<string, ChainRun>();
  const eraser = eraserOf(person);
  const given = (entry: AuditEntry, form: PersonalPart) => (differs(entry, form) ? form : undefined);
  // Others' first: the names are known from the person's own entries, should this be broken off and begun again.
  const steps: [typeof mentions, Form][] = [
    [othersOf, (entry) => given(entry, redactedForm(entry, eraser))],
    [ownEntries, (entry) => given(entry, erasedForm(entry))],
  ];
  for (const [condition, form] of steps) {
    for (const chain of (await mark(client, condition(person))).keys()) {
      runs.set(chain, await eraseMarked(client, runs.get(chain) ?? runIn(chain), form, options));
    }
  }
  return [...runs.values()].filter(({ entries }) => entries > 0);
}

/** Takes a person's names and id out of others' words. */
export function eraserOf({ names, resourceId }: Person): TextReplacer {
  return new TextReplacer([...names, ...(resourceId === null ? [] : [resourceId])], ERASED);
}

function othersOf(person: Person): ReturnType<typeof mentions> {
  const [own, all] = [ownEntries(person), mentions(person)];
  const shifted = own.sql.replace(/\$(\d+)/g, (_, number) => `$${Number(number) + all.values.length}`);
  return { sql: `${all.sql} AND NOT coalesce(${shifted}, false)`, values: [...all.values, ...own.values] };
}

async function eraseMarked(client: PoolClient, start: ChainRun, form: Form, options: Settling): Promise<ChainRun> {
  let run = start;
  let last = 0;
  for (;;) {
    const done = await transactionOn(client, async () => {
      await lockLedger(client);
      const { rows } = await client.query<Row>(NEXT, [run.chain, last]);
      const end = rows.at(-1)?.seq;
      if (end === undefined) return undefined;
      const erased = rows.flatMap((row) => {
        const part = form(row);
        return part === undefined ? [] : [{ row, part, salt: randomBytes(SALT_BYTES) }];
      });
      if (erased.length === 0) return { next: run, last: end };
      const values = erased.map(({ row, part, salt }) => ({
        ...part,
        ...{ id: row.id, occurredAt: row.occurredAt, salt: salt.toString('hex') },
      }));
      await client.query(UPDATE, [JSON.stringify(values)]);
      const taken = {
        ...{ ranges: [], tombstones: [], entries: erased.length },
        erased: erased.map(({ row, part, salt }) => ({ seq: row.seq, personalNow: personalNow(salt, part) })),
      };
      return { next: await settle(client, run, taken, options), last: end };
    });
    if (done === undefined) return run;
    ({ next: run, last } = done);
  }
}
