import { texts } from '../mapping/value.js';
import type { Policy } from '../settings/policy.js';
import type { Subject } from '../subject.js';
import type { Heir } from '../types.js';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Who may inherit the content of a deleted account, the first that the site has; nobody inherits from himself. */
export function heirsOf({ settings, compiled }: Policy, subject: Subject): Heir[] {
  const named = texts(compiled.assignTo?.read(subject)).map(classified);
  const { fallback } = settings.content;
  const all = fallback === null ? named : [...named, { by: 'login' as const, value: fallback }];
  return all.filter(({ by, value }) => by !== 'scimId' || value !== subject.resource.id);
}

function classified(value: string): Heir {
  if (value.includes('@')) return { by: 'email', value };
  return UUID.test(value) ? { by: 'scimId', value: value.toLowerCase() } : { by: 'login', value };
}
