import type { KeptCheckpoint, VerifyResult } from '../verify/report.js';
import { verifyLedger, type VerifyOptions } from '../verify/verify-ledger.js';
import { mixedEntries, testLedger, type TestLedger } from './ledger.js';

/** The columns of an entry that an insert may name. */
export const COLUMNS = `id, occurred_at, connection, kind, action, status, user_name, email, login, resource_id, external_id,
  source_ip, actor, target, target_id, detail, code, trace_id, changes, execution, revision, cause_id, position, chain, seq,
  salt, personal_hash, hash, facet`;

/** A ledger under attack by somebody who has the database. */
export interface TamperedLedger extends TestLedger {
  sql<Row>(text: string, values?: unknown[]): Promise<Row[]>;
  verify(options?: Partial<VerifyOptions>): Promise<VerifyResult>;
  idOf(chain: string, seq: number): Promise<string>;
  /** Takes what comes after the entry off its chain, and sets the head back. */
  cutOff(chain: string, after: number): Promise<void>;
  /** The checkpoints as an auditor would keep them elsewhere. */
  keep(): Promise<KeptCheckpoint[]>;
}

/** The result of a verification, once it has come to its end. */
export async function verified(ledger: TestLedger, options: Partial<VerifyOptions> = {}): Promise<VerifyResult> {
  const steps = verifyLedger(ledger.pool, { keys: ledger.keys, ...options });
  let step = await steps.next();
  while (step.done !== true) step = await steps.next();
  return step.value;
}

/** Entries of three chains with two checkpoints each, and a few after the last: `default` has 27, the others 9. */
export async function tamperedLedger(): Promise<TamperedLedger> {
  const ledger = await testLedger();
  await ledger.append(mixedEntries(20));
  await ledger.checkpoint();
  await ledger.append(mixedEntries(20, '2026-11-01T12:00:00.000Z'));
  await ledger.checkpoint();
  await ledger.append(mixedEntries(5, '2026-11-02T12:00:00.000Z'));
  const sql = async <Row>(text: string, values: unknown[] = []): Promise<Row[]> =>
    (await ledger.pool.query(text, values)).rows as Row[];
  return {
    ...ledger,
    sql,
    verify: (options) => verified(ledger, options),
    async idOf(chain, seq) {
      const rows = await sql<{ id: string }>('SELECT id FROM audit.entries WHERE chain = $1 AND seq = $2', [
        chain,
        seq,
      ]);
      return rows[0]?.id ?? '';
    },
    async cutOff(chain, after) {
      await sql('DELETE FROM audit.entries WHERE chain = $1 AND seq > $2', [chain, after]);
      await sql(
        `UPDATE audit.chains SET seq = $2, hash = (SELECT hash FROM audit.entries WHERE chain = $1 AND seq = $2)
         WHERE chain = $1`,
        [chain, after],
      );
    },
    async keep() {
      return (await ledger.checkpoints.chains(ledger.pool)).flatMap(({ chain, checkpoint }) =>
        checkpoint === null ? [] : [{ chain, seq: checkpoint.seq, hash: checkpoint.hash.toString('hex') }],
      );
    },
  };
}
