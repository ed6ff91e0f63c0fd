import { decide, type Policy } from '@usher/provisioning';
import { eventOf } from '../reconcile/compare.js';
import type { KnownUser } from '../reconcile/directory.js';
import { type Explanation, summaryOf } from './explain.js';
import { redacted } from './redact.js';

const NOT_ASKED = 'No site is asked for a preview.';

/** What would be wanted of a site that had nothing of the user yet, step by step. */
export function preview(user: KnownUser, policy: Policy, multisite: boolean): Explanation {
  const { connection, scimId, userName, revision, active, deleted } = user;
  const plan = decide({ event: eventOf(user), link: null, policy, site: { multisite } });
  return redacted({
    user: { scimId, userName, connection, revision, active, deleted },
    steps: [...plan.steps],
    plan: summaryOf(plan),
    operation: plan.kind === 'execute' ? plan.operation : null,
    ...{ account: null, candidates: [], changes: [], site: { reached: false, reason: NOT_ASKED } },
  });
}
