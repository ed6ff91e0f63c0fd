import { accountOf, eventOf as event, linkOf, policyOf } from '../testing/fixtures.js';
import { carryOut } from '../execution/carry-out.js';
import type { Link } from '../types.js';
import { decide } from './decide.js';

const policy = policyOf();
const link = linkOf();
const emails = [{ value: 'jane@x.org' }];

describe('decide', () => {
  it('makes the account look as wanted', () => {
    expect(decide({ event: event({}), link, policy })).toMatchObject({
      kind: 'execute',
      operation: {
        ...{ op: 'upsert', scimId: 'scim-1', revision: 2, active: true },
        fields: { user_login: 'jane', user_email: 'jane@x.org' },
      },
      ...{ fallback: null, notes: [], departure: false, deleteAfterDays: null },
    });
  });

  it('drops what is older than what was applied', () => {
    expect(decide({ event: event({}), link: { ...link, revision: 3 }, policy })).toMatchObject({
      kind: 'stale',
      newer: 3,
    });
  });

  it('finishes silently an event that is recorded, on whichever topic it comes', () => {
    const recorded = { ...link, revision: 2, causeId: 'event-2' };
    expect(decide({ event: event({}), link: recorded, policy })).toMatchObject({ kind: 'done' });
    expect(decide({ event: event({}), link: { ...recorded, causeId: 'other' }, policy })).toMatchObject({
      kind: 'done',
    });
  });

  it('applies a recorded revision again when asked to resynchronise', () => {
    const resync = event({}, { id: 'event-9', type: 'user.resynced' });
    expect(decide({ event: resync, link: { ...link, revision: 2 }, policy })).toMatchObject({ kind: 'execute' });
  });

  it('shuts out a deactivated user even when the site refuses the other fields', () => {
    const plan = decide({ event: event({ active: false }), link, policy });
    expect(plan).toMatchObject({
      operation: { op: 'upsert', active: false },
      fallback: { op: 'deactivate', scimId: 'scim-1', revision: 2 },
    });
  });

  it('never creates an account for an inactive user, but tells the site', () => {
    const plan = decide({ event: event({ active: false }), link: null, policy });
    expect(plan).toMatchObject({ operation: { op: 'deactivate' } });
  });

  it('deletes with the heir of the policy, and shuts out when that is refused', () => {
    const plan = decide({
      event: event({ deleted: true }),
      link,
      policy: policyOf({ content: { fallback: 'editor' } }),
    });
    expect(plan).toMatchObject({
      operation: { op: 'delete', reassign: [{ by: 'login', value: 'editor' }], revision: 2 },
      fallback: { op: 'deactivate' },
    });
  });

  it('tells the site of the deletion of a user it never had, so that older events stay stale there', () => {
    expect(decide({ event: event({ deleted: true }), link: null, policy })).toMatchObject({
      operation: { op: 'delete' },
    });
  });

  it('rejects a new user without an e-mail address, and says what to do', () => {
    const plan = decide({ event: event({ attributes: {} }), link: null, policy });
    expect(plan).toMatchObject({ kind: 'reject', code: 'email_missing', detail: expect.stringContaining('e-mail') });
  });

  it('keeps the old e-mail address when the IdP sends none any more', () => {
    const plan = decide({ event: event({ attributes: {} }), link, policy });
    expect(plan).toMatchObject({
      operation: { fields: { user_email: 'jane@x.org' } },
      notes: [expect.stringContaining('stays')],
    });
  });

  it('deactivates although there is no e-mail address at all', () => {
    const bare = { ...link, fields: null };
    const plan = decide({ event: event({ attributes: {}, active: false }), link: bare, policy });
    expect(plan).toMatchObject({ operation: { op: 'deactivate' } });
  });

  it('applies all but the login when the user name changes, and says so', () => {
    const plan = decide({ event: event({ userName: 'jane.doe' }), link, policy });
    expect(plan).toMatchObject({
      operation: { op: 'upsert' },
      notes: [expect.stringContaining('The login stays "jane"')],
    });
  });

  it('believes what a preview saw in the site more than the link', () => {
    const account = accountOf({ revision: 5 });
    expect(decide({ event: event({}), link, account, policy })).toMatchObject({ kind: 'stale', newer: 5 });
    const gone = decide({ event: event({ active: false }), link, account: null, policy });
    expect(gone).toMatchObject({ operation: { op: 'deactivate' } });
  });
});

