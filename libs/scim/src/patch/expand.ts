import { type Dialect, urnsOf } from '../dialect.js';
import { bad, type Failure } from '../errors.js';
import { isObject, type Json, type JsonObject } from '../json.js';
import { complexOf, unwrapSingle } from '../quirks/values.js';
import { Reader } from '../validation/reader.js';
import { findSub, readAttribute } from '../validation/value.js';
import { mutabilityFault, removalFault } from './mutability.js';
import type { PatchOperation, PatchPath } from './operation.js';
import { parsePatchPath } from './path.js';
import { readFor } from './read-value.js';
import { MAX_FILTER_CHARACTERS } from './work.js';

type Verb = PatchOperation['op'];

/** Attributes that one request may name, as a path or as a key of a value; a user has about 100. */
export const MAX_PATHS = 5000;

/** Turns operations as sent into operations on one attribute each, with canonical values. */
export class Expansion {
  readonly operations: PatchOperation[] = [];
  private readonly reader: Reader;
  private paths = 0;
  private filterCharacters = 0;

  constructor(private readonly dialect: Dialect) {
    this.reader = new Reader(dialect);
  }

  /** Attributes that no schema knows, as the client wrote them. */
  get ignored(): string[] {
    return this.reader.ignored;
  }

  /** What the operations make of the password; undefined: they leave it alone. */
  get password(): string | null | undefined {
    return this.reader.password;
  }

  /** One operation of the request; `path` is '' when there is none. Undefined when it is taken. */
  take(op: Verb, path: string, value: Json | undefined): Failure | undefined {
    if (op === 'remove' && path === '') return bad('noTarget', 'remove needs a path');
    if (op === 'remove' && (value ?? null) !== null && !this.dialect.leniencies.has('removeByValue'))
      return bad('invalidValue', 'remove takes no value: a filter in the path says which values are meant');
    if (path !== '') return this.at(op, path, value, true);
    if (!isObject(value)) return bad('invalidValue', 'Without a path the value must be an object of attributes');
    return this.each(op, '', value);
  }

