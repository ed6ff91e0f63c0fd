import type { ScimAttributes } from '@usher/scim';
import { uniqueKeys } from './unique-keys.js';

const keyOf = (userName: string): unknown => {
  const keys = uniqueKeys({ userName });
  return keys.ok && keys.value.userNameKey;
};

describe('uniqueKeys', () => {
  it('are the same for names that differ in case or composition only', () => {
    expect(keyOf('Ada@Example.ORG')).toBe(keyOf('ada@example.org'));
    expect(keyOf('Zoe\u0308')).toBe(keyOf('ZO\u00cb'));
    expect(keyOf('a.b')).not.toBe(keyOf('a_b'));
  });

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
