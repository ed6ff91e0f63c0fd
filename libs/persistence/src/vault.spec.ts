import { randomBytes } from 'node:crypto';
import { Vault } from './vault.js';

const vault = () => Vault.of(randomBytes(32).toString('base64'));
const SECRET = 'abcd EFGH 1234 ijkl';

describe('the vault', () => {
  const one = vault();

  it('gives a secret back for the purpose it was sealed for', () => {
    expect(one.open(one.seal(SECRET, 'blog'), 'blog')).toEqual({ ok: true, text: SECRET });
  });

  it('shows nothing of the secret, nor that two are the same', () => {
    const sealed = [one.seal(SECRET, 'blog'), one.seal(SECRET, 'blog')];
    expect(new Set(sealed).size).toBe(2);
    for (const text of sealed) {
      expect(text).toMatch(new RegExp(`^v1\\.${one.keyId}\\.`));
      expect(Buffer.from(text.split('.')[2]!, 'base64').toString('latin1')).not.toContain('EFGH');
    }
  });

  it('says in words when another key is set, naming both by their ids', () => {
    const two = vault();
    expect(two.open(one.seal(SECRET, 'blog'), 'blog')).toEqual({
      ok: false,
      reason: `was sealed with another USHER_SECRET_KEY (${one.keyId}; the one that is set is ${two.keyId})`,
    });
  });

  it('opens nothing for another purpose, and nothing that was tampered with', () => {
    const sealed = one.seal(SECRET, 'blog');
    expect(one.open(sealed, 'shop').ok).toBe(false);
    const [head, id, content] = sealed.split('.') as [string, string, string];
    const bytes = Buffer.from(content, 'base64');
    for (const at of [0, 14, bytes.length - 1]) {
      const forged = Buffer.from(bytes);
      forged[at]! ^= 1;
      expect(one.open([head, id, forged.toString('base64')].join('.'), 'blog').ok).toBe(false);
    }
    expect(one.open('abcd', 'blog').ok).toBe(false);
    expect(one.open(`v1.${one.keyId}.AAAA`, 'blog').ok).toBe(false);
  });

  it('opens what the previous key sealed, tells that it did, and seals with the new one', () => {
    const [before, now] = [randomBytes(32).toString('hex'), randomBytes(32).toString('base64')];
    const old = Vault.of(before);
    const both = Vault.of(now, before);
    const sealed = old.seal(SECRET, 'blog');
    expect(both.open(sealed, 'blog')).toEqual({ ok: true, text: SECRET });
    expect(both.open(sealed, 'shop').ok).toBe(false);
    expect([both.isOld(sealed), both.isOld(both.seal(SECRET, 'blog')), old.isOld(sealed)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(Vault.of(now).open(both.seal(SECRET, 'blog'), 'blog').ok).toBe(true);
    expect([old.rotates, both.rotates, Vault.of(now, now).rotates]).toEqual([false, true, false]);
  });
});
