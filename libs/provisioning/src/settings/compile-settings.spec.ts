import { compileSettings } from './compile-settings.js';
import { DEFAULT_SETTINGS } from './defaults.js';

const errorsOf = (given: unknown) => {
  const made = compileSettings(given);
  return made.ok ? [] : made.errors;
};
const rule = (from: unknown, more = {}) => ({ mapping: [{ to: 'meta.key', from, ...more }] });

describe('the settings of a site', () => {
  it('are the default ones where nothing is said', () => {
    for (const given of [undefined, {}, DEFAULT_SETTINGS, JSON.parse(JSON.stringify(DEFAULT_SETTINGS))]) {
      const made = compileSettings(given);
      expect(made.ok && made.policy.settings).toEqual(DEFAULT_SETTINGS);
    }
  });

  it('are completed at every depth', () => {
    const made = compileSettings({ switches: { password: true }, drift: { on: { roles: 'ask' } } });
    expect(made.ok && made.policy.settings).toEqual({
      ...DEFAULT_SETTINGS,
      switches: { ...DEFAULT_SETTINGS.switches, password: true },
      drift: { ...DEFAULT_SETTINGS.drift, on: { ...DEFAULT_SETTINGS.drift.on, roles: 'ask' } },
    });
  });

  it('come out as they went in, so that they can be stored and compiled again', () => {
    const given = {
      scope: 'userType eq "Employee" and urn:example:Own:level gt 3',
      mapping: [
        { to: 'user_email', from: [{ path: 'emails[type eq "work"].value' }, { path: 'emails' }], required: true },
        { to: 'meta.department', from: { expression: 'enterprise.department' }, column: 'Department', when: 'create' },
        { to: 'role', from: { constant: 'author' } },
      ],
      matching: [{ by: 'meta', key: 'old_id', from: { path: 'externalId' } }],
      deprovisioning: { deleted: { do: 'delete_after', days: 30 } },
      roles: { default: 'subscriber', rules: [{ group: 'Editors', roles: ['editor'] }], precedence: 'first' },
      budget: { count: null, share: 0.1, windowMinutes: 5 },
      drift: { everyHours: null },
    };
    const once = compileSettings(given);
    if (!once.ok) throw new Error(JSON.stringify(once.errors));
    expect(once.policy.settings).toMatchObject(given);
    expect(once.policy.columns).toEqual([{ key: 'department', label: 'Department' }]);
    const twice = compileSettings(JSON.parse(JSON.stringify(once.policy.settings)));
    expect(twice.ok && twice.policy.settings).toEqual(once.policy.settings);
  });

  it.each([
    [rule({ expression: 'user.userName +' }), 'mapping[0].from.expression', 14],
    [rule([{ path: 'userName' }, { expression: 'usr' }]), 'mapping[0].from[1].expression', 0],
    [rule({ path: 'name.givenNam' }), 'mapping[0].from.path', 0],
    [rule({ path: 'emails[type eq "work].value' }), 'mapping[0].from.path', 15],
    [rule({ path: 'emails[typ eq "work"].value' }), 'mapping[0].from.path', 7],
    [rule({ path: 'emails[type eq "work"].valu' }), 'mapping[0].from.path', 23],
    [rule({ path: 'a or b' }), 'mapping[0].from.path', 1],
    [{ scope: 'userType eq "Employee" und active eq true' }, 'scope', 23],
    [{ scope: 'usrType eq "Employee"' }, 'scope', 0],
    [{ scope: 'active eq true and addresses[land eq "de"]' }, 'scope', 29],
  ])('tell where a text is wrong: %j', (given, path, position) => {
    expect(errorsOf(given)).toEqual([{ path, position, message: expect.stringMatching(/\.$/) }]);
  });

  it.each([
    [{ nonsense: 1 }, 'nonsense', /no such setting/],
    [null, '', /object/],
    [{ switches: { create: 'yes' } }, 'switches.create', /true or false/],
    [{ scope: ' ' }, 'scope', /empty/],
    [rule({}), 'mapping[0].from', /Exactly one/],
    [rule({ path: 'userName', constant: 'x' }), 'mapping[0].from', /Exactly one/],
    [rule([]), 'mapping[0].from', /At least one/],
    [rule({ path: 'userName' }, { when: 'never' }), 'mapping[0].when', /"always", "create"/],
    [{ mapping: [{ to: 'user_pass', from: { constant: 'x' } }] }, 'mapping[0].to', /no field "user_pass"/],
    [{ mapping: [{ to: 'role', from: { constant: 'x' }, when: 'create' }] }, 'mapping[0].when', /Roles/],
    [{ mapping: [{ to: 'locale', from: { constant: 'x' }, column: 'L' }] }, 'mapping[0].column', /usermeta/],
    [{ matching: [{ by: 'name' }] }, 'matching[0].by', /"login", "email", "meta"/],
    [{ matching: [{ by: 'login', key: 'x' }] }, 'matching[0].key', /Only matching by/],
    [{ matching: [{ by: 'meta', key: 'session_tokens', from: { path: 'id' } }] }, 'matching[0].key', /rights/],
    [{ deprovisioning: { deleted: { do: 'delete_after' } } }, 'deprovisioning.deleted.days', /how many days/],
    [{ deprovisioning: { deleted: { do: 'delete', days: 3 } } }, 'deprovisioning.deleted.days', /Only/],
    [{ deprovisioning: { inactive: { do: 'delete_after', days: 0 } } }, 'deprovisioning.inactive.days', /1 to 3650/],
    [{ roles: { rules: [{ group: 'A', roles: [' '] }] } }, 'roles.rules[0].roles[0]', /empty/],
    [{ roles: { rules: [{ group: 'A' }] } }, 'roles.rules[0].roles', /list of roles/],
    [{ budget: { share: 2 } }, 'budget.share', /0 to 1/],
    [{ content: { assignTo: 'boss' } }, 'content.assignTo', /object/],
  ])('refuse %j', (given, path, message) => {
    expect(errorsOf(given)).toContainEqual(expect.objectContaining({ path, message: expect.stringMatching(message) }));
  });

  it.each([
    'wp_capabilities',
    'wp_2_USER_LEVEL',
    'session_tokens',
    '_hidden',
    'ä',
    'usher_user_name',
    'usher_group',
    'wp_2_usher_group',
    'first_name',
  ])('never let a rule write the usermeta %s', (key) => {
    const errors = errorsOf({ mapping: [{ to: `meta.${key}`, from: { constant: 'x' } }] });
    expect(errors).toEqual([expect.objectContaining({ path: 'mapping[0].to', position: 5 })]);
  });

  it('have one rule for each field', () => {
    const mapping = [{ to: 'nickname', from: { constant: 'a' } }];
    expect(errorsOf({ mapping: [...mapping, ...mapping] })).toMatchObject([{ path: 'mapping[1].to' }]);
  });

  it('have all their errors told at once', () => {
    const given = { ...rule({ expression: '1 +' }), scope: 'x', budget: { windowMinutes: 0 } };
    expect(
      errorsOf(given)
        .map(({ path }) => path)
        .sort(),
    ).toEqual([...['budget.windowMinutes', 'mapping[0].from.expression', 'scope']]);
  });
});
