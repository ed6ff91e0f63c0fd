import { eventually } from '@usher/testing';
import { randomUUID } from 'node:crypto';
import { ACCOUNT_EVENT_TYPE, type AccountEventData, TOPICS } from '@usher/events';
import { connect } from '../testing/connect.js';
import { type Ingress, type OutboxRow, someUser, startTestIngress } from '../testing/harness.js';

let ingress: Ingress;
let okta: Awaited<ReturnType<typeof connect>>;

beforeAll(async () => {
  ingress = await startTestIngress();
  okta = await connect(ingress);
});
afterAll(() => ingress?.stop());

const TRACE = 'a'.repeat(32);
let count = 0;

function account(given: Partial<AccountEventData['account']> = {}): AccountEventData['account'] {
  count += 1;
  const login = given.login ?? `editor${count}`;
  return {
    id: count,
    login,
    email: `${login}@site.example`,
    firstName: 'Ed',
    lastName: `Itor ${count}`,
    displayName: `Ed ${count}`,
    nickname: 'eddy',
    url: 'https://ed.example',
    locale: 'de_DE',
    active: true,
    ...given,
  };
}

/** Puts an account into the log; `id` is that of the event. */
async function found(of: Partial<AccountEventData['account']>, { id = randomUUID(), connection = okta.id } = {}) {
  const data: AccountEventData = {
    connection,
    target: { id: 'main', name: 'Main site', siteUrl: 'https://site.example' },
    account: account(of),
    origin: { sourceIp: '192.0.2.7', tokenId: 'operator', actor: 'Operator', traceId: TRACE },
  };
  await ingress.publish(TOPICS.accounts, `${connection}:main/${data.account.id}`, ACCOUNT_EVENT_TYPE, data, { id });
  return { id, data };
}

const eventsOf = async (userName: unknown): Promise<OutboxRow[]> =>
  (await ingress.events()).filter(({ topic, event }) => topic === TOPICS.users && event.user.userName === userName);

async function find(userName: string, headers = okta.headers) {
  const filter = encodeURIComponent(`userName eq "${userName}"`);
  return (await ingress.scim('GET', `/Users?filter=${filter}`, undefined, headers)).body;
}

/** What comes of an event is known when one behind it has come through. */
async function allTaken(): Promise<void> {
  const login = `last${(count += 1)}`;
  await found({ login });
  await eventually(async () => expect(await eventsOf(login)).toHaveLength(1));
}

async function deadLetters(): Promise<{ code: string; reason: string; value: string }[]> {
  const rows = await ingress.sql('SELECT headers, value FROM event_log.records WHERE topic = $1', [TOPICS.deadLetters]);
  return rows.map(({ headers, value }) => {
    const { usher_code: code, usher_reason: reason } = JSON.parse(String(headers));
    return { code, reason, value: String(value) };
  });
}

