import { api } from './client.js';
import { type PersonView, useDecision, useWaiting } from './waiting.js';

/** An account of the site that could be the person's. */
export interface Candidate {
  id: number;
  login: string;
  email: string;
  administrator: boolean;
  /** What found it. */
  by: { by: 'login' | 'email' | 'meta'; value: string; key?: string };
}

/** A person for whom several accounts were found. */
export interface AmbiguousPerson extends PersonView {
  targetId: string;
  revision: number;
  reason: string | null;
  candidates: Candidate[];
  since: string;
}

const PATH = '/api/provisioning/ambiguous';

export const useAmbiguous = () =>
  useWaiting({
    key: ['ambiguous'],
    path: PATH,
    rows: ({ ambiguous }: { ambiguous: AmbiguousPerson[]; next: string | null }) => ambiguous,
  });

export const useChooseAccount = () =>
  useDecision(({ targetId, scimId, account }: { targetId: string; scimId: string; account: number | 'new' }) =>
    api.post<{ queued: number }>(
      `${PATH}/${encodeURIComponent(targetId)}/${encodeURIComponent(scimId)}`,
      account === 'new' ? { new: true } : { wordpressId: account },
    ),
  );