  /**
   * The keys of an object are names of attributes, or URNs of extensions; leniently they are paths: Entra ID writes
   * `name.givenName` and `urn:…:User:department` there (fixture: entra/pathless).
   */
  private each(op: Verb, prefix: string, value: JsonObject): Failure | undefined {
    const { dialect } = this;
    for (const key of Object.keys(value)) {
      const isPath = /[.:[]/.test(key) && !(prefix === '' && urnsOf(dialect).find(key) !== undefined);
      if (isPath && !dialect.leniencies.has('dottedKeys')) {
        const parsed = parsePatchPath(dialect, prefix + key);
        if (!parsed.ok || parsed.value.kind === 'unknown') continue;
        return bad('invalidPath', `"${key}" is no name of an attribute, but a path`);
      }
      const failed = this.at(op, prefix + key, value[key], false);
      if (failed) return failed;
    }
    return undefined;
  }

  /** @param explicit whether it is the path of an operation, rather than the key of a value */
  private at(op: Verb, text: string, value: Json | undefined, explicit: boolean): Failure | undefined {
    const { dialect } = this;
    const tooMany = this.count();
    if (tooMany) return tooMany;
    this.filterCharacters += text.includes('[') ? text.length : 0;
    if (this.filterCharacters > MAX_FILTER_CHARACTERS)
      return bad('invalidFilter', `The patch has filters of more than ${MAX_FILTER_CHARACTERS} characters`);
    const parsed = parsePatchPath(dialect, text);
    if (!parsed.ok) return explicit || text.includes('[') ? parsed : this.drop(text);
    const target = parsed.value;
    if (target.kind === 'unknown') {
      const isDropped = !explicit || (target.foreign && dialect.leniencies.has('foreignPaths'));
      return isDropped ? this.drop(text) : bad('invalidPath', `There is no attribute "${text}"`);
    }
    if (target.kind === 'schema') return this.schema(op, target.schema, value);
    const { path } = target;
    const fault = mutabilityFault(op, path);
    if (fault !== null) {
      // Okta sends the id along (fixture: okta/rename).
      const isPassed = !explicit && fault === 'readOnly' && dialect.leniencies.has('unwritableKeys');
      return isPassed
        ? undefined
        : bad('mutability', `"${text}" is ${fault === 'readOnly' ? 'read-only' : 'immutable'}`);
    }
    return this.change(op, path, value);
  }

  private change(op: Verb, path: PatchPath, value: Json | undefined): Failure | undefined {
    return op === 'remove' || value === null ? this.removal(op, path, value) : this.assignment(op, path, value);
  }

  private schema(op: Verb, schema: string, value: Json | undefined): Failure | undefined {
    const { type } = this.dialect;
    if (op !== 'remove' && isObject(value)) return this.each(op, `${schema}:`, value);
    if (op !== 'remove' && value !== null) return bad('invalidValue', `The value of ${schema} must be an object`);
    const extension = type.extended.get(schema);
    if (extension === undefined) return bad('invalidPath', `A ${type.name} without its core schema is none`);
    if (op === 'add') return undefined;
    for (const definition of extension.attributes) {
      const { name } = definition;
      this.operations.push({
        op: 'remove',
        path: { schema, name, sub: null, filter: null, definition, subDefinition: null },
      });
    }
    return undefined;
  }

  private removal(op: Verb, path: PatchPath, value: Json | undefined): Failure | undefined {
    // Adding nothing changes nothing; replacing by nothing removes.
    if (op === 'add') return undefined;
    const byValue =
      op === 'remove' &&
      path.sub === null &&
      path.filter === null &&
      path.definition.multiValued &&
      (value ?? null) !== null;
    if (!byValue) {
      const fault = removalFault(path);
      if (fault) return fault;
      if (isPassword(path)) this.reader.password = null;
      this.operations.push({ op: 'remove', path });
      return undefined;
    }
    // JumpCloud and Entra ID name the values to remove by a value instead of a filter (fixture: jumpcloud/remove-values).
    const { reader } = this;
    const read = readAttribute(path.definition, value, path.name, reader);
    if (read !== undefined) this.operations.push({ op: 'remove', path, value: read });
    return reader.failure;
  }

  private assignment(op: 'add' | 'replace', path: PatchPath, value: Json | undefined): Failure | undefined {
    const { definition, subDefinition, name } = path;
    if (value === undefined) return bad('invalidValue', `${op} of ${name} needs a value`);
    if (definition.type === 'complex' && !definition.multiValued && subDefinition === null)
      return this.complex(op, path, value);
    const { reader } = this;
    const read = readFor(path, value, reader);
    if (reader.failure) return reader.failure;
    if (isPassword(path) && typeof read === 'string' && read !== '') reader.password = read;
    if (definition.mutability === 'writeOnly' || subDefinition?.mutability === 'writeOnly') return undefined;
    const isEmpty = read === undefined || (read === '' && subDefinition?.name === 'value');
    if (isEmpty) return this.removal(op, path, undefined);
    this.operations.push({ op, path, value: read });
    return undefined;
  }

  /** `name`, `manager`: the sub-attributes given are set, the others stay (RFC 7644 section 3.5.2.3). */
  private complex(op: 'add' | 'replace', path: PatchPath, given: Json): Failure | undefined {
    const { dialect } = this;
    const { definition, name } = path;
    const value = complexOf(dialect, definition, unwrapSingle(dialect, definition, given));
    if (value === undefined) return bad('invalidValue', `${name} must be an object`);
    if (value.value === '') return this.removal(op, path, undefined);
    for (const key of Object.keys(value)) {
      const subDefinition = findSub(dialect, definition, key);
      if (subDefinition === undefined) this.drop(`${name}.${key}`);
      if (subDefinition === undefined || subDefinition.mutability === 'readOnly') continue;
      const failed = this.count() ?? this.change(op, { ...path, sub: subDefinition.name, subDefinition }, value[key]);
      if (failed) return failed;
    }
    return undefined;
  }

  private drop(text: string): undefined {
    this.reader.ignore(text);
  }

  private count(): Failure | undefined {
    this.paths += 1;
    return this.paths > MAX_PATHS
      ? bad('invalidSyntax', `The patch names more than ${MAX_PATHS} attributes`)
      : undefined;
  }
}

/** It is no attribute of what is stored. */
const isPassword = ({ schema, name }: PatchPath): boolean => schema === null && name === 'password';
