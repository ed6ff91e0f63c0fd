import type { ScimAttributes } from '@usher/scim';
import { uniqueKeys, userNameKey } from './unique-keys.js';

describe('userNameKey', () => {
  it('is the same for names that differ in case or composition only', () => {
    expect(userNameKey('Ada@Example.ORG')).toBe(userNameKey('ada@example.org'));
    expect(userNameKey('Zoe\u0308')).toBe(userNameKey('ZO\u00cb'));
    expect(userNameKey('a.b')).not.toBe(userNameKey('a_b'));
  });
});

describe('uniqueKeys', () => {
  it('refuses keys that no index can hold', () => {
    const refused: ScimAttributes[] = [
      { userName: 'a'.repeat(513) },
      { userName: 'nul\0' },
      { userName: 'ok', externalId: 'x'.repeat(513) },
      { userName: 'ok', externalId: '\0' },
      { externalId: 'no name' },
    ];
    for (const attributes of refused) {
      expect(uniqueKeys(attributes)).toMatchObject({ ok: false, error: { status: 400, scimType: 'invalidValue' } });
    }
  });

  it('lets four-byte characters through up to the limit', () => {
    expect(uniqueKeys({ userName: '𝒶'.repeat(256) })).toMatchObject({ ok: true, value: { externalId: null } });
  });
});
