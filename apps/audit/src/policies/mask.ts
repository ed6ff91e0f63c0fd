import type { AttributeChange, Json } from '@usher/events';
import type { AuditEntry } from '../record/entry.js';
import { TextReplacer } from '../record/text-replacer.js';

/** What is stored for a value that isn't to be known. */
export const MASKED = '***';

const CORE_SCHEMA = /^urn:ietf:params:scim:schemas:core:2\.0:(?:user|group):/;

/** What a site's field is filled from when nobody maps it otherwise: masked in the directory, it is masked there as well. */
const SITE_FIELDS: Readonly<Record<string, string[]>> = {
  user_email: ['emails', 'emails.value'],
  first_name: ['name', 'name.givenname'],
  last_name: ['name', 'name.familyname'],
  display_name: ['displayname'],
  nickname: ['nickname'],
  user_url: ['profileurl'],
};

const ADDRESS = /[^\s<>"'(),;:]+@[^\s<>"'(),;:]+\.[\p{L}\d-]+/gu;

/** Hides the values of attributes in what is recorded. Paths are told apart without regard to case, as SCIM has it. */
export class Mask {
  private readonly paths: readonly string[];

  constructor(paths: readonly string[]) {
    const given = paths.map(canonical);
    const fields = Object.entries(SITE_FIELDS).filter(([, sources]) => sources.some((path) => given.includes(path)));
    this.paths = [...given, ...fields.map(([field]) => field)];
  }

  get empty(): boolean {
    return this.paths.length === 0;
  }

  changes(changes: readonly AttributeChange[]): AttributeChange[] {
    return changes.map(({ path, before, after }) => ({
      path,
      before: this.value(canonical(path), before),
      after: this.value(canonical(path), after),
    }));
  }

  /** The entry without what is masked in any of its words; `told` are the changes before they were masked. */
  entry(entry: AuditEntry, told: readonly AttributeChange[]): AuditEntry {
    const hidden = [...this.hiddenTexts(told), ...this.hiddenTexts(entry.changes)];
    const shown = new Set([entry.userName, entry.login].map((name) => name?.toLowerCase()));
    const replacer = new TextReplacer(
      hidden.filter((text) => text.length > 2 && !shown.has(text.toLowerCase())),
      MASKED,
    );
    const emails = this.covers('emails') || this.covers('emails.value');
    const words = (text: string): string => {
      const replaced = replacer.inText(text);
      return emails
        ? replaced.replace(ADDRESS, (found) => (shown.has(found.toLowerCase()) ? found : MASKED))
        : replaced;
    };
    return {
      ...entry,
      email: emails && entry.email !== null ? MASKED : entry.email,
      externalId: this.covers('externalid') && entry.externalId !== null ? MASKED : entry.externalId,
      detail: words(entry.detail),
      changes: this.changes(entry.changes),
      execution: this.decision(eachText(entry.execution, words)),
    };
  }

  /** A step of a plan tells a value though it didn't change: by the names in its rule, such as `user_email <- emails`. */
  private decision(execution: Json): Json {
    if (execution === null || typeof execution !== 'object' || Array.isArray(execution)) return execution;
    const { decision } = execution;
    if (!Array.isArray(decision)) return execution;
    return { ...execution, decision: decision.map((step) => this.step(step)) };
  }

  private step(step: Json): Json {
    if (step === null || typeof step !== 'object' || Array.isArray(step) || typeof step.rule !== 'string') return step;
    const names = step.rule.split(/[^\w.:$-]+/).filter((name) => name !== '');
    return names.some((name) => this.touches(canonical(name))) ? { ...step, detail: MASKED } : step;
  }

  /** It is masked, or something in it is. */
  private touches(path: string): boolean {
    return this.covers(path) || this.paths.some((masked) => isBelow(masked, path));
  }

  private covers(path: string): boolean {
    return this.paths.some((masked) => masked === path || isBelow(path, masked));
  }

  private value(path: string, value: Json): Json {
    if (value === null) return null;
    if (this.covers(path)) return MASKED;
    const inner = this.paths.filter((masked) => isBelow(masked, path)).map((masked) => masked.slice(path.length + 1));
    return inner.reduce<Json>((masked, rest) => within(masked, rest.split('.')), value);
  }

  /** The texts that are masked in changes. */
  private hiddenTexts(changes: readonly AttributeChange[]): string[] {
    return changes.flatMap(({ path, before, after }) =>
      [before, after].flatMap((value) => {
        const left = new Set(textsOf(this.value(canonical(path), value)));
        return textsOf(value).filter((text) => !left.has(text));
      }),
    );
  }
}

/** Without the core schema's URN, which a path may have or not (RFC 7644 section 3.10). */
function canonical(path: string): string {
  return path.toLowerCase().replace(CORE_SCHEMA, '');
}

/** `name.givenname` is below `name`, and an extension's attribute below its URN. */
function isBelow(path: string, above: string): boolean {
  return path.startsWith(above) && /[.:]/.test(path.charAt(above.length));
}

function within(value: Json, [name = '', ...rest]: string[]): Json {
  if (Array.isArray(value)) return value.map((inner) => within(inner, [name, ...rest]));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key.toLowerCase() !== name || inner === null) return [key, inner];
      return [key, rest.length === 0 ? MASKED : within(inner, rest)];
    }),
  );
}

function textsOf(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap((inner) => textsOf(inner ?? null));
}

function eachText(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((inner) => eachText(inner, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, eachText(inner, change)]));
}
