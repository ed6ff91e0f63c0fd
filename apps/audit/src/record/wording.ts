import type {
  AttributeChange,
  GroupEventData,
  GroupEventType,
  Json,
  MemberDifference,
  UserEventData,
  UserEventType,
} from '@usher/events';

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

const GROUP_VERBS: Record<GroupEventType, string> = {
  'group.created': 'create',
  'group.updated': 'update',
  'group.deleted': 'delete',
};

/** `update` for `group.updated`; undefined for a type that isn't a group's. */
export function groupVerbOf(type: string): string | undefined {
  return Object.hasOwn(GROUP_VERBS, type) ? GROUP_VERBS[type as GroupEventType] : undefined;
}

const MAX_CHANGES = 5;
const MAX_VALUE = 60;

function shown(value: Json): string {
  return cut(exactly(value));
}

const cut = (text: string): string => (text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE - 1)}…` : text);

function exactly(value: Json): string {
  if (value === null || value === undefined) return '(none)';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Of a complex attribute its `value`, of several all: `ada@example.com, countess@example.org`. */
function plainly(value: Json): string {
  if (Array.isArray(value)) return value.length === 0 ? '(none)' : value.map(plainly).join(', ');
  const inner = typeof value === 'object' && value !== null ? value.value : undefined;
  return exactly(typeof inner === 'string' ? inner : value);
}

/** Plainly, unless what changed lies in what would be left out. */
function describeChange({ path, before, after }: AttributeChange): string {
  const [was, is] = [plainly(before), plainly(after)];
  const texts = was === is ? [exactly(before), exactly(after)] : [was, is];
  return `${path} ${texts.map(cut).join(' -> ')}`;
}

/** `active true -> false, name.givenName Barbara -> Babs`; a long list ends in how many more there are. */
function describeChanges(changes: readonly AttributeChange[]): string {
  const parts = changes.slice(0, MAX_CHANGES).map(describeChange);
  if (changes.length > MAX_CHANGES) parts.push(`and ${changes.length - MAX_CHANGES} more`);
  return parts.join(', ');
}

/** `Okta asked to deactivate bjensen: active true -> false`. Changes come without secrets. */
export function describeRequest(action: string, data: UserEventData, changes: readonly AttributeChange[]): string {
  const head = `${data.origin.actor} asked to ${action} ${data.user.userName}`;
  // Of a new user everything is a change: the entry's `changes` has it, the sentence needn't.
  if (action === 'create') return `${data.user.active ? head : `${head}, inactive`}${describeIgnored(data)}`;
  if (action === 'delete') return head;
  return `${changes.length === 0 ? head : `${head}: ${describeChanges(changes)}`}${describeIgnored(data)}`;
}

/** A password is known to every schema: one that is named here was too long to be passed on as a hash. */
function describeIgnored({ ignored = [] }: { ignored?: string[] }): string {
  const unknown = ignored.filter((name) => name !== 'password');
  const named = unknown.slice(0, MAX_CHANGES).map(shown);
  if (unknown.length > named.length) named.push(`and ${unknown.length - named.length} more`);
  const password = ignored.length > unknown.length ? '; the password was not passed on: it is too long' : '';
  return named.length === 0 ? password : `; not kept, as no schema has it: ${named.join(', ')}${password}`;
}

/** `Okta asked to update the group Editors: displayName Editor -> Editors, 2 members added (ada, ben)`. */
export function describeGroupRequest(verb: string, data: GroupEventData, changes: readonly AttributeChange[]): string {
  const head = `${data.origin.actor} asked to ${verb} the group ${data.group.displayName}`;
  const attributes = verb === 'update' ? describeChanges(changes) : '';
  // All members of a deleted group are gone with it.
  const removed = verb === 'delete' ? '' : describeMembers(data.removed, 'removed');
  const parts = [attributes, describeMembers(data.added, 'added'), removed].filter((part) => part !== '');
  return `${parts.length === 0 ? head : `${head}: ${parts.join(', ')}`}${describeIgnored(data)}`;
}

function describeMembers({ count, values }: MemberDifference, what: string): string {
  if (count === 0) return '';
  const named = values.slice(0, MAX_CHANGES).map(shown);
  if (count > named.length) named.push(`and ${count - named.length} more`);
  return `${count} ${count === 1 ? 'member' : 'members'} ${what} (${named.join(', ')})`;
}
