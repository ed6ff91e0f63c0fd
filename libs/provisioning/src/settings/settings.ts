import type { FieldName } from '../types.js';

/*
 * What the owner of a site decides, as it is stored, versioned, and given over the API: plain JSON. `compileSettings`
 * checks all of it and makes the policy that `decide` reads.
 */

export interface TargetSettings {
  switches: Switches;
  /** SCIM filter (RFC 7644 section 3.4.2.2) over the user and its `groups`; null: everybody belongs to the site. */
  scope: string | null;
  mapping: readonly MappingRule[];
  login: LoginSettings;
  /** How an account that was there before is found: where these find different ones, somebody chooses. Empty: none is adopted. */
  matching: readonly MatchingRule[];
  administrators: { adopt: boolean; change: boolean; promote: boolean };
  deprovisioning: { inactive: Departure; deleted: Departure; outOfScope: Departure };
  content: ContentSettings;
  roles: RoleSettings;
  /** The names of the user's groups are kept with the account (usermeta `usher_group`). */
  groupImport: boolean;
  budget: BudgetSettings;
  drift: DriftSettings;
}

export const SWITCHES = ['create', 'update', 'deactivate', 'reactivate', 'delete', 'groups', 'password'] as const;
/** What is switched off is left undone, and the outcome says so. */
export type Switches = Record<(typeof SWITCHES)[number], boolean>;

/** Where a value comes from. */
export type Source =
  /** A SCIM attribute: `name.givenName`, `emails[type eq "work"].value`, `urn:...:User:department`. */
  | { path: string }
  | { constant: string }
  /** CEL over `user` (the attributes, with `id`, `userName`, `externalId`, `active`), `enterprise` and `groups`. */
  | { expression: string };

export interface MappingRule {
  /** A WordPress field, `role`, or a usermeta key as `meta.<key>`. */
  to: Exclude<FieldName, 'user_login'> | 'user_login' | 'role' | `meta.${string}`;
  /** The first that gives a value. */
  from: Source | readonly Source[];
  /** `create`: only when the account is made. Default `always`. */
  when?: 'always' | 'create';
  /** Without a value the user is refused. Default false. */
  required?: boolean;
  /** Usermeta only: shown as a column of WordPress's Users screen, under this heading. */
  column?: string | null;
}

export interface LoginSettings {
  /** Make a login that WordPress allows of one that it doesn't; the original is kept in usermeta `usher_user_name`. */
  transform: boolean;
}

export type MatchingRule =
  | { by: 'login' }
  | { by: 'email' }
  /** An account whose usermeta has the value; not by WordPress's own search, so mind large sites. */
  | { by: 'meta'; key: string; from: Source };

export const DEPARTURES = ['delete', 'deactivate', 'remove_roles', 'delete_after', 'nothing'] as const;
export interface Departure {
  do: (typeof DEPARTURES)[number];
  /** With `delete_after`: deactivated at once, deleted after so many days unless the user comes back. 1 to 3650. */
  days?: number;
}

export interface ContentSettings {
  /** Who inherits: a login, an e-mail address or a SCIM id (of a manager, say); null: nobody is looked for. */
  assignTo: Source | null;
  /** Login that inherits when nobody was found; null: an account with content is refused, and shut out. */
  fallback: string | null;
}

export interface RoleSettings {
  /** Role of who gets none by the rules; null: the site's default role. */
  default: string | null;
  /** Group (its display name, without regard to case, or its id) to roles; in order of precedence. */
  rules: readonly { group: string; roles: readonly string[] }[];
  /** `first`: only the first rule that fits gives roles; `all`: each does. */
  precedence: 'first' | 'all';
}

export interface BudgetSettings {
  /** Departures within the window that go without approval; null: any number. */
  count: number | null;
  /** The same as a share of the accounts linked, 0 to 1; the smaller of the two counts; null: no such limit. */
  share: number | null;
  /** 1 to 43200. */
  windowMinutes: number;
}

export const ATTRIBUTE_GROUPS = [
  'profile',
  'email',
  'meta',
  'roles',
  'access',
  'missing',
  'orphaned',
  'unlinked',
] as const;
/**
 * profile: names, URL, description, locale; email; meta: mapped usermeta and groups; roles; access: shut out or not;
 * missing: wanted and gone from the site; orphaned: a link of the site to a user that the directory doesn't have;
 * unlinked: an account of the site that no user of the directory has (only reported).
 */
export type AttributeGroup = (typeof ATTRIBUTE_GROUPS)[number];
export interface DriftSettings {
  /** Hours between reconciliations; null: only on demand. */
  everyHours: number | null;
  /** What is done about each group of differences. */
  on: Record<Exclude<AttributeGroup, 'unlinked'>, 'report' | 'repair' | 'ask'>;
}
