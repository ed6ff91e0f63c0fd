import type { Reading } from '../mapping/rule.js';
import type { MatchKey } from '../types.js';
import type { Case } from './case.js';

/** What led to the plan, for a person who asks why; it changes nothing. */
export function explainReceived({ event, link, trail }: Case): void {
  const { user } = event;
  trail.add('received', event.type, {
    inputs: {
      ...{ event: event.id, userName: user.userName, revision: user.revision },
      ...{ active: user.active, deleted: user.deleted },
    },
    before: link && { revision: link.revision, status: link.status, wordpressId: link.wordpressId },
    detail:
      link === null
        ? 'Nothing was applied to this site for the user before.'
        : `The state applied last is revision ${link.revision} ("${link.status}").`,
  });
}

export function explainMatching({ standing, chosen, trail }: Case, keys: readonly MatchKey[]): void {
  const { wordpressId, login } = standing;
  if (standing.access !== 'none') {
    const inputs = { wordpressId, login };
    return trail.add('matched', 'linked account', { inputs, detail: `The account "${login ?? ''}" is linked.` });
  }
  const rule = chosen === undefined ? 'matching' : "an operator's choice";
  trail.add('matched', rule, { inputs: {}, after: keys, detail: lookedFor(keys) });
}

function lookedFor(keys: readonly MatchKey[]): string {
  if (keys.length === 0) return 'No account is linked, and none that is there already is looked for.';
  const names = keys.map((key) => `${key.by === 'meta' ? `usermeta ${key.key}` : key.by} "${key.value}"`);
  return `No account is linked: one that is there already is looked for by ${names.join(', then by ')}.`;
}

export function explainMapping({ subject, link, trail }: Case, readings: readonly Reading[]): void {
  for (const { rule, values } of readings) {
    const inputs = Object.assign({}, ...rule.sources.map((source) => source.inputs(subject)));
    const name = rule.rule.to;
    const after = rule.to.kind === 'role' ? values : (values[0] ?? null);
    const detail =
      values.length === 0 ? `No value for ${name}.` : `${name} is ${values.map((v) => `"${v}"`).join(', ')}.`;
    trail.add('mapped', rule.words, { inputs, before: link?.fields?.[name] ?? null, after, detail });
  }
}
