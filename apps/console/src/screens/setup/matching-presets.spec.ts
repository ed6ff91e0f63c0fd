import { matchingPresets } from './matching-presets.js';

const presets = [
  { id: 'generic', name: 'Any other', aliases: ['SCIM 2.0'] },
  { id: 'entra', name: 'Microsoft Entra ID', aliases: ['Azure AD'] },
  { id: 'okta', name: 'Okta', aliases: [] },
];
const found = (text: string): string[] => matchingPresets(presets, text).map(({ id }) => id);

describe('the search for an identity provider', () => {
  it('finds it by any of its names, and by words in any order', () => {
    expect(found('OKTA')).toEqual(['okta', 'generic']);
    expect(found('ad azure')).toEqual(['entra', 'generic']);
  });

  it('keeps the order, and the one for all others at the end, whatever is looked for', () => {
    expect(found('')).toEqual(['entra', 'okta', 'generic']);
    expect(found('nobody')).toEqual(['generic']);
  });
});
