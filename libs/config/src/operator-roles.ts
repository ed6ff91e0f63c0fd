import { registerDecorator } from 'class-validator';

/** What operators may be, the least first: who has one may do all that those before it may. */
export const OPERATOR_ROLES = ['viewer', 'operator', 'administrator'] as const;
export type OperatorRole = (typeof OPERATOR_ROLES)[number];

/** For each name that a token may bring (a group's, say) the role that it gives. */
export type RoleNames = ReadonlyMap<string, OperatorRole>;

/** Roles are called in tokens what Usher calls them. */
export const OWN_ROLE_NAMES: RoleNames = new Map(OPERATOR_ROLES.map((role) => [role, role]));

/** Behind an even number of backslashes, which stand for themselves. */
const COMMA = /(?<=(?<!\\)(?:\\\\)*),/;
const BAR = /(?<=(?<!\\)(?:\\\\)*)\|/;

/**
 * Reads `viewer=staff|helpdesk,operator=identity-team`: for each role the names that give it. A name has `\,`, `\|` and
 * `\\` for the characters that part the list; any other backslash is one. Null when the text is none of that.
 */
export function parseRoleNames(text: string): RoleNames | null {
  const names = new Map<string, OperatorRole>();
  const seen = new Set<string>();
  for (const part of text.split(COMMA)) {
    const [, word = '', list = ''] = /^\s*(\w+)\s*=(.*)$/su.exec(part) ?? [];
    const role = OPERATOR_ROLES.find((known) => known === word);
    if (role === undefined || seen.has(role)) return null;
    seen.add(role);
    for (const written of list.split(BAR)) {
      const name = written.trim().replace(/\\([,|\\])/g, '$1');
      if (name === '') return null;
      names.set(name, higher(names.get(name), role));
    }
  }
  return names;
}

/** Whichever of the two may do more. */
function higher(one: OperatorRole | undefined, other: OperatorRole): OperatorRole {
  return one !== undefined && OPERATOR_ROLES.indexOf(one) > OPERATOR_ROLES.indexOf(other) ? one : other;
}

/** Which names of a token give which role. */
export function IsRoleNames(): PropertyDecorator {
  return (object, property) =>
    registerDecorator({
      name: 'isRoleNames',
      target: object.constructor,
      propertyName: String(property),
      validator: {
        validate: (value) => typeof value === 'string' && parseRoleNames(value) !== null,
        defaultMessage: () =>
          `${String(property)} must say which groups have which role, each role once: ` +
          'viewer=staff|helpdesk,operator=identity-team,administrator=it',
      },
    });
}
