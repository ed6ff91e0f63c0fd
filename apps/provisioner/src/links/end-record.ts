import type { EventMessage } from '@usher/events';
import type { Candidate, Link } from '@usher/provisioning';

export interface LinkKey {
  targetId: string;
  scimId: string;
}

/** All that the end of one row of work leaves behind, written in one transaction, if the row is still there. */
export interface EndRecord extends LinkKey {
  connection: string;
  userName: string;
  /** Of the state that was worked on. */
  revision: number;
  work: {
    /** Decimal text. */
    id: string;
    eventId: string;
    jobId: string | null;
  };
  /** Null: the link stays as it is. */
  link: Link | null;
  /** Accounts among which an operator has to choose. */
  candidates: readonly Candidate[] | null;
  /** SCIM id of a deleted user who has no account from now on, since this one has it; null: nobody. */
  predecessor: string | null;
  /** The outcome, and its type; null: there is nothing to tell. */
  outcome: { type: string; message: EventMessage } | null;
  deadLetter: { code: string; reason: string } | null;
  /** The row isn't deleted, but waits for approval under this fresh event id. */
  holdAs: string | null;
  /** What becomes of the delayed deletion of this user: so many days from now (unless there is one), none, as it is. */
  deletion: { afterDays: number } | 'none' | 'as it is';
  /** The entry in the list of results, for who waits for all targets: JSON text. */
  settled: string | null;
}
