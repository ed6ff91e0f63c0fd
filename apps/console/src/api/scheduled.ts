import { api } from './client.js';
import { type Consequence, type PersonView, useDecision, useWaiting } from './waiting.js';

/** An account that is to be deleted, unless its person comes back. */
export interface ScheduledDeletion extends PersonView {
  id: number;
  targetId: string;
  dueAt: string;
  since: string;
  /** Null: nothing would be done any more. */
  onRun: Consequence | null;
  onCancel: { detail: string };
}

const PATH = '/api/provisioning/scheduled';

/** The next one first. */
export const useScheduled = () =>
  useWaiting({
    key: ['scheduled'],
    path: PATH,
    rows: ({ scheduled }: { scheduled: ScheduledDeletion[]; next: string | null }) => scheduled,
  });

export const useDecideDeletion = () =>
  useDecision(({ id, word }: { id: number; word: 'run' | 'cancel' }) =>
    word === 'run' ? api.post(`${PATH}/${id}/run`) : api.delete(`${PATH}/${id}`),
  );
