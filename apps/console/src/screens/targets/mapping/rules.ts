import type { MappingRule, Source } from '../../../api/target-settings.js';

/** The fields of WordPress's profile, in its order. */
export const FIELDS = [
  ...['user_login', 'user_email', 'first_name', 'last_name', 'display_name', 'nickname'],
  ...['user_url', 'description', 'locale'],
] as const;

export type SourceKind = 'path' | 'constant' | 'expression';

export const kindOf = (source: Source): SourceKind =>
  'path' in source ? 'path' : 'constant' in source ? 'constant' : 'expression';

export function textOf(source: Source): string {
  if ('path' in source) return source.path;
  return 'constant' in source ? source.constant : source.expression;
}

export function sourceOf(kind: SourceKind, text: string): Source {
  if (kind === 'path') return { path: text };
  return kind === 'constant' ? { constant: text } : { expression: text };
}

export const sourcesOf = ({ from }: MappingRule): Source[] => (Array.isArray(from) ? from : [from]);

/** One source is written by itself, as people write it. */
export function withSources(rule: MappingRule, sources: Source[]): MappingRule {
  const [first] = sources;
  return { ...rule, from: sources.length === 1 && first !== undefined ? first : sources };
}

/** Where a fault of one source is: `mapping[2].from[1].expression`, without the place where it stands alone. */
export function sourcePath(rule: MappingRule, index: number, source: number): string {
  const from = `mapping[${index}].from`;
  return Array.isArray(rule.from) ? `${from}[${source}]` : from;
}

/** The key of a usermeta; undefined for what is none. */
export const metaKeyOf = (to: string): string | undefined =>
  to.startsWith('meta.') ? to.slice('meta.'.length) : undefined;

/** To another destination; what only some may have goes along only there. */
export function withDestination({ column, when, ...rule }: MappingRule, to: string): MappingRule {
  return {
    ...rule,
    to,
    ...(when !== undefined && to !== 'role' && { when }),
    ...(column != null && metaKeyOf(to) !== undefined && { column }),
  };
}

/** Options as they are stored: what is the default is left out. */
export function withOptions(rule: MappingRule, change: Partial<MappingRule>): MappingRule {
  const { when, required, column, ...rest } = { ...rule, ...change };
  return {
    ...rest,
    ...(when === 'create' && { when }),
    ...(required === true && { required }),
    ...(column != null && { column }),
  };
}

export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.filter((_, place) => place !== from);
  const item = list[from];
  return item === undefined || to < 0 || to >= list.length ? [...list] : rest.toSpliced(to, 0, item);
}

/** A rule for a field that has none yet; usermeta when all have one. */
export function freshRule(rules: readonly MappingRule[]): MappingRule {
  const to = FIELDS.find((field) => rules.every((rule) => rule.to !== field)) ?? 'meta.';
  return { to, from: { path: '' } };
}

/** Neither can an account be without them. */
export const isNeeded = (to: string): boolean => to === 'user_login' || to === 'user_email';
