import { ifMatch, isKnown, versionOf } from './preconditions.js';

describe('ifMatch', () => {
  it('holds for the revision it names, weak or strong, alone or in a list', () => {
    for (const header of [versionOf(3), '"3"', 'W/"2", W/"3"']) {
      expect(ifMatch(header)?.(3)).toBe(true);
      expect(ifMatch(header)?.(4)).toBe(false);
    }
  });

  it('asks for nothing when it is missing or a star', () => {
    expect(ifMatch(undefined)).toBeNull();
    expect(ifMatch('*')).toBeNull();
  });
});

describe('isKnown', () => {
  it('tells a client that has the revision from one that does not', () => {
    expect(isKnown('W/"7"', 7)).toBe(true);
    expect(isKnown('W/"7"', 8)).toBe(false);
    expect(isKnown(undefined, 8)).toBe(false);
  });
});