describe('an account of a site', () => {
  it('becomes a user that the identity provider finds, told as imported', async () => {
    const { data } = await found({ login: 'grace' });
    const { Resources } = await eventually(async () => {
      const answer = await find('grace');
      expect(answer.totalResults).toBe(1);
      return answer;
    });
    expect(Resources[0]).toMatchObject({
      userName: 'grace',
      name: { givenName: 'Ed', familyName: data.account.lastName },
      displayName: data.account.displayName,
      nickName: 'eddy',
      profileUrl: 'https://ed.example',
      locale: 'de-DE',
      emails: [{ value: 'grace@site.example', type: 'work', primary: true }],
      active: true,
    });
    const [created, ...more] = await eventsOf('grace');
    expect(more).toEqual([]);
    expect(created?.headers.ce_type).toBe('user.created');
    expect(created?.event.origin).toEqual({ ...data.origin, actor: 'Import from Main site' });
    expect(created?.event).not.toHaveProperty('awaited');
    // As an import does, page by page.
    const { body } = await ingress.scim('GET', '/Users?startIndex=1&count=100', undefined, okta.headers);
    expect(JSON.stringify(body)).toContain('"userName":"grace"');
  });

  it('stays out of the other connections', async () => {
    const other = await connect(ingress);
    await found({ login: 'secluded' });
    await eventually(async () => expect((await find('secluded')).totalResults).toBe(1));
    expect((await find('secluded', other.headers)).totalResults).toBe(0);
  });

  it('that is inactive becomes an inactive user', async () => {
    await found({ login: 'retired', active: false });
    await eventually(async () => expect((await find('retired')).Resources[0].active).toBe(false));
  });

  it.each([
    ['its login, in any case', (user: string) => ({ login: user.toUpperCase(), email: 'another@site.example' })],
    ['its e-mail address, in any case', (user: string) => ({ login: `x${count}`, email: user.toUpperCase() })],
  ])('whose user is there by %s makes none, and publishes that one once more', async (_case, like) => {
    const { body } = await ingress.scim('POST', '/Users', someUser(), okta.headers);
    const { body: before } = await ingress.scim('GET', '/Users?count=0', undefined, okta.headers);
    const { data } = await found(like(body.userName));
    const resynced = await eventually(async () => {
      const events = await eventsOf(body.userName);
      expect(events).toHaveLength(2);
      return events[1]!;
    });
    expect(resynced.headers.ce_type).toBe('user.resynced');
    expect(resynced.event.user.revision).toBe(1);
    expect(resynced.event.origin).toEqual({ ...data.origin, actor: 'Import from Main site' });
    const { body: after } = await ingress.scim('GET', '/Users?count=0', undefined, okta.headers);
    expect(after.totalResults).toBe(before.totalResults);
  });

  it('makes nothing new when its event is given again', async () => {
    const { body: known } = await ingress.scim('POST', '/Users', someUser(), okta.headers);
    const made = await found({ login: 'repeated' });
    const there = await found({ login: String(known.userName) });
    await eventually(async () => expect(await eventsOf('repeated')).toHaveLength(1));
    for (const { id, data } of [made, made, there, there]) await found(data.account, { id });
    await allTaken();
    expect((await find('repeated')).totalResults).toBe(1);
    const types = (await eventsOf('repeated')).map(({ headers }) => headers.ce_type);
    expect(types.filter((type) => type === 'user.created')).toHaveLength(1);
    // A consumer drops a second event of the same id.
    const again = (await eventsOf(known.userName)).filter(({ headers }) => headers.ce_type === 'user.resynced');
    expect(new Set(again.map(({ headers }) => headers.ce_id)).size).toBe(1);
  });

  it('comes in once however many sites have it', async () => {
    await Promise.all(Array.from({ length: 8 }, () => found({ login: 'everywhere' })));
    await allTaken();
    expect((await find('everywhere')).totalResults).toBe(1);
    const created = (await eventsOf('everywhere')).filter(({ headers }) => headers.ce_type === 'user.created');
    expect(created).toHaveLength(1);
  });

  it.each([
    [
      'that can be no user',
      { login: 'x'.repeat(600) },
      {},
      'invalid_account',
      'userName is longer than 512 characters',
    ],
    ['that the database can not store', { login: 'nul\0' }, {}, 'invalid_account', 'userName'],
    ['for a connection that is not there', {}, { connection: 'nobody' }, 'unknown_connection', '"nobody"'],
  ])('%s is a dead letter with the reason', async (_case, of, where, code, reason) => {
    const { data } = await found(of, where);
    const letter = await eventually(async () => {
      const letter = (await deadLetters()).find(({ value }) => JSON.parse(value).account.id === data.account.id);
      expect(letter).toBeDefined();
      return letter;
    });
    expect(letter).toMatchObject({ code, reason: expect.stringContaining(reason) });
    await allTaken();
  });

  it('for a connection that is deleted is a dead letter', async () => {
    const { id } = await connect(ingress);
    await ingress.operator('DELETE', `/${id}`);
    await found({}, { connection: id });
    await eventually(async () => expect((await deadLetters()).at(-1)?.code).toBe('deleted_connection'));
  });

  it('waits for a database that refuses, for as long as it takes', async () => {
    await ingress.sql('ALTER TABLE ingress.users RENAME TO hidden');
    await found({ login: 'patient' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await ingress.sql('ALTER TABLE ingress.hidden RENAME TO users');
    await eventually(async () => expect((await find('patient')).totalResults).toBe(1));
    const letters = (await deadLetters()).map(({ value }) => value).join();
    expect(letters).not.toContain('patient');
  });
});
