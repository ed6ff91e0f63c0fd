import type { Link } from '@usher/provisioning';

export const WORK_KINDS = ['event', 'resync', 'replay', 'repair', 'due', 'approved', 'chosen'] as const;
/**
 * event: came from the log; resync: the latest state once more, to fill or refresh a site; replay: after a refusal;
 * repair: parts that differ in the site; due: a delayed deletion; approved: a departure that an operator let go;
 * chosen: an operator said which account it is.
 */
export type WorkKind = (typeof WORK_KINDS)[number];

/** What the work is to mind besides the state. */
export interface WorkOptions {
  /** `repair`: the groups of differences that are to be put right. */
  groups?: string[];
  /** `chosen`: the account, or that a new one is to be made. */
  chosen?: { wordpressId: number } | 'new';
}

/** A row of the queue that this process has for the time of a lease, and all that is needed to work on it. */
export interface ClaimedWork {
  /** Decimal text. */
  id: string;
  targetId: string;
  connection: string;
  scimId: string;
  revision: number;
  userName: string;
  /** Cause of the outcome. */
  eventId: string;
  type: string;
  kind: WorkKind;
  priority: number;
  attempts: number;
  awaited: boolean;
  jobId: string | null;
  options: WorkOptions;
  /** JSON text: who asked for it; null: who caused the state. */
  origin: string | null;
  traceparent: string | null;
  /** JSON text of the UserEventData. Null when the state isn't kept any more. */
  data: string | null;
  time: Date;
  /** `due` only: the directory has a newer state of the user, which isn't applied yet. */
  outdated: boolean;
  link: Link | null;
}
