import { type Preset, PRESETS } from '@usher/scim';

/** Of a connection of which nobody said whose it is. */
export const GENERIC = 'generic';
export const PRESET_IDS: readonly string[] = PRESETS.map(({ id }) => id);

/** How to set up the identity provider: the labels of its console, and what goes into each field. */
export type PresetGuide = Omit<Preset, 'needs' | 'habits'>;

/** The guide with the address in its places; `{token}` stays: it is told only when a token is made. */
export function presetGuide(preset: Preset, baseUrl: string): PresetGuide {
  const { id, name, aliases, matching, switches, cases, notes } = preset;
  const fill = (text: string): string => text.replaceAll('{baseUrl}', () => baseUrl);
  return {
    id,
    name,
    aliases,
    matching,
    switches,
    cases: cases.map(({ steps, ...rest }) => ({
      ...rest,
      steps: steps.map(({ text, fields }) => ({
        text: fill(text),
        ...(fields && { fields: fields.map(({ label, value }) => ({ label, value: fill(value) })) }),
      })),
    })),
    notes: notes.map(fill),
  };
}
