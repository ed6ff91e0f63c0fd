import type { AttributeChange, Json, UserEventData, UserEventType } from '@usher/events';

const VERBS: Record<UserEventType, string> = {
  'user.created': 'create',
  'user.updated': 'update',
  'user.deactivated': 'deactivate',
  'user.reactivated': 'reactivate',
  'user.deleted': 'delete',
  'user.resynced': 'resync',
};

/** `deactivate` for `user.deactivated`; undefined for a type that isn't a user's. */
export function actionOf(type: string): string | undefined {
  return Object.hasOwn(VERBS, type) ? VERBS[type as UserEventType] : undefined;
}

const MAX_CHANGES = 5;
const MAX_VALUE = 60;

function shown(value: Json): string {
  if (value === null || value === undefined) return '(none)';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE - 1)}…` : text;
}

/** `active true -> false, name.givenName Barbara -> Babs`; a long list ends in how many more there are. */
export function describeChanges(changes: readonly AttributeChange[]): string {
  const parts = changes
    .slice(0, MAX_CHANGES)
    .map(({ path, before, after }) => `${path} ${shown(before)} -> ${shown(after)}`);
  if (changes.length > MAX_CHANGES) parts.push(`and ${changes.length - MAX_CHANGES} more`);
  return parts.join(', ');
}

/** `Okta asked to deactivate bjensen: active true -> false`. Changes come without secrets. */
export function describeRequest(action: string, data: UserEventData, changes: readonly AttributeChange[]): string {
  const head = `${data.origin.actor} asked to ${action} ${data.user.userName}`;
  // Of a new user everything is a change: the entry's `changes` has it, the sentence needn't.
  if (action === 'create') return data.user.active ? head : `${head}, inactive`;
  if (action === 'delete' || changes.length === 0) return head;
  return `${head}: ${describeChanges(changes)}`;
}
