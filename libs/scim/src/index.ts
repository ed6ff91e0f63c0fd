export { inOrderOfReference } from './bulk/order.js';
export type { BulkMethod, BulkOperation } from './bulk/operation.js';
export { referencesOf, resolveBulkIds } from './bulk/references.js';
export { type BulkRequest, MAX_BULK_OPERATIONS, MAX_BULK_PAYLOAD, parseBulk } from './bulk/request.js';
export { type Dialect, type DialectOptions, type Dialects, dialectsOf, GROUP, USER } from './dialect.js';
export { diffAttributes, type AttributeDifference } from './diff.js';
export { resourceTypes, schemaDefinitions, serviceProviderConfig } from './discovery.js';
export { scimErrorBody, type Result, type ScimError, type ScimErrorBody, type ScimType } from './errors.js';
export type { CompareFilter, CompareOperator, CompareValue, Comparison, Filter } from './filter/ast.js';
export { matches } from './filter/matches.js';
export { parseFilter } from './filter/parse.js';
export { printFilter } from './filter/print.js';
export { fold } from './fold.js';
export { type MemberChange, splitMembers } from './group/members.js';
export type { Json, JsonObject, ScimAttributes } from './json.js';
export { DEFAULT_COUNT, listResponse, MAX_RESULTS, parsePaging, type ListResponse, type Paging } from './list.js';
export { parseResource, type ParsedResource, replaceResource } from './parse-resource.js';
export { applyPatch } from './patch/apply.js';
export type { PatchOperation, PatchPath } from './patch/operation.js';
export { parsePatch } from './patch/parse.js';
export type { AttributePath } from './path/attribute-path.js';
export type { Evidence, Needs, Preset, SetupCase, SetupField, SetupStep, Switches } from './presets/preset.js';
export { lenienciesOf, presetOf, PRESETS } from './presets/presets.js';
export { parseProjection, project, type Projection } from './projection.js';
export { LENIENCIES, type Leniency } from './quirks/leniency.js';
export { groupResource, type GroupState, userResource, type UserState } from './resource.js';
export type { AttributeDefinition, SchemaDefinition } from './schemas/definition.js';
export { MAX_MEMBERS } from './schemas/limits.js';
export { MAX_CUSTOM_ATTRIBUTES, parseSchema } from './schemas/parse.js';
export type { ResourceType } from './schemas/resource-type.js';
export {
  BULK_REQUEST_SCHEMA,
  BULK_RESPONSE_SCHEMA,
  ENTERPRISE_USER_SCHEMA,
  GROUP_SCHEMA,
  PATCH_SCHEMA,
  SEARCH_SCHEMA,
  USER_SCHEMA,
} from './schemas/urns.js';
export { parseSearch, type SearchRequest } from './search/request.js';
export { parseSort, type Sort } from './search/sort.js';
