import type { AttributeGroup } from '../settings/settings.js';
import type { AccountFields, FieldName, Operation, SiteAccount, UpsertOperation } from '../types.js';

/**
 * The operation cut down to what puts these groups right; null when nothing of it does. The protocol wants an e-mail
 * address and the access said in any case: those that aren't to be put right are said as they were found.
 */
export function repair(
  operation: Operation,
  groups: ReadonlySet<AttributeGroup>,
  account?: SiteAccount | null,
): Operation | null {
  switch (operation.op) {
    case 'delete':
      return groups.has('orphaned') ? operation : null;
    case 'deactivate':
    case 'remove_roles':
      return groups.has('access') ? operation : null;
    case 'upsert':
      return groups.has('missing') ? operation : cutDown(operation, groups, account ?? null);
  }
}

const REPAIRED: readonly AttributeGroup[] = ['profile', 'email', 'meta', 'roles', 'access'];

function cutDown(
  operation: UpsertOperation,
  groups: ReadonlySet<AttributeGroup>,
  account: SiteAccount | null,
): UpsertOperation | null {
  if (!REPAIRED.some((group) => groups.has(group))) return null;
  const { scimId, revision, allow, fields, meta, roles, groups: names } = operation;
  const asFound = account !== null && !groups.has('access');
  const active = asFound ? account.active : operation.active;
  const withoutRoles = active && (asFound ? account.withoutRoles : operation.withoutRoles === true);
  return {
    ...{ op: 'upsert', scimId, revision, active },
    ...(allow === undefined ? {} : { allow }),
    ...(withoutRoles ? { withoutRoles } : {}),
    fields: fieldsOf(fields, groups, account),
    ...(groups.has('meta') && meta !== undefined ? { meta } : {}),
    ...(groups.has('meta') && names !== undefined ? { groups: names } : {}),
    ...(groups.has('roles') && roles !== undefined ? { roles } : {}),
  };
}

function fieldsOf(
  fields: AccountFields,
  groups: ReadonlySet<AttributeGroup>,
  account: SiteAccount | null,
): AccountFields {
  const { user_login, user_email, ...profile } = fields;
  const found = groups.has('email') ? undefined : account?.fields.user_email;
  const names = Object.keys(profile) as Exclude<FieldName, 'user_login' | 'user_email'>[];
  const kept = groups.has('profile') ? names.map((name) => [name, profile[name]]) : [];
  return { user_login, user_email: found || user_email, ...Object.fromEntries(kept) };
}