describe('the scope of a site', () => {
  const scoped = policyOf({ scope: 'userType eq "Employee" and groups.display eq "Staff"' });
  const groups = [{ id: 'g', displayName: 'Staff' }];
  const guest = event({ attributes: { emails, userType: 'Guest' }, groups });

  it('lets in who fulfils the filter', () => {
    const employee = event({ attributes: { emails, userType: 'employee' }, groups });
    expect(decide({ event: employee, link: null, policy: scoped })).toMatchObject({ operation: { active: true } });
  });

  it('makes no account for anybody else, and sends nothing', () => {
    expect(decide({ event: guest, link: null, policy: scoped })).toMatchObject({ kind: 'skip', code: 'out_of_scope' });
  });

  it('lets who leaves it depart as is decided for that', () => {
    expect(decide({ event: guest, link, policy: scoped })).toMatchObject({
      ...{ operation: { op: 'upsert', active: false }, departure: true },
    });
    const deprovisioning = { outOfScope: { do: 'delete' } };
    const strict = policyOf({ ...scoped.settings, deprovisioning });
    expect(decide({ event: guest, link, policy: strict })).toMatchObject({ operation: { op: 'delete' } });
  });

  it('tells the site of who was in it once, since an attempt whose answer was lost may have made an account', () => {
    const absent = linkOf({ wordpressId: null, login: null, fields: null, status: 'absent' });
    expect(decide({ event: guest, link: absent, policy: scoped })).toMatchObject({ operation: { op: 'deactivate' } });
  });

  it('shuts out a leaver even though nothing is done about those out of scope', () => {
    const policy = policyOf({ ...scoped.settings, deprovisioning: { outOfScope: { do: 'nothing' } } });
    const leaver = event({ active: false, attributes: { emails, userType: 'Guest' } });
    expect(decide({ event: leaver, link, policy })).toMatchObject({ operation: { active: false } });
    expect(decide({ event: guest, link, policy })).toMatchObject({ kind: 'skip', code: 'by_policy' });
  });

  it('compares attributes of extensions that are not known here', () => {
    const policy = policyOf({ scope: 'urn:example:Own:outside ne true and urn:example:Own:city eq "bern"' });
    const at = (own: object) => event({ attributes: { emails, 'urn:example:Own': own as never } });
    const kind = (own: object) => decide({ event: at(own), link: null, policy }).kind;
    expect(kind({ outside: false, city: 'Bern' })).toBe('execute');
    expect(kind({ outside: true, city: 'Bern' })).toBe('skip');
    expect(kind({ outside: false, city: 'Basel' })).toBe('skip');
  });
});

