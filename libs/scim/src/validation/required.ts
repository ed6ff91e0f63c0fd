import { isObject, type ScimAttributes } from '../json.js';
import { type AttributePath, valueAt } from '../path/attribute-path.js';
import { printPath } from '../path/resolve.js';
import type { ResourceType } from '../schemas/resource-type.js';

/** The first required attribute that is unassigned, as a path; undefined when all are there. */
export function missingAmong({ schema, rules }: ResourceType, attributes: ScimAttributes): string | undefined {
  for (const { name, required } of schema.attributes) if (required && attributes[name] === undefined) return name;
  const missing = rules.required.find((path) => lacks(attributes, path));
  return missing && printPath(missing);
}

/** An attribute is required in an extension that is there, a sub-attribute in each value. */
function lacks(attributes: ScimAttributes, path: AttributePath): boolean {
  const { schema, sub } = path;
  const value = valueAt(attributes, path);
  if (sub === null) return value === undefined && schema !== null && attributes[schema] !== undefined;
  const values = Array.isArray(value) ? value : [value];
  return values.some((each) => isObject(each) && each[sub] === undefined);
}
