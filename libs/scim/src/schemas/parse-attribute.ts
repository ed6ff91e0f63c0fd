import { isObject, type Json, type JsonObject } from '../json.js';
import {
  attribute,
  ATTRIBUTE_TYPES,
  type AttributeDefinition,
  type AttributeOptions,
  MUTABILITIES,
  RETURNED,
} from './definition.js';

/** Inside of the library only: parseSchema turns it into a value. */
export class SchemaFault extends Error {
  constructor(place: string, detail: string) {
    super(place === '' ? detail : `${place}: ${detail}`);
  }
}

const NAME = /^[A-Za-z][A-Za-z0-9_$-]{0,99}$/;
const MAX_TEXT = 1000;
const MAX_LIST = 200;

/** @param complex whether attributes may have sub-attributes: those of others may not */
export function parseAttributes(given: readonly Json[], place: string, complex: boolean): AttributeDefinition[] {
  const names = new Set<string>();
  return given.map((each, index) => {
    const here = `${place}[${index}]`;
    if (!isObject(each)) throw new SchemaFault(here, 'an attribute must be an object');
    const definition = parseAttribute(each, here, complex);
    const name = definition.name.toLowerCase();
    if (names.has(name)) throw new SchemaFault(`${here}.name`, `there is another attribute "${definition.name}"`);
    names.add(name);
    return definition;
  });
}

function parseAttribute(json: JsonObject, place: string, complex: boolean): AttributeDefinition {
  const at = (name: string): string => `${place}.${name}`;
  const name = nameOf(json.name, at('name'));
  const type = oneOf(json.type, ATTRIBUTE_TYPES, 'string', at('type'));
  if (type === 'complex' && !complex) throw new SchemaFault(at('type'), 'a sub-attribute is not complex');
  const options: AttributeOptions = {
    multiValued: flag(json.multiValued, at('multiValued')) ?? false,
    required: flag(json.required, at('required')) ?? false,
    caseExact: flag(json.caseExact, at('caseExact')) ?? (type === 'reference' || type === 'binary'),
    mutability: oneOf(json.mutability, MUTABILITIES, 'readWrite', at('mutability')),
    returned: oneOf(json.returned, RETURNED, 'default', at('returned')),
    uniqueness: oneOf(json.uniqueness, ['none'] as const, 'none', at('uniqueness')),
    canonicalValues: texts(json.canonicalValues, at('canonicalValues')),
    referenceTypes: texts(json.referenceTypes, at('referenceTypes')),
  };
  if (!complex && options.multiValued) throw new SchemaFault(at('multiValued'), 'a sub-attribute has one value');
  if (options.required && (options.mutability === 'readOnly' || options.mutability === 'writeOnly'))
    throw new SchemaFault(at('required'), `what is ${options.mutability} is not kept, so that it can't be required`);
  const subAttributes = subsOf(json.subAttributes, type, at('subAttributes'));
  const description = text(json.description, at('description'));
  return attribute(name, type, description, { ...options, ...(subAttributes && { subAttributes }) });
}

function subsOf(
  given: Json | undefined,
  type: AttributeDefinition['type'],
  place: string,
): AttributeDefinition[] | undefined {
  const isGiven = given !== undefined && given !== null && !(Array.isArray(given) && given.length === 0);
  if (type !== 'complex') {
    if (isGiven) throw new SchemaFault(place, 'only a complex attribute has them');
    return undefined;
  }
  if (!isGiven || !Array.isArray(given)) throw new SchemaFault(place, 'must be an array of at least one attribute');
  return parseAttributes(given, place, false);
}

/** A name that every object has would be taken for a value that is there. */
function nameOf(given: Json | undefined, place: string): string {
  if (typeof given !== 'string' || !(NAME.test(given) || given === '$ref'))
    throw new SchemaFault(place, 'must be a letter and at most 99 letters, digits, "_", "$" or "-" after it');
  if (given in {}) throw new SchemaFault(place, `"${given}" is reserved`);
  return given;
}

function oneOf<T extends string>(given: Json | undefined, values: readonly T[], fallback: T, place: string): T {
  if (given === undefined || given === null) return fallback;
  const found = values.find((value) => value === given);
  if (found === undefined) throw new SchemaFault(place, `must be ${values.join(', ')}`);
  return found;
}

function flag(given: Json | undefined, place: string): boolean | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given !== 'boolean') throw new SchemaFault(place, 'must be true or false');
  return given;
}

function text(given: Json | undefined, place: string): string {
  const value = given ?? '';
  if (typeof value !== 'string' || value.length > MAX_TEXT)
    throw new SchemaFault(place, `must be a string of at most ${MAX_TEXT} characters`);
  return value;
}

function texts(given: Json | undefined, place: string): string[] | undefined {
  if (given === undefined || given === null) return undefined;
  if (!Array.isArray(given) || given.length > MAX_LIST)
    throw new SchemaFault(place, `must be an array of at most ${MAX_LIST} strings`);
  return given.map((each, index) => text(each, `${place}[${index}]`));
}
