/** What a dialect takes beyond the RFC: each is named where it acts. */
export const LENIENCIES = [
  /** "True" and "False" for booleans (fixtures: entra/deactivate, entra/roles). */
  'stringBooleans',
  /** Add, Replace and Remove, post and Put: verbs in any case (fixture: entra/deactivate). */
  'verbCase',
  /** URNs of SCIM 1.1 and of the drafts of 2.0, `managerId` (fixture: onelogin/create). */
  'olderSchemas',
  /** A bare string for a complex value, one object for a multi-valued attribute (fixture: entra/manager). */
  'bareValues',
  /** JSON text in the value of a role (fixture: entra/roles). */
  'packedRoles',
  /** `[{value}]` for a single value in PATCH (fixture: entra/wrapped). */
  'wrappedValues',
  /** A remove with a value that says what to remove (fixtures: entra/remove-value, jumpcloud/remove-values). */
  'removeByValue',
  /** Dotted names and URNs as keys of a path-less PATCH (fixture: entra/pathless). */
  'dottedKeys',
  /** The id or another read-only key in a path-less PATCH: passed over (fixture: okta/rename). */
  'unwritableKeys',
  /** A value path without a match makes the value (fixture: entra/work-email). */
  'createOnNoMatch',
  /** Filters with strings without quotes (fixture: unattributed/find-unquoted). */
  'unquotedValues',
  /** A sub-attribute after the brackets in a filter (fixture: entra/find-by-email). */
  'filteredSubs',
  /** A PATCH path into an extension that isn't known: passed over (fixture: entra/custom-extension). */
  'foreignPaths',
  /** Members named by an externalId: for the server that resolves them (fixture: unattributed/member-by-external-id). */
  'membersByExternalId',
] as const;

export type Leniency = (typeof LENIENCIES)[number];
