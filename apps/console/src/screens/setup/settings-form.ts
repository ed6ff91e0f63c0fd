import type { Connection, ConnectionSettings } from '../../api/connections.js';

/** The settings as the form has them. */
export interface SettingsForm {
  name: string;
  preset: string;
  strict: boolean;
  mode: 'accepted' | 'applied';
  timeoutSeconds: number | string;
  passwordSync: boolean;
  /** Empty: as configured. */
  rateLimit: number | string;
  /** JSON. */
  userSchemas: string;
  groupSchemas: string;
}

export function settingsForm(connection: Connection): SettingsForm {
  const { name, preset, strict, answer, passwordSync, rateLimit, schemas } = connection;
  return {
    ...{ name, preset, strict, passwordSync, rateLimit: rateLimit ?? '' },
    ...{ mode: answer.mode, timeoutSeconds: answer.timeoutSeconds },
    ...{ userSchemas: schemaText(schemas.user), groupSchemas: schemaText(schemas.group) },
  };
}

const schemaText = (schemas: object[]): string => (schemas.length === 0 ? '' : JSON.stringify(schemas, null, 2));

/** @returns null for a text that is no list of JSON objects; nothing is a list of none */
export function schemasOf(text: string): object[] | null {
  if (text.trim() === '') return [];
  try {
    const value: unknown = JSON.parse(text);
    const isList = Array.isArray(value) && value.every((each) => typeof each === 'object' && each !== null);
    return isList ? (value as object[]) : null;
  } catch {
    return null;
  }
}

/** What was changed in the form: what somebody else has changed since it was made isn't set back by that. */
export function changedSettings(form: SettingsForm, before: SettingsForm): ConnectionSettings {
  const is = (field: keyof SettingsForm): boolean => form[field] !== before[field];
  const isSchema = (field: 'userSchemas' | 'groupSchemas'): boolean =>
    JSON.stringify(schemasOf(form[field])) !== JSON.stringify(schemasOf(before[field]));
  const [user, group] = [isSchema('userSchemas'), isSchema('groupSchemas')];
  return {
    ...(is('name') && { name: form.name.trim() }),
    ...(is('preset') && { preset: form.preset }),
    ...(is('strict') && { strict: form.strict }),
    ...(is('passwordSync') && { passwordSync: form.passwordSync }),
    ...(is('rateLimit') && { rateLimit: form.rateLimit === '' ? null : Number(form.rateLimit) }),
    ...((is('mode') || is('timeoutSeconds')) && {
      answer: { mode: form.mode, ...(form.timeoutSeconds !== '' && { timeoutSeconds: Number(form.timeoutSeconds) }) },
    }),
    ...((user || group) && {
      schemas: {
        ...(user && { user: schemasOf(form.userSchemas) ?? [] }),
        ...(group && { group: schemasOf(form.groupSchemas) ?? [] }),
      },
    }),
  };
}
