import { randomBytes } from 'node:crypto';
import { Vault } from '@usher/persistence';
import { define } from './definition.js';
import { purposeOf, siteUrlOf, type TargetRow } from './target-row.js';

const someVault = () => Vault.of(randomBytes(32).toString('hex'));
const vault = someVault();
const environment = {
  ...{ siteUrl: 'https://env.example', username: 'env', applicationPassword: 'env secret', reassignTo: null },
};

function row(parts: Partial<TargetRow> = {}): TargetRow {
  const place = { id: 'blog', siteUrl: 'https://blog.example', ...parts };
  return {
    ...{ name: 'Blog', connection: '*', username: 'usher', settings: '{}', version: 1, revision: 1, paused: false },
    ...{ createdAt: new Date(0), updatedAt: new Date(0), secret: vault.seal('blog secret', purposeOf(place)) },
    ...place,
  };
}

const reasonOf = (...of: Parameters<typeof define>) => {
  const { credentials } = define(...of);
  if (credentials.ok) throw new Error('it has credentials');
  return credentials.reason;
};

describe('a stored site', () => {
  it('has the credentials that were sealed', () => {
    expect(define(row(), { vault, environment: null }).credentials).toEqual({
      ...{ ok: true, username: 'usher', applicationPassword: 'blog secret' },
    });
  });

  it('says what to do when they can’t be opened, in one line without a secret', () => {
    const reasons = [
      reasonOf(row(), { vault: someVault(), environment: null }),
      reasonOf(row(), { vault: null, environment: null }),
      reasonOf({ ...row(), siteUrl: 'https://elsewhere.example' }, { vault, environment: null }),
      reasonOf({ ...row(), secret: null, username: null }, { vault, environment: null }),
    ];
    expect(reasons).toEqual([
      expect.stringMatching(/was sealed with another USHER_SECRET_KEY .*set the key with which it was sealed, or give/),
      expect.stringMatching(/set USHER_SECRET_KEY/),
      expect.stringMatching(/belongs to another site or address/),
      expect.stringMatching(/set WORDPRESS_URL again, or give/),
    ]);
    for (const reason of reasons) expect(reason).not.toMatch(/blog secret|\n/);
  });

  it('is as the environment says, when it is the environment’s', () => {
    const definition = define(row({ id: 'default', secret: null, username: null }), { vault: null, environment });
    expect(definition).toMatchObject({
      ...{ siteUrl: 'https://env.example', byEnvironment: true, stopped: null, notes: [] },
      credentials: { ok: true, username: 'env', applicationPassword: 'env secret' },
    });
    expect(define(row(), { vault, environment })).toMatchObject({
      siteUrl: 'https://blog.example',
      byEnvironment: false,
    });
  });

  it('has the environment’s heir while one is named, and says so', () => {
    const settings = JSON.stringify({ content: { fallback: 'stored' } });
    const own = row({ id: 'default', settings });
    const heirOf = (reassignTo: string | null) => {
      const { policy, notes } = define(own, { vault, environment: { ...environment, reassignTo } });
      return [policy.settings.content.fallback, notes.length];
    };
    expect(heirOf('named')).toEqual(['named', 1]);
    expect(heirOf(null)).toEqual(['stored', 0]);
    const other = define(row({ settings }), { vault, environment: { ...environment, reassignTo: 'named' } });
    expect(other.policy.settings.content.fallback).toBe('stored');
  });

  it('is left alone while it is paused, or its settings can’t be understood', () => {
    const means = { vault, environment: null };
    expect(define(row(), means).stopped).toBeNull();
    expect(define(row({ paused: true }), means).stopped).toMatch(/operator paused/);
    const faulty = define(row({ settings: '{"scope":"active equals true"}' }), means);
    expect(faulty.stopped).toMatch(/scope: .*Save them anew/);
    expect(faulty.settings).toEqual({ scope: 'active equals true' });
  });
});

describe('the address of a site', () => {
  it('has one form', () => {
    expect(siteUrlOf('https://WWW.example.org:443/blog//')).toBe('https://www.example.org/blog');
    expect(siteUrlOf('http://localhost:8888/')).toBe('http://localhost:8888');
  });

  it.each([
    'www.example.org',
    'ftp://example.org',
    'https://user:pass@example.org',
    'https://example.org/?x',
    'https://x.org#a',
  ])('is not %s', (text) => expect(siteUrlOf(text)).toBeNull());
});