describe('how a user departs', () => {
  const leaving = (mode: object, before: Link | null = link, rest = {}) =>
    decide({
      ...{ event: event({ active: false }), link: before, ...rest },
      policy: policyOf({ deprovisioning: { inactive: mode } }),
    });

  it.each([
    [{ do: 'deactivate' }, { op: 'upsert', active: false }, { op: 'deactivate' }, null],
    [{ do: 'remove_roles' }, { op: 'upsert', active: true, withoutRoles: true }, { op: 'remove_roles' }, null],
    [{ do: 'delete' }, { op: 'delete' }, { op: 'deactivate' }, null],
    [{ do: 'delete_after', days: 9 }, { op: 'upsert', active: false }, { op: 'deactivate' }, 9],
  ])('by %j', (mode, operation, fallback, deleteAfterDays) => {
    expect(leaving(mode)).toMatchObject({ operation, fallback, departure: true, deleteAfterDays });
  });

  it.each([
    [{ do: 'deactivate' }, 'deactivate'],
    [{ do: 'remove_roles' }, 'remove_roles'],
    [{ do: 'delete' }, 'delete'],
    [{ do: 'delete_after', days: 9 }, 'deactivate'],
  ])('by %j where no account is known', (mode, op) => {
    expect(leaving(mode, null)).toMatchObject({ operation: { op }, departure: false });
  });

  it('not at all where that is the policy, and says that the account is open', () => {
    expect(leaving({ do: 'nothing' })).toMatchObject({
      ...{ kind: 'skip', code: 'by_policy', detail: expect.stringContaining('"jane" can still log in') },
    });
  });

  it('is deleted when the day has come, unless it came back or is not to be deleted any more', () => {
    const due = { due: true, event: event({ active: false }, { id: 'event-1' }) };
    const shut = linkOf({ status: 'inactive', revision: 2 });
    expect(leaving({ do: 'delete_after', days: 9 }, shut, due)).toMatchObject({ operation: { op: 'delete' } });
    expect(leaving({ do: 'deactivate' }, shut, due)).toMatchObject({ operation: { op: 'upsert', active: false } });
    const back = { ...due, event: event({ active: true }) };
    expect(leaving({ do: 'delete_after', days: 9 }, shut, back)).toMatchObject({ operation: { active: true } });
  });

  it.each([
    ['inactive', false],
    ['without_roles', true],
    ['held', true],
    ['rejected', true],
  ] as const)('with an account that is "%s", ends an access: %s', (status, departure) => {
    expect(leaving({ do: 'deactivate' }, linkOf({ status }))).toMatchObject({ departure });
  });

  it('gives the content to the manager, else to who is named for that', () => {
    const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    const content = { assignTo: { path: `${urn}:manager.value` }, fallback: 'editor' };
    const heirs = (value: string) => {
      const attributes = { [urn]: { manager: { value } } };
      return decide({ event: event({ deleted: true, attributes }), link, policy: policyOf({ content }) });
    };
    const fallback = { by: 'login', value: 'editor' };
    const uuid = '2819C223-7f76-453a-919d-413861904646';
    const named = (heir: object) => ({ operation: { reassign: [heir, fallback] } });
    expect(heirs('boss@x.org')).toMatchObject(named({ by: 'email', value: 'boss@x.org' }));
    expect(heirs(uuid)).toMatchObject(named({ by: 'scimId', value: uuid.toLowerCase() }));
    expect(heirs('boss')).toMatchObject(named({ by: 'login', value: 'boss' }));
    expect(heirs('')).toMatchObject({ operation: { reassign: [fallback] } });
  });
});

describe('what is switched off', () => {
  const off = (name: string, user: object, before: Link | null = link) =>
    decide({ event: event(user), link: before, policy: policyOf({ switches: { [name]: false } }) });

  it.each([
    ['create', {}, null, /Not created/],
    ['update', {}, link, /Not changed/],
    ['deactivate', { active: false }, link, /Not deactivated.*"jane" can still log in/],
    ['reactivate', {}, linkOf({ status: 'inactive' }), /Not reactivated/],
    ['delete', { deleted: true }, link, /Not deleted/],
  ])('is left undone and told: %s', (name, user, before, detail) => {
    const told = { kind: 'skip', code: 'switched_off', detail: expect.stringMatching(detail) };
    expect(off(name, user, before)).toMatchObject(told);
  });

  it('lets access change though nothing else is updated', () => {
    const name = { attributes: { emails: [{ value: 'new@x.org' }], name: { givenName: 'Jane' } } };
    expect(off('update', { ...name, active: false })).toMatchObject({ operation: { op: 'deactivate' } });
    const plan = off('update', name, linkOf({ status: 'inactive' }));
    expect(plan.kind === 'execute' && plan.operation).toEqual({
      ...{ op: 'upsert', scimId: 'scim-1', revision: 2, active: true },
      fields: { user_login: 'jane', user_email: 'jane@x.org' },
    });
  });

  it('leaves roles and groups alone, and says so', () => {
    const given = { groups: [{ id: 'g', displayName: 'Editors' }] };
    const roles = { default: 'subscriber', rules: [{ group: 'editors', roles: ['editor'] }] };
    const operation = (groups: boolean) => {
      const policy = policyOf({ roles, groupImport: true, switches: { groups } });
      return decide({ event: event(given), link, policy });
    };
    expect(operation(true)).toMatchObject({
      operation: { roles: { given: ['editor'], fallback: 'subscriber' }, groups: ['Editors'] },
    });
    expect(operation(false)).not.toMatchObject({ operation: { roles: expect.anything() } });
    expect(operation(false)).not.toMatchObject({ operation: { groups: expect.anything() } });
    expect(operation(true)).toMatchObject({ notes: [] });
    expect(operation(false)).toMatchObject({
      notes: [expect.stringMatching(/^Roles and groups stay .* switched off/)],
    });
    const unmanaged = policyOf({ switches: { groups: false } });
    expect(decide({ event: event(given), link, policy: unmanaged })).toMatchObject({ notes: [] });
  });

  it('passes a password on only when that is switched on, and says when it is not', () => {
    const password = '$2y$10$hash';
    const on = policyOf({ switches: { password: true } });
    expect(decide({ event: event({ password }), link, policy: on })).toMatchObject({ operation: { password } });
    expect(decide({ event: event({ password }), link, policy: on })).toMatchObject({ notes: [] });
    const off = decide({ event: event({ password }), link, policy });
    expect(off).not.toMatchObject({ operation: { password } });
    expect(off).toMatchObject({ notes: [expect.stringMatching(/^The password stays .* switched off/)] });
    expect(decide({ event: event(), link, policy })).toMatchObject({ notes: [] });
  });
});

