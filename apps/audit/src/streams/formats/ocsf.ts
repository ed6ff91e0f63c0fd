import type { LedgerEntry } from '../../record/entry.js';

/** Version of the schema: https://schema.ocsf.io/1.3.0 */
const SCHEMA = '1.3.0';
const PRODUCT = { name: 'Usher', vendor_name: 'Usher' };
/** Identity & Access Management. */
const CATEGORY = 3;
const OTHER = 99;

/** A class of events, and what an act is called in it. */
interface Activity {
  class: 'account' | 'authentication' | 'entity' | 'group';
  activity: number;
  name: string;
}

const CLASSES = { account: 3001, authentication: 3002, entity: 3004, group: 3006 } as const;

const ACCOUNT: Record<string, [activity: number, name: string]> = {
  create: [1, 'Create'],
  reactivate: [2, 'Enable'],
  deactivate: [5, 'Disable'],
  delete: [6, 'Delete'],
  remove_roles: [8, 'Detach Policy'],
};

const GROUP: Record<string, [activity: number, name: string]> = {
  'group.create': [6, 'Create'],
  'group.delete': [5, 'Delete'],
};

const ENTITY: Record<string, [activity: number, name: string]> = {
  create: [1, 'Create'],
  update: [3, 'Update'],
  delete: [4, 'Delete'],
  revoke: [4, 'Delete'],
};

/** `create` of `token.create` */
const verbOf = (action: string): string => action.slice(action.lastIndexOf('.') + 1);

function activityOf({ kind, action }: LedgerEntry): Activity {
  if (/^(access|operator)\.refuse$/.test(action)) return named('authentication', [1, 'Logon'], action);
  if (action.startsWith('group.')) return named('group', GROUP[action], action);
  if (kind === 'operation') return named('entity', ENTITY[verbOf(action)], action);
  return named('account', ACCOUNT[action], action);
}

function named(name: Activity['class'], activity: [number, string] | undefined, action: string): Activity {
  const [id, words] = activity ?? [OTHER, action];
  return { class: name, activity: id, name: words };
}

const STATUS: Record<LedgerEntry['status'], [id: number, name: string]> = {
  accepted: [1, 'Success'],
  succeeded: [1, 'Success'],
  rejected: [2, 'Failure'],
  skipped: [OTHER, 'Skipped'],
  stale: [OTHER, 'Stale'],
  held: [OTHER, 'Held'],
};

/** Informational, low for what didn't happen, medium for an access that was refused. */
function severityOf(entry: LedgerEntry): [id: number, name: string] {
  if (entry.status === 'held') return [2, 'Low'];
  if (entry.status !== 'rejected') return [1, 'Informational'];
  return entry.action.endsWith('.refuse') ? [3, 'Medium'] : [2, 'Low'];
}

/** An entry as an event of the Open Cybersecurity Schema Framework. */
export function ocsfEvent(entry: LedgerEntry): Record<string, unknown> {
  const { activity, name, class: kind } = activityOf(entry);
  const [statusId, status] = STATUS[entry.status];
  const [severityId, severity] = severityOf(entry);
  const { code, sourceIp, actor, traceId } = entry;
  return {
    ...{ category_uid: CATEGORY, class_uid: CLASSES[kind], type_uid: CLASSES[kind] * 100 + activity },
    ...{ activity_id: activity, activity_name: name, severity_id: severityId, severity },
    ...{ status_id: statusId, status, time: Date.parse(entry.occurredAt), message: entry.detail },
    ...(code !== null && { status_code: code, status_detail: code }),
    metadata: {
      ...{ version: SCHEMA, product: PRODUCT, uid: entry.id, event_code: entry.action, sequence: entry.position },
      ...(traceId !== null && { correlation_uid: traceId }),
    },
    ...(actor !== null && { actor: { user: { name: actor } } }),
    ...(sourceIp !== null && { src_endpoint: { ip: sourceIp } }),
    ...subjectOf(entry, kind),
    unmapped: {
      ...{ kind: entry.kind, connection: entry.connection, target: entry.target, target_id: entry.targetId },
      ...{ revision: entry.revision, cause_id: entry.causeId, chain: entry.chain, seq: entry.seq },
      ...{ changes: entry.changes, execution: entry.execution },
    },
  };
}

/** What the class requires to be named. */
function subjectOf(entry: LedgerEntry, kind: Activity['class']): Record<string, unknown> {
  const { resourceId, externalId, connection, target, targetId } = entry;
  if (kind === 'group') return { group: { uid: resourceId ?? undefined, name: externalId ?? resourceId ?? 'unknown' } };
  if (kind === 'authentication') return { user: userOf(entry), is_remote: true, service: { name: 'Usher' } };
  if (kind === 'entity')
    return { entity: { name: target ?? connection ?? 'Usher', uid: targetId ?? connection ?? 'usher' } };
  return { user: userOf(entry) };
}

function userOf({ userName, email, login, resourceId, externalId }: LedgerEntry): Record<string, unknown> {
  return {
    name: userName ?? resourceId ?? 'unknown',
    ...(resourceId !== null && { uid: resourceId }),
    ...(externalId !== null && { uid_alt: externalId }),
    ...(email !== null && { email_addr: email }),
    ...(login !== null && { account: { name: login } }),
  };
}
