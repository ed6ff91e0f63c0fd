import { useQuery } from '@tanstack/react-query';
import { api } from './client.js';

export interface Checkpoint {
  number: number;
  seq: number;
  hash: string;
  at: string;
  keyId: string | null;
}

/** Where a chain of entries stands. */
export interface Chain {
  /** Id of the connection; `-` for the acts of none. */
  chain: string;
  /** Those that are kept. */
  entries: number;
  head: { seq: number; hash: string };
  checkpoint: Checkpoint | null;
}

export interface ChainResult {
  chain: string;
  entries: number;
  removed: number;
  erased: number;
  checkpoints: number;
  /** The last checkpoint is signed by a key that is trusted. */
  signed: boolean;
  /** Checkpoints without a signature. */
  unsigned: number;
  head: { seq: number; hash: string };
}

export interface Fault {
  chain: string;
  seq: number;
  entryId: string | null;
  kind: 'missing' | 'added' | 'changed' | 'reordered' | 'checkpoint' | 'tombstone';
  detail: string;
}

export interface VerifyResult {
  ok: boolean;
  chains: ChainResult[];
  fault: Fault | null;
}

/** A line of the answer: how far it is, at the end the result. */
export type VerifyLine = { chain: string; checked: number; of: number } | { result: VerifyResult } | { error: string };

export const VERIFY_PATH = '/api/audit/verify';
export const CHAINS_PATH = '/api/audit/chains';

export function useChains() {
  return useQuery({
    queryKey: ['audit', 'chains'],
    queryFn: ({ signal }) => api.get<{ chains: Chain[] }>(CHAINS_PATH, { signal }),
    select: ({ chains }) => chains,
    refetchInterval: 60_000,
  });
}
