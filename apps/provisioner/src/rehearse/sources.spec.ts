import type { WantedUser } from '@usher/events';
import { compileSettings } from '@usher/provisioning';
import { sourcePaths } from './sources.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const OWN = 'urn:example:Own';
const user = (parts: Partial<WantedUser> = {}): WantedUser => ({
  ...{
    id: 'u',
    revision: 1,
    userName: 'ada',
    externalId: null,
    active: true,
    deleted: false,
    attributes: {},
    groups: [],
  },
  ...parts,
});
const ada = user({
  externalId: '00u1',
  attributes: {
    name: { givenName: 'Ada' },
    emails: [
      { value: 'home@x.org', type: 'home' },
      { value: 'work@x.org', type: 'work', primary: true },
    ],
    title: 'x'.repeat(500),
    [ENTERPRISE]: { department: 'Maths', manager: { value: 'boss' } },
    [OWN]: { city: 'Bern' },
    nickName: '$2y$10$abcdefghijklmnopqrstuv',
  },
  groups: [{ id: 'g', displayName: 'Editors' }],
  password: '$2y$10$zyxwvutsrq',
});

const found = (users: WantedUser[]) => new Map(sourcePaths(users).map((source) => [source.path, source]));

describe('the paths that a rule may read', () => {
  it('are those that users have, with a value of one of them, and the standard ones', () => {
    const sources = found([ada, user({ id: 'v' })]);
    expect(sources.get('name.givenName')).toEqual({ path: 'name.givenName', standard: true, seen: 1, example: 'Ada' });
    expect(sources.get('userName')).toMatchObject({ seen: 2 });
    expect(sources.get('emails.value')).toMatchObject({ example: 'work@x.org' });
    expect(sources.get('emails[type eq "home"].value')).toMatchObject({ standard: false, example: 'home@x.org' });
    expect(sources.get(`${ENTERPRISE}:manager.value`)).toMatchObject({ standard: true, example: 'boss' });
    expect(sources.get(`${OWN}:city`)).toMatchObject({ standard: false, example: 'Bern' });
    expect(sources.get('groups.display')).toMatchObject({ example: 'Editors' });
    expect(sources.get('addresses.locality')).toMatchObject({ standard: true, seen: 0, example: null });
    expect(sources.get('title')?.example).toHaveLength(100);
    expect(sourcePaths([ada, user({ id: 'v' })])[0]).toMatchObject({ seen: 2 });
  });

  it('can all be put into a rule', () => {
    for (const [path] of found([ada])) {
      expect([path, compileSettings({ mapping: [{ to: 'first_name', from: { path } }] }).ok]).toEqual([path, true]);
    }
  });

  it('show no password nor its hash', () => {
    expect(JSON.stringify(sourcePaths([ada]))).not.toMatch(/\$2y\$|password":|"password"/);
  });

  it('are bounded, however odd the users are', () => {
    const many = Object.fromEntries([...Array(2_000).keys()].map((n) => [`a${n}`, 'x']));
    expect(sourcePaths([user({ attributes: { [OWN]: many } })])).toHaveLength(500);
    const odd = user({ attributes: { emails: 'none', name: null, phoneNumbers: [null, 1, ['x']], [OWN]: 'text' } });
    expect(found([odd]).get('phoneNumbers')).toMatchObject({ example: '1' });
  });
});
