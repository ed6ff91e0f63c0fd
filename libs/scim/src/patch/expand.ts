import { bad, type Result } from '../errors.js';
import { isObject, type Json } from '../json.js';
import { complexOf, packedRole, unwrapSingle } from '../quirks/values.js';
import { findAttribute } from '../schemas/registry.js';
import { enterpriseUserSchema } from '../schemas/enterprise-user.js';
import { USER_SCHEMA } from '../schemas/urns.js';
import { Reader } from '../validation/reader.js';
import { readAttribute, readSingle } from '../validation/value.js';
import type { PatchOperation, PatchPath } from './operation.js';
import { parsePatchPath } from './path.js';

type Failure = Extract<Result<never>, { ok: false }>;
type Verb = PatchOperation['op'];

/** Attributes that one request may name, as a path or as a key of a value; a user has about 100. */
export const MAX_PATHS = 5000;

/** Turns operations as sent into operations on one attribute each, with canonical values. */
export class Expansion {
  readonly operations: PatchOperation[] = [];
  private paths = 0;

  /** One operation of the request; `path` is '' when there is none. Undefined when it is taken. */
  take(op: Verb, path: string, value: Json | undefined): Failure | undefined {
    if (path !== '') return this.at(op, path, value, true);
    if (op === 'remove') return bad('noTarget', 'remove needs a path');
    if (!isObject(value)) return bad('invalidValue', 'Without a path the value must be an object of attributes');
    return this.each(op, '', value);
  }

  /**
   * The keys of an object are paths: Entra ID writes `name.givenName` and `urn:…:User:department` there (fixture:
   * entra/pathless); Okta sends `{id, displayName}`, so that what can't be written is passed over (fixture: okta/rename).
   */
  private each(op: Verb, prefix: string, value: { [key: string]: Json }): Failure | undefined {
    for (const key of Object.keys(value)) {
      const failed = this.at(op, prefix + key, value[key], false);
      if (failed) return failed;
    }
    return undefined;
  }

  private at(op: Verb, text: string, value: Json | undefined, explicit: boolean): Failure | undefined {
    if (++this.paths > MAX_PATHS) return bad('invalidSyntax', `The patch names more than ${MAX_PATHS} attributes`);
    const parsed = parsePatchPath(text);
    if (!parsed.ok) return explicit || text.includes('[') ? parsed : undefined;
    const target = parsed.value;
    if (target.kind === 'unknown')
      return explicit && !target.foreign ? bad('invalidPath', `There is no attribute "${text}"`) : undefined;
    if (target.kind === 'schema') return this.schema(op, target.schema, value);
    const { path } = target;
    if (path.definition.mutability === 'writeOnly') return undefined;
    if (path.definition.mutability === 'readOnly' || path.subDefinition?.mutability === 'readOnly')
      return explicit ? bad('mutability', `"${text}" is read-only`) : undefined;
    return op === 'remove' || value === null ? this.removal(op, path, value) : this.assignment(op, path, value);
  }

  private schema(op: Verb, schema: string, value: Json | undefined): Failure | undefined {
    if (op !== 'remove' && isObject(value)) return this.each(op, `${schema}:`, value);
    if (op !== 'remove' && value !== null) return bad('invalidValue', `The value of ${schema} must be an object`);
    if (schema === USER_SCHEMA) return bad('invalidPath', 'A user without its core schema is no user');
    if (op === 'add') return undefined;
    for (const definition of enterpriseUserSchema.attributes)
      this.operations.push({ op: 'remove', path: wholePath(schema, definition.name) });
    return undefined;
  }

  private removal(op: Verb, path: PatchPath, value: Json | undefined): Failure | undefined {
    // Adding nothing changes nothing; replacing by nothing removes.
    if (op === 'add') return undefined;
    const whole = path.sub === null && path.filter === null;
    if (whole && (path.definition.required || path.name === 'active'))
      return bad('mutability', `${path.name} can't be removed`);
    // JumpCloud and Entra ID name the values to remove by a value instead of a filter.
    if (op === 'remove' && whole && path.definition.multiValued && value !== undefined && value !== null) {
      const reader = new Reader();
      const read = readAttribute(path.definition, value, path.name, reader);
      if (reader.failed) return reader.result(null) as Failure;
      if (read !== undefined) this.operations.push({ op: 'remove', path, value: read });
      return undefined;
    }
    this.operations.push({ op: 'remove', path });
    return undefined;
  }

  private assignment(op: 'add' | 'replace', path: PatchPath, value: Json | undefined): Failure | undefined {
    const { definition, subDefinition, filter, name } = path;
    if (value === undefined) return bad('invalidValue', `${op} of ${name} needs a value`);
    if (definition.type === 'complex' && !definition.multiValued && subDefinition === null)
      return this.complex(op, path, value);
    const reader = new Reader();
    const read = readFor(path, value, reader);
    if (reader.failed) return reader.result(null) as Failure;
    const empty = read === undefined || (read === '' && subDefinition?.name === 'value');
    if (empty) return this.removal(op, path, undefined);
    if (filter === null && subDefinition === null && definition.multiValued && !Array.isArray(read)) return undefined;
    this.operations.push({ op, path, value: read });
    return undefined;
  }

  /** `name`, `manager`: the sub-attributes given are set, the others stay (RFC 7644 section 3.5.2.3). */
  private complex(op: 'add' | 'replace', path: PatchPath, given: Json): Failure | undefined {
    const value = complexOf(path.definition, unwrapSingle(path.definition, given));
    if (value === undefined) return bad('invalidValue', `${path.name} must be an object`);
    if (value.value === '') return this.removal(op, path, undefined);
    return this.each(op, `${path.schema === null ? '' : `${path.schema}:`}${path.name}.`, value);
  }
}

function readFor({ definition, subDefinition, filter, name, sub }: PatchPath, value: Json, reader: Reader) {
  if (subDefinition !== null) {
    const unwrapped = unwrapSingle(subDefinition, value);
    const role = definition.name === 'roles' && sub === 'value' ? packedRole(unwrapped)?.value : undefined;
    return readSingle(subDefinition, role ?? unwrapped, `${name}.${sub}`, reader);
  }
  if (!definition.multiValued) return readSingle(definition, unwrapSingle(definition, value), name, reader);
  return filter === null
    ? readAttribute(definition, value, name, reader)
    : readSingle(definition, unwrapSingle(definition, value), name, reader);
}

function wholePath(schema: string | null, name: string): PatchPath {
  const definition = findAttribute(schema, name);
  if (definition === undefined) throw new TypeError(`no attribute ${name}`);
  return { schema, name: definition.name, sub: null, filter: null, definition, subDefinition: null };
}
