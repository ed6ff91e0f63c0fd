import type { MappingRule, TargetSettings } from '../../../api/target-settings.js';
import type { Change } from '../../../components/changes-table.js';
import { t } from '../../../texts/en.js';
import { kindOf, sourcesOf, textOf } from '../mapping/rules.js';
import { same } from './merge.js';

const texts = t.targetDraft.review;

/**
 * Changes as a person reads them: the mapping rule by rule, by the field that it writes, whatever place it has in the
 * list. Pure.
 *
 * @param changes as Usher tells them, by path: `settings.mapping[4].from[0].path`
 */
export function changesInWords(
  changes: readonly Change[],
  before: Pick<TargetSettings, 'mapping'>,
  after: Pick<TargetSettings, 'mapping'>,
): Change[] {
  const named = changes.map((change) => ({ ...change, path: change.path.replace(/^settings\./, '') }));
  const others = named.filter(({ path }) => !/^mapping\b/.test(path));
  return others.length === named.length ? others : [...rulesInWords(before.mapping, after.mapping), ...others];
}

function rulesInWords(before: readonly MappingRule[], after: readonly MappingRule[]): Change[] {
  const of = (rules: readonly MappingRule[], field: string) => rules.find(({ to }) => to === field);
  const fields = [...new Set([...before, ...after].map(({ to }) => to))];
  const changed = fields.flatMap((field) => {
    const [one, other] = [of(before, field), of(after, field)];
    return same(one, other) ? [] : [{ path: texts.rule(field), before: ruleWords(one), after: ruleWords(other) }];
  });
  if (changed.length > 0) return changed;
  const order = (rules: readonly MappingRule[]): string => rules.map(({ to }) => to).join(', ');
  return [{ path: texts.order, before: order(before), after: order(after) }];
}

/** `displayName, else name.formatted (once, needed)`; undefined: there is no rule */
function ruleWords(rule: MappingRule | undefined): string | undefined {
  if (rule === undefined) return undefined;
  const sources = sourcesOf(rule).map((each) => (kindOf(each) === 'constant' ? `“${textOf(each)}”` : textOf(each)));
  const marks = [
    rule.when === 'create' && t.targetSettings.mapping.onceMark,
    rule.required === true && t.targetSettings.mapping.requiredMark,
    rule.column != null && t.targetSettings.mapping.columnMark(rule.column),
  ].filter((mark) => mark !== false);
  return `${sources.join(texts.else)}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`;
}
