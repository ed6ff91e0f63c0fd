import type { Policy } from '../settings/policy.js';
import type { Subject } from '../subject.js';
import type { Link, SiteAccount, UserEvent } from '../types.js';
import type { Standing } from './standing.js';
import type { Trail } from './trail.js';

export interface Decision {
  event: UserEvent;
  /** What was applied before; null when nothing was. */
  link: Link | null;
  policy: Policy;
  /** The account in the site where somebody has looked (a preview); the connector checks again in any case. */
  account?: SiteAccount | null;
  /** There was a linked account, and somebody has deleted it in the site. */
  lost?: boolean;
  /** What is known of the site from its check. */
  site?: { multisite: boolean };
  /** An operator's choice for a user whose account was ambiguous. */
  chosen?: { wordpressId: number } | 'new';
  /** A delayed deletion whose day has come: the account is deleted now. */
  due?: boolean;
}

/** A decision with what was found out on the way. */
export interface Case extends Decision {
  subject: Subject;
  standing: Standing;
  trail: Trail;
}
