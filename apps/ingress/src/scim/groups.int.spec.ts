import { jest } from '@jest/globals';
import type { GroupEventData, UserEventData } from '@usher/events';
import { GROUP_SCHEMA } from '@usher/scim';
import { type Ingress, patchBody, someUser, startTestIngress } from '../testing/harness.js';

jest.setTimeout(60_000);

let count = 0;
const someGroup = (attributes: Record<string, unknown> = {}): Record<string, unknown> => ({
  schemas: [GROUP_SCHEMA],
  displayName: `Group ${(count += 1)}`,
  ...attributes,
});
const add = (...ids: string[]) => patchBody({ op: 'add', path: 'members', value: ids.map((value) => ({ value })) });

describe('/Groups [RFC 7643 4.2] [RFC 7644 3.5.2]', () => {
  let ingress: Ingress;

  beforeAll(async () => {
    ingress = await startTestIngress();
  });

  afterAll(() => ingress.stop());

  const newUser = async (attributes = {}): Promise<string> =>
    (await ingress.scim('POST', '/Users', someUser(attributes))).body.id;
  const newGroup = async (attributes = {}): Promise<string> =>
    (await ingress.scim('POST', '/Groups', someGroup(attributes))).body.id;
  const membersOf = async (id: string): Promise<string[]> =>
    ((await ingress.scim('GET', `/Groups/${id}`)).body.members ?? [])
      .map(({ value }: { value: string }) => value)
      .sort();
  const groupsOf = async (id: string): Promise<{ value: string; display: string; type: string }[]> =>
    (await ingress.scim('GET', `/Users/${id}`)).body.groups ?? [];
  const displaysOf = async (id: string): Promise<string[]> => (await groupsOf(id)).map(({ display }) => display).sort();
  const userEvents = async (id: string): Promise<UserEventData[]> =>
    (await ingress.events())
      .filter(({ topic, key }) => topic === 'usher.users.v1' && key.endsWith(id))
      .map(({ event }) => event);
  const groupEvents = async (id: string): Promise<GroupEventData[]> =>
    (await ingress.events())
      .filter(({ topic, key }) => topic === 'usher.groups.v1' && key.endsWith(id))
      .map(({ event }) => event as unknown as GroupEventData);

  it('tells which attributes no schema knows', async () => {
    const id = await newGroup({ colour: 'red' });
    await ingress.scim('PUT', `/Groups/${id}`, someGroup({ colour: 'blue' }));
    await ingress.scim('PATCH', `/Groups/${id}`, patchBody({ op: 'replace', value: { displayName: 'Ink', hue: 3 } }));
    expect((await groupEvents(id)).map(({ ignored }) => ignored)).toEqual([['colour'], ['colour'], ['hue']]);
  });

  it('makes a group with members, which then carry it, and tells of both', async () => {
    const [ada, grace] = [await newUser(), await newUser()];
    const body = someGroup({ externalId: 'g-1', members: [{ value: ada }, { value: grace }] });
    const made = await ingress.scim('POST', '/Groups', body);
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`${ingress.url}/scim/v2/Groups/${made.body.id}`);
    expect(made.headers.get('etag')).toBe('W/"1"');
    expect(made.body).toMatchObject({
      schemas: [GROUP_SCHEMA],
      displayName: body.displayName,
      externalId: 'g-1',
      meta: { resourceType: 'Group', version: 'W/"1"', location: `${ingress.url}/scim/v2/Groups/${made.body.id}` },
    });
    expect(made.body.members).toEqual(
      expect.arrayContaining([{ value: ada, type: 'User', $ref: `${ingress.url}/scim/v2/Users/${ada}` }]),
    );
    const shown = await ingress.scim('GET', `/Users/${ada}`);
    expect(shown.body.groups).toEqual([
      {
        value: made.body.id,
        display: body.displayName,
        type: 'direct',
        $ref: `${ingress.url}/scim/v2/Groups/${made.body.id}`,
      },
    ]);
    expect(shown.body.meta.version).toBe('W/"2"');
    const [, joined] = await userEvents(ada);
    expect(joined).toMatchObject({
      user: { id: ada, revision: 2, active: true, groups: [{ id: made.body.id, displayName: body.displayName }] },
      changes: [{ path: 'groups', before: null }],
      origin: { actor: 'Default token' },
    });
    const [created] = await groupEvents(made.body.id);
    expect(created).toMatchObject({
      group: { revision: 1, deleted: false },
      added: { count: 2 },
      removed: { count: 0 },
    });
  });

  it('adds and removes single members, by filter and by value', async () => {
    const [ada, grace, joan] = [await newUser(), await newUser(), await newUser()];
    const id = await newGroup();
    const added = await ingress.scim('PATCH', `/Groups/${id}`, add(ada, grace, joan));
    expect(added.status).toBe(200);
    expect(added.body.members).toHaveLength(3);
    expect(added.headers.get('etag')).toBe('W/"2"');
    await ingress.scim('PATCH', `/Groups/${id}`, patchBody({ op: 'Remove', path: `members[value eq "${ada}"]` }));
    const removal = patchBody({ op: 'Remove', path: 'members', value: [{ value: grace }] });
    const left = await ingress.scim('PATCH', `/Groups/${id}?attributes=members`, removal);
    expect(left.status).toBe(200);
    expect(left.body.members).toHaveLength(1);
    expect(await membersOf(id)).toEqual([joan]);
    expect(await groupsOf(ada)).toEqual([]);
    expect((await userEvents(ada)).at(-1)?.user.groups).toEqual([]);
  });

  it('changes nothing, and says nothing, when all members are there already', async () => {
    const ada = await newUser();
    const id = await newGroup({ members: [{ value: ada }] });
    const before = await ingress.scim('GET', `/Groups/${id}`);
    await ingress.scim('PATCH', `/Groups/${id}`, add(ada));
    await ingress.scim('PUT', `/Groups/${id}`, { ...before.body });
    expect((await ingress.scim('GET', `/Groups/${id}`)).body).toEqual(before.body);
    expect(await groupEvents(id)).toHaveLength(1);
    expect(await userEvents(ada)).toHaveLength(2);
  });

  it('replaces all members by PUT and by PATCH; a PUT without members leaves them alone', async () => {
    const [ada, grace] = [await newUser(), await newUser()];
    const name = `Sales ${(count += 1)}`;
    const id = await newGroup({ displayName: name, members: [{ value: ada }] });
    const put = (more: object) =>
      ingress.scim('PUT', `/Groups/${id}`, { schemas: [GROUP_SCHEMA], displayName: name, ...more });
    expect((await put({ members: [{ value: grace }] })).status).toBe(200);
    expect(await membersOf(id)).toEqual([grace]);
    expect(await groupsOf(ada)).toEqual([]);
    await put({});
    expect(await membersOf(id)).toEqual([grace]);
    await put({ members: [] });
    expect(await membersOf(id)).toEqual([]);
    await put({ [GROUP_SCHEMA]: { members: [{ value: ada }] } });
    expect(await membersOf(id)).toEqual([ada]);
    const replace = patchBody({ op: 'replace', path: 'members', value: [{ value: ada }, { value: grace }] });
    await ingress.scim('PATCH', `/Groups/${id}`, replace);
    expect(await membersOf(id)).toEqual([ada, grace].sort());
    await ingress.scim('PATCH', `/Groups/${id}`, patchBody({ op: 'remove', path: 'members' }));
    expect(await membersOf(id)).toEqual([]);
  });

  it('renames: every member has the new name', async () => {
    const ada = await newUser();
    const id = await newGroup({ members: [{ value: ada }] });
    const renamed = patchBody({ op: 'replace', value: { id, displayName: 'Ops renamed' } });
    expect((await ingress.scim('PATCH', `/Groups/${id}`, renamed)).status).toBe(200);
    expect(await displaysOf(ada)).toEqual(['Ops renamed']);
    expect((await userEvents(ada)).at(-1)?.user.groups).toMatchObject([{ id, displayName: 'Ops renamed' }]);
  });

  it('takes a group from its members when it is deleted, and a user from its groups', async () => {
    const [ada, grace] = [await newUser(), await newUser()];
    const [one, two] = [await newGroup({ members: [{ value: ada }, { value: grace }] }), await newGroup()];
    await ingress.scim('PATCH', `/Groups/${two}`, add(ada));
    expect((await ingress.scim('DELETE', `/Groups/${one}`)).status).toBe(204);
    expect((await ingress.scim('GET', `/Groups/${one}`)).status).toBe(404);
    expect((await groupsOf(ada)).map(({ value }) => value)).toEqual([two]);
    expect((await groupEvents(one)).at(-1)?.group.deleted).toBe(true);
    const before = await ingress.scim('GET', `/Groups/${two}`);
    expect((await ingress.scim('DELETE', `/Users/${ada}`)).status).toBe(204);
    expect(await membersOf(two)).toEqual([]);
    const after = await ingress.scim('GET', `/Groups/${two}`);
    expect(after.body.meta.version).not.toBe(before.body.meta.version);
  });

  it('keeps a member that does not exist yet, and links it when it arrives', async () => {
    const id = await newGroup({ members: [{ value: 'hr-4711' }] });
    expect(await membersOf(id)).toEqual(['hr-4711']);
    const made = await ingress.scim('POST', '/Users', someUser({ externalId: 'hr-4711' }));
    expect(made.status).toBe(201);
    expect(made.body.groups).toMatchObject([{ value: id, type: 'direct' }]);
    expect(await membersOf(id)).toEqual([made.body.id]);
    await ingress.scim('PATCH', `/Groups/${id}`, add('hr-4712'));
    const late = await newUser();
    const patched = await ingress.scim(
      'PATCH',
      `/Users/${late}`,
      patchBody({ op: 'add', path: 'externalId', value: 'hr-4712' }),
    );
    expect(patched.body.groups).toMatchObject([{ value: id }]);
    expect(await membersOf(id)).toEqual([made.body.id, late].sort());
  });

  it('expands groups in groups, and refuses circles', async () => {
    const ada = await newUser();
    const top = await newGroup();
    const middle = await newGroup({ members: [{ value: ada }] });
    await ingress.scim('PATCH', `/Groups/${top}`, add(middle));
    expect(await groupsOf(ada)).toMatchObject(
      [
        { value: middle, type: 'direct' },
        { value: top, type: 'indirect' },
      ].sort((a, b) => (a.value < b.value ? -1 : 1)),
    );
    const circle = await ingress.scim('PATCH', `/Groups/${middle}`, add(top));
    expect(circle.status).toBe(400);
    expect(circle.body).toMatchObject({ scimType: 'invalidValue' });
    expect((await ingress.scim('PATCH', `/Groups/${top}`, add(top))).status).toBe(400);
    const grace = await newUser();
    await ingress.scim('PATCH', `/Groups/${middle}`, add(grace));
    expect((await groupsOf(grace)).map(({ value }) => value).sort()).toEqual([middle, top].sort());
    await ingress.scim(
      'PATCH',
      `/Groups/${top}`,
      patchBody({ op: 'replace', path: 'displayName', value: 'Top renamed' }),
    );
    expect(await displaysOf(grace)).toContain('Top renamed');
    await ingress.scim('PATCH', `/Groups/${top}`, patchBody({ op: 'remove', path: `members[value eq "${middle}"]` }));
    expect((await groupsOf(grace)).map(({ value }) => value)).toEqual([middle]);
  });

  it('refuses a second group of the same name, whatever its case, by the rule that the filter uses', async () => {
    const name = `Marketing Zoë ${(count += 1)}`;
    const id = await newGroup({ displayName: name });
    for (const same of [name, name.toUpperCase(), name.replace('ë', 'e\u0308')]) {
      const refused = await ingress.scim('POST', '/Groups', someGroup({ displayName: same }));
      expect(refused.status).toBe(409);
      expect(refused.body.scimType).toBe('uniqueness');
      const filter = encodeURIComponent(`displayName eq "${same}"`);
      const found = await ingress.scim('GET', `/Groups?filter=${filter}&excludedAttributes=members`);
      expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id }] });
    }
  });

  it('loses no change of parallel PATCHes of one group', async () => {
    const users = await Promise.all(Array.from({ length: 24 }, () => newUser()));
    const id = await newGroup();
    const answers = await Promise.all(users.map((user) => ingress.scim('PATCH', `/Groups/${id}`, add(user))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await membersOf(id)).toEqual([...users].sort());
    const removals = users.map((user) => patchBody({ op: 'remove', path: `members[value eq "${user}"]` }));
    await Promise.all(removals.map((body) => ingress.scim('PATCH', `/Groups/${id}`, body)));
    expect(await membersOf(id)).toEqual([]);
    for (const user of users) expect(await groupsOf(user)).toEqual([]);
  });

  it('keeps users right while they, their groups and their memberships change at once', async () => {
    const users = await Promise.all(Array.from({ length: 6 }, () => newUser()));
    const groups = await Promise.all(Array.from({ length: 4 }, () => newGroup()));
    await Promise.all(
      groups.flatMap((group, at) => [
        ...users.map((user) => ingress.scim('PATCH', `/Groups/${group}`, add(user))),
        ingress.scim(
          'PATCH',
          `/Groups/${group}`,
          patchBody({ op: 'replace', path: 'displayName', value: `New ${group}` }),
        ),
        ...users.map((user) =>
          ingress.scim('PATCH', `/Users/${user}`, patchBody({ op: 'add', path: 'title', value: `T${at}` })),
        ),
      ]),
    );
    const names = groups.map((group) => `New ${group}`).sort();
    for (const user of users) {
      expect(await displaysOf(user)).toEqual(names);
      const events = await userEvents(user);
      const newest = events.reduce((a, b) => (a.user.revision > b.user.revision ? a : b));
      expect(newest.user.groups.map(({ displayName }) => displayName).sort()).toEqual(names);
      expect(new Set(events.map((event) => event.user.revision)).size).toBe(events.length);
    }
  });

  it('answers a PATCH of a large group without it', async () => {
    const members = Array.from({ length: 101 }, (_, at) => ({ value: `nobody-${at}` }));
    const id = await newGroup({ members });
    const patched = await ingress.scim('PATCH', `/Groups/${id}`, add('nobody-200'));
    expect([patched.status, patched.text, patched.headers.get('etag')]).toEqual([204, '', 'W/"2"']);
    expect(await membersOf(id)).toHaveLength(102);
  });

  it('honours If-Match and If-None-Match', async () => {
    const id = await newGroup();
    const headers = { 'if-match': 'W/"7"' };
    const body = patchBody({ op: 'replace', path: 'displayName', value: 'x' });
    expect((await ingress.scim('PATCH', `/Groups/${id}`, body, headers)).status).toBe(412);
    expect((await ingress.scim('DELETE', `/Groups/${id}`, undefined, headers)).status).toBe(412);
    expect((await ingress.scim('GET', `/Groups/${id}`, undefined, { 'if-none-match': 'W/"1"' })).status).toBe(304);
  });

  it('does not read members that are not shown', async () => {
    const ada = await newUser();
    const id = await newGroup({ members: [{ value: ada }] });
    expect((await ingress.scim('GET', `/Groups/${id}?excludedAttributes=members`)).body.members).toBeUndefined();
    expect((await ingress.scim('GET', `/Groups?attributes=displayName`)).body.Resources[0].members).toBeUndefined();
  });
});