describe('roles', () => {
  const groups = ['Staff', 'Editors'].map((displayName, i) => ({ id: `g${i}`, displayName }));
  const rules = [
    { group: 'EDITORS', roles: ['editor', 'author'] },
    { group: 'g0', roles: ['subscriber'] },
  ];
  const rolesOf = (roles: object, more = {}) => {
    const plan = decide({ event: event({ groups }), link, policy: policyOf({ roles, ...more }) });
    return plan.kind === 'execute' && plan.operation.op === 'upsert' ? plan.operation.roles : undefined;
  };

  it('follow the groups by name or id, each or the first alone', () => {
    expect(rolesOf({ rules })).toEqual({ given: ['editor', 'author', 'subscriber'], fallback: null });
    expect(rolesOf({ rules, precedence: 'first' })?.given).toEqual(['editor', 'author']);
  });

  it('come from an attribute as well', () => {
    const mapping = [{ to: 'role', from: { constant: 'shop_manager' } }];
    expect(rolesOf({ default: 'subscriber' }, { mapping })).toEqual({
      given: ['shop_manager'],
      fallback: 'subscriber',
    });
  });

  it('are left alone when nobody has said anything about them', () => expect(rolesOf({})).toBeUndefined());
});

describe('the account of a user who is new', () => {
  const made = (user: object, more: object = {}, settings = {}) =>
    decide({ event: event(user), link: null, policy: policyOf(settings), ...more });

  it('is looked for by the keys in their order', () => {
    expect(made({})).toMatchObject({
      operation: {
        match: [
          { by: 'login', value: 'jane' },
          { by: 'email', value: 'jane@x.org' },
        ],
      },
    });
    const matching = [{ by: 'meta', key: 'old_id', from: { path: 'externalId' } }];
    expect(made({ externalId: '42' }, {}, { matching })).toMatchObject({
      operation: { match: [{ by: 'meta', key: 'old_id', value: '42' }] },
    });
    expect(made({}, {}, { matching: [] })).not.toMatchObject({ operation: { match: expect.anything() } });
  });

  it('is the one that an operator has chosen, even though the event was done with', () => {
    const ambiguous = linkOf({ wordpressId: null, login: null, status: 'ambiguous', revision: 2, causeId: 'event-2' });
    expect(made({}, { link: ambiguous }).kind).toBe('done');
    expect(made({}, { link: ambiguous, chosen: { wordpressId: 9 } })).toMatchObject({
      operation: { match: [{ by: 'id', value: '9' }] },
    });
    const plan = made({}, { link: ambiguous, chosen: 'new' });
    expect(plan).toMatchObject({ operation: { op: 'upsert' } });
    expect(plan).not.toMatchObject({ operation: { match: expect.anything() } });
  });

  it('has a login that WordPress allows, others to try, and keeps the user name', () => {
    expect(made({ userName: 'jané' })).toMatchObject({
      operation: {
        fields: { user_login: 'jane' },
        loginAlternatives: [expect.stringMatching(/^jane-/), expect.stringMatching(/^jane-/)],
        meta: { usher_user_name: 'jané' },
      },
      notes: [expect.stringContaining('"jané"')],
    });
    expect(made({ userName: 'jané' }, {}, { login: { transform: false } })).toMatchObject({
      operation: { fields: { user_login: 'jané' } },
    });
    expect(made({ userName: 'Jane' }, { site: { multisite: true } })).toMatchObject({
      operation: { fields: { user_login: 'jane' } },
    });
  });

  it('is refused without a value that is required', () => {
    const mapping = [
      { to: 'user_email', from: { path: 'emails' } },
      { to: 'first_name', from: [{ path: 'name.givenName' }, { path: 'nickName' }], required: true },
    ];
    expect(made({}, {}, { mapping })).toMatchObject({
      ...{ kind: 'reject', code: 'required_missing' },
      detail: expect.stringMatching(/first_name.*name\.givenName, nickName/),
    });
    const shut = decide({ event: event({ active: false }), link, policy: policyOf({ mapping }) });
    expect(shut).toMatchObject({ operation: { op: 'deactivate' } });
  });

  it('may be that of an administrator only where the owner says so', () => {
    expect(made({}, {}, { administrators: { adopt: true, promote: true } })).toMatchObject({
      operation: { allow: ['adopt', 'promote'] },
    });
    expect(made({})).not.toMatchObject({ operation: { allow: expect.anything() } });
  });
});

