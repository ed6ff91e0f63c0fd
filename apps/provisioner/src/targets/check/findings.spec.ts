import { SiteError, type SiteStatus } from '@usher/wordpress';
import { FINE } from '../../testing/scripted-site.js';
import { policyOf } from '../../testing/site-bench.js';
import { findingsOf } from './findings.js';
import type { Inspection } from './inspect.js';

const SITE_URL = 'https://blog.example';
const fine: SiteStatus = {
  ...FINE,
  wordpress: { ...FINE.wordpress, siteUrl: SITE_URL },
  ...{ roles: ['administrator', 'editor', 'subscriber'], locales: ['en_US', 'de_DE'] },
};

function look(parts: Partial<Inspection> & { site?: Partial<SiteStatus>; settings?: object; url?: string } = {}) {
  const { site, settings = {}, url = SITE_URL, ...rest } = parts;
  const status = { ...fine, ...site };
  const inspection: Inspection = { status, fault: null, credentialsIn: 'authorization', missingHeir: null, ...rest };
  return findingsOf(url, policyOf(settings), inspection);
}

const codes = (...given: Parameters<typeof look>) => look(...given).map(({ severity, code }) => `${severity} ${code}`);
const failing = (code: string, kind: 'transient' | 'misconfigured' = 'misconfigured') =>
  look({ status: null, credentialsIn: null, fault: new SiteError(kind, code, `The site said ${code}.`) });

describe('the check of a site', () => {
  it('finds nothing when all is well', () => {
    expect(look()).toEqual([]);
  });

  it.each([
    ['unreachable', /DNS, firewall/],
    ['certificate', /Renew the certificate/],
    ['redirect', /address to which it redirects/],
    ['plugin_missing', /Plugins, install the Usher Connector/],
    ['protocol', /plugin that comes with this Usher/],
    ['authorization_stripped', /SetEnvIf Authorization/],
    ['application_passwords_unavailable', /over https/],
    ['invalid_credentials', /new application password/],
    ['missing_capability', /role "Usher provisioning"/],
    ['blocked', /wp-json\/usher\/v1/],
    ['maintenance', /by itself/],
    ['credentials_unusable', /USHER_SECRET_KEY/],
    ['http_502', /by itself/],
  ])('says what to do about %s', (code, remedy) => {
    const kind = ['unreachable', 'maintenance', 'http_502'].includes(code) ? 'transient' : 'misconfigured';
    expect(failing(code, kind)).toEqual([
      { severity: 'error', code, text: `The site said ${code}.`, remedy: expect.stringMatching(remedy) },
    ]);
  });

  it('warns of http over the internet, and only notes it in a network of one’s own', () => {
    for (const url of ['http://blog.example.org', 'http://203.0.113.7', 'http://172.32.0.1', 'http://[2001:db8::1]'])
      expect(codes({ url, site: { wordpress: { ...fine.wordpress, siteUrl: url } } })).toEqual(['warning no_tls']);
    for (const url of [
      'http://127.0.0.1:8888',
      'http://wordpress',
      'http://10.1.2.3',
      'http://172.16.0.1',
      'http://[::1]',
    ])
      expect(codes({ url, site: { wordpress: { ...fine.wordpress, siteUrl: url } } })).toEqual(['note no_tls']);
  });

  it('notes that the host strips the header, and that the site has another address', () => {
    expect(codes({ credentialsIn: 'x-usher-authorization' })).toEqual(['note authorization_substituted']);
    expect(codes({ site: { wordpress: { ...fine.wordpress, siteUrl: 'https://www.blog.example' } } })).toEqual([
      'note other_address',
    ]);
    expect(codes({ site: { wordpress: { ...fine.wordpress, siteUrl: `${SITE_URL}/` } } })).toEqual([]);
  });

  it('says that the user lacks capabilities, and nothing about what it may not see', () => {
    const caller = { login: 'usher', missingCapabilities: ['usher_provision'] };
    const [finding, ...more] = look({ site: { caller, roles: [], locales: [] } });
    expect(finding).toMatchObject({
      code: 'missing_capability',
      text: expect.stringMatching(/"usher" lacks usher_prov/),
    });
    expect(more).toEqual([]);
  });

  it('finds roles that the site doesn’t have, and those with rights that nobody allowed', () => {
    const rules = [{ group: 'Staff', roles: ['editor', 'shop_manager'] }];
    const mapping = [{ to: 'role', from: [{ path: 'title' }, { constant: 'member' }] }];
    const findings = look({ settings: { roles: { rules, default: 'guest' }, mapping } });
    expect(findings.map(({ code }) => code)).toEqual(['role_unknown', 'role_unknown', 'role_unknown']);
    expect(findings.map(({ text }) => /the role "(\w+)"/.exec(text)?.[1])).toEqual(['shop_manager', 'guest', 'member']);
    const admins = { rules: [{ group: 'Admins', roles: ['administrator'] }] };
    expect(codes({ settings: { roles: admins } })).toEqual(['warning role_privileged']);
    const allowed = { roles: admins, administrators: { promote: true } };
    expect(codes({ settings: allowed, site: { privileges: ['promote'] } })).toEqual([]);
  });

  it('finds what the settings ask for and no administrator of the site has ticked', () => {
    const settings = { administrators: { adopt: true, promote: true } };
    expect(codes({ settings })).toEqual(['warning privilege_adopt', 'warning privilege_promote']);
    expect(codes({ settings, site: { privileges: ['adopt', 'promote'] } })).toEqual([]);
  });

  it('finds a default role that is missing or has rights, where it counts', () => {
    expect(codes({ site: { defaultRole: 'gone' } })).toEqual(['error default_role_missing']);
    expect(codes({ site: { defaultRole: 'administrator' } })).toEqual(['error default_role_privileged']);
    expect(codes({ site: { defaultRole: 'gone' }, settings: { roles: { default: 'editor' } } })).toEqual([]);
  });

  it('finds languages that aren’t installed', () => {
    const settings = { mapping: [{ to: 'locale', from: [{ path: 'locale' }, { constant: 'fr-FR' }] }] };
    expect(codes({ settings })).toEqual(['warning locale_missing']);
    expect(codes({ settings, site: { locales: ['en_US', 'fr_FR'] } })).toEqual([]);
    expect(codes({ settings, site: { locales: ['en_US'] } })).toEqual(['warning locale_missing', 'note one_language']);
  });

  it('notes usermeta that no plugin has registered', () => {
    const settings = {
      mapping: [{ to: 'meta.department', from: { path: 'title' } }],
      matching: [{ by: 'meta', key: 'employee', from: { path: 'externalId' } }],
    };
    expect(look({ settings })[0]!.text).toContain('"department", "employee"');
    const registeredMeta = ['department', 'employee'].map((key) => ({ key, description: '' }));
    expect(look({ settings, site: { registeredMeta } })).toEqual([]);
  });

  it('warns where a network would refuse logins', () => {
    const site = { wordpress: { ...fine.wordpress, multisite: true } };
    expect(codes({ site, settings: { login: { transform: false } } })).toEqual(['warning multisite_logins']);
    expect(codes({ site })).toEqual([]);
    expect(codes({ settings: { login: { transform: false } } })).toEqual([]);
  });

  it('puts the gravest first', () => {
    const url = 'http://blog.example.org';
    const found = codes({
      url,
      site: { defaultRole: 'gone' },
      credentialsIn: 'x-usher-authorization',
      missingHeir: 'archive',
    });
    expect(found).toEqual([
      ...['error default_role_missing', 'warning no_tls', 'warning heir_missing'],
      ...['note authorization_substituted', 'note other_address'],
    ]);
  });
});
