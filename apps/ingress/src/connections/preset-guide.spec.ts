import { PRESETS } from '@usher/scim';
import { GENERIC, PRESET_IDS, presetGuide } from './preset-guide.js';

const BASE_URL = 'https://scim.example.org/$&/v2';

describe('the guide of an identity provider', () => {
  it.each(PRESETS)('$name has the address wherever it belongs, and a place for the token', (preset) => {
    const guide = JSON.stringify(presetGuide(preset, BASE_URL));
    expect(guide).toContain(BASE_URL);
    expect(guide).not.toContain('{baseUrl}');
    expect(guide).toContain('{token}');
  });

  it('is there for a connection of which nobody said whose it is', () => {
    expect(PRESET_IDS).toContain(GENERIC);
  });
});
