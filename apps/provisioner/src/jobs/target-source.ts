import type { Policy } from '@usher/provisioning';
import type { WordPressSite } from '@usher/wordpress';

/** What a job needs of a target. */
export interface JobTarget {
  readonly id: string;
  readonly name: string;
  readonly siteUrl: string;
  /** Whose users it gets; `*`: those of every connection. */
  readonly connection: string;
  readonly paused: boolean;
  /** By its last check; null while there was none. */
  readonly multisite: boolean | null;
  /** As it is now. */
  readonly policy: Policy;
  /** For reading; what changes an account goes through the queue of work. */
  readonly site: Pick<WordPressSite, 'status' | 'accounts' | 'match' | 'findByScimId' | 'findByLogin' | 'findByEmail'>;
}

export interface TargetSource {
  find(id: string): JobTarget | undefined;
  all(): readonly JobTarget[];
}

/** Injection token of the {@link TargetSource}. */
export const TARGET_SOURCE = Symbol('target source');
