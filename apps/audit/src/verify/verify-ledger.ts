import type { Pool } from 'pg';
import type { SigningKeys } from '../chain/signing.js';
import { LedgerSnapshot } from './ledger-snapshot.js';
import type { ChainResult, KeptCheckpoint, Progress, VerifyResult } from './report.js';
import { walkRows } from './walk-rows.js';

export interface VerifyOptions {
  keys: SigningKeys;
  /** The only one to look at; else all. */
  chain?: string;
  /** What was kept elsewhere, of whatever chains. */
  kept?: readonly KeptCheckpoint[];
}

/** Verifies the ledger as it is when it begins; recording goes on meanwhile. Ends at the first fault. */
export async function* verifyLedger(
  pool: Pool,
  { keys, chain, kept = [] }: VerifyOptions,
): AsyncGenerator<Progress, VerifyResult, void> {
  const snapshot = await LedgerSnapshot.open(pool);
  try {
    const chains: ChainResult[] = [];
    const asked = chain === undefined ? await namedChains(snapshot, kept) : [chain];
    for (const name of asked) {
      const rows = await snapshot.rows(
        name,
        kept.filter((one) => one.chain === name),
      );
      const found = yield* walkRows(rows, keys);
      if ('fault' in found) return { ok: false, chains, fault: found.fault };
      chains.push(found);
    }
    return { ok: true, chains, fault: null };
  } finally {
    await snapshot.close();
  }
}

/** A chain that was kept elsewhere must be there, though the database may say nothing of it. */
async function namedChains(snapshot: LedgerSnapshot, kept: readonly KeptCheckpoint[]): Promise<string[]> {
  return [...new Set([...(await snapshot.chains()), ...kept.map(({ chain }) => chain)])].sort();
}
