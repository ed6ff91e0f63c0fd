import type { MappingRule, TargetSettings } from './settings.js';

/** Names of WordPress's own profile from the attributes of RFC 7643 section 4.1.1 that mean the same. */
const MAPPING: readonly MappingRule[] = [
  { to: 'user_login', from: { path: 'userName' } },
  {
    to: 'user_email',
    from: [
      { path: 'emails.value' },
      // A user name that is an address; anything else gives no value.
      { expression: 'user.userName.matches("^[^\\\\s@]+@[^\\\\s@]+\\\\.[^\\\\s@]+$") ? user.userName : ""' },
    ],
  },
  { to: 'first_name', from: { path: 'name.givenName' } },
  { to: 'last_name', from: { path: 'name.familyName' } },
  {
    to: 'display_name',
    from: [
      { path: 'displayName' },
      { path: 'name.formatted' },
      { expression: 'user.name.givenName + " " + user.name.familyName' },
      { path: 'name.givenName' },
      { path: 'name.familyName' },
    ],
  },
  { to: 'nickname', from: { path: 'nickName' } },
  { to: 'user_url', from: { path: 'profileUrl' } },
  { to: 'locale', from: [{ path: 'locale' }, { path: 'preferredLanguage' }] },
];

/** What a site has whose owner decided nothing. */
export const DEFAULT_SETTINGS: TargetSettings = {
  switches: {
    ...{ create: true, update: true, deactivate: true, reactivate: true, delete: true },
    ...{ groups: true, password: false },
  },
  scope: null,
  mapping: MAPPING,
  login: { transform: true },
  matching: [{ by: 'login' }, { by: 'email' }],
  administrators: { adopt: false, change: false, promote: false },
  deprovisioning: {
    inactive: { do: 'deactivate' },
    deleted: { do: 'delete' },
    outOfScope: { do: 'deactivate' },
  },
  content: { assignTo: null, fallback: null },
  roles: { default: null, rules: [], precedence: 'all' },
  groupImport: false,
  // As many as Microsoft Entra's own guard against accidental deletions lets through.
  budget: { count: 500, share: null, windowMinutes: 60 },
  drift: {
    everyHours: 24,
    on: {
      ...{ profile: 'report', email: 'report', meta: 'report', roles: 'report', access: 'report' },
      ...{ missing: 'report', orphaned: 'ask' },
    },
  },
};
