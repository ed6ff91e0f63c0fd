import {
  decide,
  type Difference,
  differences,
  type Operation,
  type Plan,
  type PlanStep,
  type Policy,
  type UpsertOperation,
} from '@usher/provisioning';
import { type ConnectorAccount, type MatchResult, SiteError } from '@usher/wordpress';
import type { JobTarget } from '../jobs/target-source.js';
import type { LinkStore } from '../links/link.store.js';
import { eventOf } from '../reconcile/compare.js';
import type { KnownUser } from '../reconcile/directory.js';
import { metaKeys } from '../reconcile/reconcile.job.js';
import { redacted } from './redact.js';

/** The core's steps, and what they would come to in the site. */
export type ExplainedStep = Omit<PlanStep, 'step'> & { step: PlanStep['step'] | 'executed' };

export interface Explanation {
  user: { scimId: string; userName: string; connection: string; revision: number; active: boolean; deleted: boolean };
  steps: ExplainedStep[];
  plan: PlanSummary;
  /** What would be sent to the site; null: nothing. */
  operation: Operation | null;
  /** The account that the user has, or would get; null: there is none yet. */
  account: ConnectorAccount | null;
  /** Several accounts could be the user's: an operator would have to choose. */
  candidates: MatchResult['candidates'];
  /** How the account would change. */
  changes: Difference[];
  site: { reached: boolean; reason: string | null };
}

export interface PlanSummary {
  kind: Plan['kind'];
  code: string | null;
  /** In words; '' when there is nothing to say. */
  detail: string;
  notes: readonly string[];
  departure: boolean;
  deleteAfterDays: number | null;
}

export function summaryOf(plan: Plan): PlanSummary {
  const blank = { code: null, detail: '', notes: [], departure: false, deleteAfterDays: null };
  switch (plan.kind) {
    case 'execute': {
      const { kind, notes, departure, deleteAfterDays } = plan;
      return { ...blank, kind, notes, departure, deleteAfterDays };
    }
    case 'skip':
    case 'reject':
      return { ...blank, kind: plan.kind, code: plan.code, detail: plan.detail };
    case 'stale':
      return { ...blank, kind: 'stale', code: 'stale', detail: `Revision ${plan.newer} was applied already.` };
    case 'done':
      return { ...blank, kind: 'done' };
  }
}

/**
 * What an event of this user's state would do now, step by step: the very decision of the execution, and a look into
 * the site, which changes nothing there.
 */
export async function explain(
  user: KnownUser,
  target: Pick<JobTarget, 'id' | 'site' | 'multisite'>,
  policy: Policy,
  links: Pick<LinkStore, 'isGone'>,
): Promise<Explanation> {
  const { connection, scimId, userName, revision, active, deleted, link } = user;
  const { multisite } = target;
  const plan = decide({ event: eventOf(user), link, policy, ...(multisite === null ? {} : { site: { multisite } }) });
  const operation = plan.kind === 'execute' ? plan.operation : null;
  const isGone = (holder: string) => links.isGone({ targetId: target.id, scimId: holder }, connection);
  const look = await lookAt(target.site, scimId, operation, metaKeys(policy), isGone);
  const account = look.match?.account ?? null;
  const changes = operation === null || account === null ? [] : differences(operation, account, link);
  return redacted({
    user: { scimId, userName, connection, revision, active, deleted },
    steps: [...plan.steps, executed(plan, look, changes)],
    plan: summaryOf(plan),
    ...{ operation, account, candidates: look.match?.candidates ?? [], changes },
    site: { reached: look.reason === null, reason: look.reason },
  });
}

interface Look {
  match: MatchResult | null;
  /** Why the site could not be asked; null when it was. */
  reason: string | null;
}

async function lookAt(
  site: JobTarget['site'],
  scimId: string,
  operation: Operation | null,
  meta: string[],
  isGone: (scimId: string) => Promise<boolean>,
): Promise<Look> {
  const keys = operation?.op === 'upsert' ? (operation.match ?? []) : [];
  try {
    const match = await site.match(scimId, keys, { meta });
    if (operation?.op !== 'upsert' || keys.length === 0 || match.account !== null || match.candidates.length > 0) {
      return { match, reason: null };
    }
    const succeeds = await holderOf(site, operation);
    const succeeding = succeeds !== null && (await isGone(succeeds));
    return { match: succeeding ? await site.match(scimId, keys, { meta, succeeds }) : match, reason: null };
  } catch (error) {
    if (!(error instanceof SiteError)) throw error;
    return { match: null, reason: error.message };
  }
}

/** SCIM id of the user whose account has the login or the address. */
async function holderOf(site: JobTarget['site'], { fields }: UpsertOperation): Promise<string | null> {
  const account = (await site.findByLogin(fields.user_login)) ?? (await site.findByEmail(fields.user_email));
  return account?.scimId ?? null;
}

function executed(plan: Plan, { match, reason }: Look, changes: readonly Difference[]): ExplainedStep {
  const operation = plan.kind === 'execute' ? plan.operation : null;
  const account = match?.account ?? null;
  const inputs = {
    operation,
    account: account === null ? null : { id: account.id, login: account.login },
    by: match?.by,
  };
  const rule = operation === null ? 'nothing is sent' : `send "${operation.op}" at revision ${operation.revision}`;
  const before = Object.fromEntries(changes.map(({ path, found }) => [path, found]));
  const after = Object.fromEntries(changes.map(({ path, wanted }) => [path, wanted]));
  return { step: 'executed', rule, inputs, before, after, detail: prospect(operation, match, reason, changes) };
}

function prospect(
  operation: Operation | null,
  match: MatchResult | null,
  reason: string | null,
  changes: readonly Difference[],
): string {
  if (operation === null) return 'Nothing would be done in the site.';
  if (match === null) return `The site can't be asked how things are there now: ${reason ?? ''}`;
  if (match.candidates.length > 1)
    return `Several accounts could be this user's: ${match.candidates.map(({ login }) => `"${login}"`).join(', ')}. An operator would have to choose.`;
  const { account, by } = match;
  if (account === null) {
    if (operation.op === 'upsert' && operation.active)
      return `The account "${operation.fields.user_login}" would be made.`;
    return 'There is no account, and none would be made.';
  }
  const whose =
    by === null
      ? `The account "${account.login}"`
      : `The account "${account.login}", found by its ${by.by}, would become this user's. It`;
  if (operation.op === 'delete') return `${whose} would be deleted.`;
  if (changes.length === 0) return `${whose} is as wanted already.`;
  return `${whose} would change: ${changes.map(({ path }) => path).join(', ')}.`;
}
