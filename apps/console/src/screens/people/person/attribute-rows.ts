export interface AttributeRow {
  /** Of the attribute: `name.givenName`, `emails (work, primary)`. */
  name: string;
  value: string;
  /** Of the extension that it is of; '' for the core. */
  schema: string;
}

/** What the page says in its head anyway, or in a part of its own. */
const ELSEWHERE = ['schemas', 'id', 'meta', 'groups', 'active'];
const URN = /^urn:/i;

type Complex = Record<string, unknown>;

/** The attributes as they are read one under the other, those of extensions last. Pure. */
export function attributeRows(attributes: Complex): AttributeRow[] {
  const names = Object.keys(attributes).filter((name) => !ELSEWHERE.includes(name));
  const core = names.filter((name) => !URN.test(name)).flatMap((name) => rowsOf(name, attributes[name], ''));
  const extensions = names
    .filter((name) => URN.test(name))
    .flatMap((schema) => {
      const value = attributes[schema];
      return isComplex(value) ? Object.keys(value).flatMap((name) => rowsOf(name, value[name], schema)) : [];
    });
  return [...core, ...extensions];
}

function rowsOf(name: string, value: unknown, schema: string): AttributeRow[] {
  if (value === null || value === undefined || value === '') return [];
  if (Array.isArray(value)) {
    if (!value.some(isComplex)) return [{ name, value: value.map(textOf).join(', '), schema }];
    return value.flatMap((item) => (isComplex(item) ? itemRows(name, item, schema) : rowsOf(name, item, schema)));
  }
  if (isComplex(value))
    // A reference to somebody, such as the manager, is its value with a name.
    return 'value' in value
      ? itemRows(name, value, schema)
      : Object.entries(value).flatMap(([sub, each]) => rowsOf(`${name}.${sub}`, each, schema));
  return [{ name, value: textOf(value), schema }];
}

/** One value of several: `emails (work, primary)`. */
function itemRows(name: string, item: Complex, schema: string): AttributeRow[] {
  const { type, primary, value, display, displayName, ...rest } = item;
  const marks = [...(typeof type === 'string' ? [type] : []), ...(primary === true ? ['primary'] : [])];
  const label = marks.length === 0 ? name : `${name} (${marks.join(', ')})`;
  if (value === undefined)
    return Object.entries(rest).flatMap(([sub, each]) => rowsOf(`${label}.${sub}`, each, schema));
  const shown = [display, displayName].find((each) => typeof each === 'string' && each !== '' && each !== value);
  return [{ name: label, value: shown === undefined ? textOf(value) : `${textOf(shown)} (${textOf(value)})`, schema }];
}

function isComplex(value: unknown): value is Complex {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const textOf = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
