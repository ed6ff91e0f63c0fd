import { api } from './client.js';
import { type Consequence, type PersonView, useDecision, useWaiting } from './waiting.js';

/** A departure that is held because the site's budget is spent. */
export interface HeldDeparture extends PersonView {
  id: number;
  targetId: string;
  revision: number;
  deleted: boolean;
  active: boolean;
  why: 'inactive' | 'deleted' | 'outOfScope';
  since: string;
  /** Null: nothing would be done any more. */
  onApprove: Consequence | null;
  onRefuse: { detail: string };
}

const PATH = '/api/provisioning/approvals';

/** Of one site, the oldest first. */
export const useApprovals = (targetId: string) =>
  useWaiting({
    key: ['approvals', targetId],
    path: PATH,
    query: { targetId },
    rows: ({ approvals }: { approvals: HeldDeparture[]; next: number | null }) => approvals,
  });

export interface Decision {
  targetId: string;
  word: 'approve' | 'refuse';
  which: readonly number[] | 'all';
}

/** @returns how many departures the word was for */
export const useDecideDepartures = () =>
  useDecision(async ({ targetId, word, which }: Decision): Promise<number> => {
    const chosen = which === 'all' ? { all: true } : { ids: which };
    const answer = await api.post<{ approved?: number; refused?: number }>(`${PATH}/${word}`, { targetId, ...chosen });
    return answer.approved ?? answer.refused ?? 0;
  });
