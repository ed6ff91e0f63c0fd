import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LENIENCIES, lenienciesOf, PRESETS, presetOf } from '../index.js';

const presets = PRESETS.map((preset) => ({ id: preset.id, preset }));
const folder = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const exists = (evidence: string): boolean => existsSync(folder(`${evidence}.json`));

describe('the presets', () => {
  it('have an id each, and the generic one comes last', () => {
    expect(new Set(PRESETS.map(({ id }) => id)).size).toBe(PRESETS.length);
    expect(PRESETS.at(-1)?.id).toBe('generic');
  });

  it('show of every leniency who needs it', () => {
    const needed = new Set(PRESETS.flatMap(({ needs }) => Object.keys(needs)));
    expect(LENIENCIES.filter((leniency) => !needed.has(leniency))).toEqual([]);
  });

  it.each(presets)('$id: needs known leniencies, each shown by files that are there', ({ preset }) => {
    for (const [leniency, evidence] of Object.entries(preset.needs)) {
      expect(LENIENCIES).toContain(leniency);
      expect(evidence.length).toBeGreaterThan(0);
      expect(evidence.filter((file) => !exists(file))).toEqual([]);
    }
  });

  it.each(presets)('$id: has a conversation', ({ id }) => {
    expect(existsSync(folder(`sequences/${id}`))).toBe(true);
  });

  it.each(presets)('$id: every case says where the base URL and the token go, and by whose word', ({ preset }) => {
    expect(preset.cases.length).toBeGreaterThan(0);
    for (const { steps, sources, verified } of preset.cases) {
      const values = steps.flatMap(({ fields = [] }) => fields.map(({ value }) => value));
      expect(values.some((value) => value.includes('{baseUrl}'))).toBe(true);
      expect(values.some((value) => value.includes('{token}'))).toBe(true);
      expect(
        values
          .join()
          .match(/\{\w+\}/g)
          ?.filter((name) => !['{baseUrl}', '{token}'].includes(name)),
      ).toEqual([]);
      expect(sources.filter((source) => !URL.canParse(source))).toEqual([]);
      expect(sources.length).toBeGreaterThan(0);
      expect(verified).toEqual(verified === null ? null : expect.stringMatching(/^20\d\d-\d\d-\d\d$/));
    }
  });
});

/** A word, an address, JSON, or the token with its scheme: what can be pasted as it is. */
const PASTED = /^(?:\S+|Bearer \{token\}|\{".*\})$/;

describe('the cases of setting up', () => {
  it.each(presets)('$id: provisioning, and together with SAML sign-on', ({ preset }) => {
    const ids = preset.cases.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['provisioning', 'saml']));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(presets)('$id: a step says what to do, a field what to paste', ({ preset }) => {
    const steps = preset.cases.flatMap((setup) => [...setup.steps]);
    expect(steps.filter(({ text }) => !/\.$/.test(text))).toEqual([]);
    const fields = steps.flatMap((step) => step.fields ?? []);
    expect(fields.filter(({ value }) => !PASTED.test(value))).toEqual([]);
  });
});

describe('the leniencies of a connection', () => {
  it('are those that are needed where the habits are known', () => {
    expect(lenienciesOf(presetOf('okta'))).toEqual(['unwritableKeys']);
  });

  it('are all of them where the habits are unknown, and for a preset that is unknown', () => {
    expect(lenienciesOf(presetOf('ping'))).toEqual(LENIENCIES);
    expect(presetOf('no such').id).toBe('generic');
    expect(lenienciesOf(presetOf('no such'))).toEqual(LENIENCIES);
  });
});
