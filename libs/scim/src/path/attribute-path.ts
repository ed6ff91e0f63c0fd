import { isObject, type Json, type JsonObject } from '../json.js';

/** Where an attribute lives: `userName`, `name.givenName`, `urn:...:User:manager.value`. Names are canonical when known. */
export interface AttributePath {
  /** URN of the extension; null for the core schema and the common attributes. */
  schema: string | null;
  name: string;
  sub: string | null;
}

/** What a resource has at the path, the sub-attribute left aside: one value, or the list of values. */
export function valueAt(resource: JsonObject, { schema, name }: AttributePath): Json | undefined {
  const container = schema === null ? resource : own(resource, schema);
  return isObject(container) ? own(container, name) : undefined;
}

/** An unknown name may be that of something every object inherits. */
export function own(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