describe('the user name that is kept beside a login', () => {
  const metaOf = (userName: string) => {
    const plan = decide({ event: event({ userName }), link, policy });
    return plan.kind === 'execute' && plan.operation.op === 'upsert' ? plan.operation.meta : undefined;
  };

  it('is set while they differ, and removed when they do not', () => {
    expect(metaOf('jane.doe')).toEqual({ usher_user_name: 'jane.doe' });
    expect(metaOf('JANE')).toEqual({ usher_user_name: null });
  });
});

describe('a late attempt', () => {
  const policy = policyOf({ scope: 'userType eq "Employee"' });
  const employee = { emails, userType: 'Employee', name: { givenName: 'Jane' } };

  it('may have made an account of a user who was out of scope afterwards: it is shut with the newer revision', async () => {
    const skipped = event({ revision: 5, attributes: { emails, userType: 'Guest' } }, { id: 'event-5' });
    const ending = await carryOut({ event: skipped, link: null, policy }, { send: () => Promise.reject(new Error()) });
    const { link: absent } = ending as { link: Link };
    expect(absent).toMatchObject({ status: 'absent', revision: 5 });
    const late = decide({ event: event({ attributes: employee }), link: absent, policy });
    expect(late).toMatchObject({ operation: { op: 'deactivate', revision: 5 }, departure: false });
  });

  it('may have set fields that no newer state has: they are cleared with the newer revision', () => {
    const late = decide({ event: event({ attributes: employee }), link: linkOf({ revision: 5 }), policy });
    expect(late).toMatchObject({
      operation: { ...{ op: 'upsert', revision: 5, active: true }, fields: { user_login: 'jane', first_name: '' } },
    });
  });
});

describe('the steps of a decision', () => {
  it('tell what was judged, by which rule, on what, and with which result', () => {
    const given = policyOf({
      scope: 'userType eq "Employee"',
      mapping: [
        { to: 'user_email', from: { path: 'emails' } },
        { to: 'nickname', from: [{ path: 'nickName' }, { expression: 'user.userName + "!"' }] },
      ],
    });
    const user = { attributes: { emails, userType: 'Employee' } };
    const { steps } = decide({ event: event(user), link: null, policy: given });
    expect(steps).toMatchObject([
      { step: 'received', rule: 'user.updated', inputs: { revision: 2, active: true } },
      { step: 'scoped', rule: 'scope userType eq "Employee"', inputs: { userType: 'Employee' }, after: true },
      { step: 'matched', detail: expect.stringContaining('by login "jane", then by email "jane@x.org"') },
      { step: 'mapped', rule: 'user_email <- emails', inputs: { emails: 'jane@x.org' }, after: 'jane@x.org' },
      {
        ...{ step: 'mapped', rule: 'nickname <- nickName | user.userName + "!"', after: 'jane!' },
        inputs: { nickName: null, 'user.userName': 'jane' },
      },
      { step: 'decided', rule: 'active and in scope', after: { op: 'upsert', fields: { nickname: 'jane!' } } },
    ]);
    expect(JSON.parse(JSON.stringify(steps))).toHaveLength(6);
  });

  it('end where it was decided', () => {
    const plan = decide({
      event: event({ active: false }),
      link,
      policy: policyOf({ switches: { deactivate: false } }),
    });
    expect(plan.steps.map(({ step }) => step)).toEqual(['received', 'scoped', 'decided']);
    expect(plan.steps.at(-1)).toMatchObject({
      rule: 'deprovisioning.inactive: deactivate',
      detail: expect.stringContaining('switched off'),
    });
  });
});
