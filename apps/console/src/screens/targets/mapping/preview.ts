/** How one person's account would come out, as Usher explains it. */
export interface Explanation {
  user: { scimId: string; userName: string; active: boolean; deleted: boolean };
  steps: { step: string; rule: string; before?: unknown; after?: unknown; detail: string }[];
  plan: { kind: string; code: string | null; detail: string; notes: string[]; departure: boolean };
  account: { id: number; login: string } | null;
  changes: { path: string; wanted: unknown; found: unknown }[];
  site: { reached: boolean; reason: string | null };
}

export interface PreviewValue {
  /** '' where the sources gave none. */
  text: string;
  /** Otherwise than what was applied last. */
  changed: boolean;
}

/** What the rules gave, by the field that they write. Pure. */
export function valuesOf({ steps }: Pick<Explanation, 'steps'>): Map<string, PreviewValue> {
  const values = new Map<string, PreviewValue>();
  for (const { step, rule, before, after } of steps) {
    const field = / <- /.test(rule) ? rule.slice(0, rule.indexOf(' <- ')) : undefined;
    if (step !== 'mapped' || field === undefined) continue;
    const text = words(after);
    values.set(field, { text, changed: before !== undefined && words(before) !== text });
  }
  return values;
}

/** A value as a person reads it; '' for none. */
export function words(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(words).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
}

/** The sentence that sums it up: what would be done in the site, or why nothing is. */
export function outcomeOf({ steps, plan }: Pick<Explanation, 'steps' | 'plan'>): string {
  if (plan.detail !== '') return plan.detail;
  const last = steps.findLast(({ step }) => step === 'executed') ?? steps.at(-1);
  return last?.detail ?? '';
}
