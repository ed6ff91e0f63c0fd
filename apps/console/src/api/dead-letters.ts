import { api } from './client.js';
import { type PersonView, useDecision, useWaiting } from './waiting.js';

/** A change of a person that a site refused for good. */
export interface DeadLetter extends PersonView {
  id: number;
  targetId: string;
  revision: number;
  code: string;
  reason: string;
  createdAt: string;
  open: boolean;
  /** Something of the person is on its way to the site. */
  retrying: boolean;
}

const PATH = '/api/provisioning/dead-letters';
/** They wait for a choice, and are listed where it is made. */
const TO_CHOOSE = 'ambiguous_match';

/** Those that stand, the newest first. */
export const useDeadLetters = () =>
  useWaiting({
    key: ['dead-letters'],
    path: PATH,
    query: { open: true },
    rows: ({ deadLetters }: { deadLetters: DeadLetter[]; next: number | null }) =>
      deadLetters.filter(({ code }) => code !== TO_CHOOSE),
  });

/** One, or all of a site that have the code. */
export type Replay = { id: number } | { targetId: string; code: string };

export const useReplay = () =>
  useDecision((what: Replay) =>
    'id' in what
      ? api.post<{ queued: number }>(`${PATH}/${what.id}/replay`)
      : api.post<{ queued: number }>(`${PATH}/replay`, what),
  );
