import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { OutcomeEventData, UserEventData } from '@usher/events';
import { startWordPress, type TestWordPress } from '@usher/testing';
import { createWordPressSite } from '@usher/wordpress';
import { LinkRepository } from '../links/link.repository.js';
import { LinkStore } from '../links/link.store.js';
import { Budget } from '../safety/budget.js';
import { Target } from '../targets/target.js';
import { policyOf, until } from '../testing/provisioner-app.js';
import { WorkDatabase } from '../testing/work-database.js';
import { ClaimsRepository } from '../work/claims.repository.js';
import { WorkQueue } from '../work/work-queue.js';
import { ApplyService } from './apply.service.js';

jest.setTimeout(180_000);

let wordpress: TestWordPress;
let db: WorkDatabase;
let target: Target;
let policy = policyOf();
let queue: WorkQueue;
let claims: ClaimsRepository;
let service: ApplyService;

beforeAll(async () => {
  Logger.overrideLogger(false);
  [wordpress, db] = await Promise.all([startWordPress(), WorkDatabase.open()]);
  await db.addTarget('default', '*');
  const { username, applicationPassword } = wordpress.connector;
  const site = createWordPressSite({ url: wordpress.url, username, applicationPassword });
  target = new Target({
    ...{ id: 'default', name: 'site', siteUrl: wordpress.url, policy, site, holderPatienceMs: 0 },
    onChange: () => undefined,
  });
  target.gate.start();
  queue = new WorkQueue(db.pool);
  claims = new ClaimsRepository(db.pool, 'worker');
  const links = new LinkStore(new LinkRepository(db.pool));
  service = new ApplyService(links, new Budget(db.pool), { wake: () => undefined });
}, 180_000);

afterAll(async () => {
  await target.close();
  await Promise.all([wordpress.stop(), db.close()]);
});

interface Change {
  id: string;
  revision: number;
  userName: string;
  email: string;
  active?: boolean;
  deleted?: boolean;
  attributes?: UserEventData['user']['attributes'];
}

/** Applies one event and gives the outcome that was put into the outbox. */
async function apply({ id, revision, userName, email, active = true, deleted = false, attributes }: Change) {
  const data: UserEventData = {
    connection: 'default',
    user: {
      ...{ id, revision, userName, externalId: null, active, deleted, groups: [] },
      attributes: { emails: [{ value: email, primary: true }], ...attributes },
    },
    changes: [],
    origin: { sourceIp: '127.0.0.1', tokenId: 'token', actor: 'Test IdP', traceId: '0'.repeat(31) + '1' },
  };
  const event = {
    id: `${id}/${revision}`,
    type: 'user.updated',
    source: '/usher/ingress',
    time: '2026-01-01T00:00:00Z',
    data,
  };
  await queue.intake(event);
  await work();
  // With applications at once, the other may have claimed the row.
  const take = () =>
    db.rows<{ value: string }>('DELETE FROM event_log.outbox WHERE key = $1 RETURNING value', [`default:${id}`]);
  const rows = await until(take, ({ length }) => length > 0);
  return rows.map(({ value }) => JSON.parse(value) as OutcomeEventData)[0]!;
}

/** All that waits, whoever put it there. */
async function work(): Promise<void> {
  const rows = await claims.claim('default', 10, [0, 1, 2]);
  const worked = await Promise.all(
    rows.map((row) => service.work(row, Object.create(target, { policy: { value: policy } }) as Target)),
  );
  expect(worked.filter(({ recorded }) => !recorded)).toEqual([]);
}

/** The account as WordPress itself sees it. */
async function inWordPress(login: string): Promise<Record<string, string> | null> {
  const json = await wordpress.evaluate(
    `$u = get_user_by('login', '${login}'); echo json_encode($u ? ['email' => $u->user_email, 'first' => $u->first_name, ` +
      `'display' => $u->display_name, 'locale' => get_user_meta($u->ID, 'locale', true), 'roles' => implode(',', $u->roles)] : null);`,
  );
  return JSON.parse(json) as Record<string, string> | null;
}

describe('a real WordPress', () => {
  it('follows a user from creation to deletion', async () => {
    const id = randomUUID();
    const user = { id, userName: 'Jane.Doe@x.org', email: 'jane@x.org' };
    const named = { name: { givenName: 'Jane', familyName: "O'Doe" }, locale: 'de-CH' };
    expect(await apply({ ...user, revision: 1, attributes: named })).toMatchObject({ action: 'create', code: null });
    expect(await inWordPress(user.userName)).toMatchObject({
      ...{ email: 'jane@x.org', first: 'Jane', display: "Jane O'Doe", locale: 'de_CH', roles: 'subscriber' },
    });

    const renamed = { ...user, userName: 'jane.roe@x.org', email: 'roe@x.org' };
    const update = await apply({ ...renamed, revision: 2, attributes: { ...named, name: { familyName: 'Roe' } } });
    expect(update).toMatchObject({ action: 'update', account: { login: user.userName } });
    expect(update.detail).toMatch(/e-mail address.*The login stays "Jane.Doe@x.org"/);
    expect(update.changes).toContainEqual({ path: 'user_email', before: 'jane@x.org', after: 'roe@x.org' });
    expect(await inWordPress(user.userName)).toMatchObject({ email: 'roe@x.org', first: '', display: 'Roe' });

    expect(await apply({ ...renamed, revision: 3, active: false })).toMatchObject({ action: 'deactivate' });
    expect(await inWordPress(user.userName)).toMatchObject({ roles: '' });
    expect(await apply({ ...renamed, revision: 4 })).toMatchObject({ action: 'reactivate' });
    expect(await inWordPress(user.userName)).toMatchObject({ roles: 'subscriber' });
    expect(await apply({ ...renamed, revision: 5, deleted: true })).toMatchObject({ action: 'delete', code: null });
    expect(await inWordPress(user.userName)).toBeNull();
  });

  it('refuses in words that an administrator understands, and lets the rest go on', async () => {
    const taken = { id: randomUUID(), revision: 1, userName: 'first', email: 'taken@x.org' };
    await apply(taken);
    const outcomes = await Promise.all([
      apply({ id: randomUUID(), revision: 1, userName: 'second', email: 'taken@x.org' }),
      apply({ id: randomUUID(), revision: 1, userName: 'first', email: 'other@x.org' }),
      apply({ id: randomUUID(), revision: 1, userName: 'not<a>login', email: 'third@x.org' }),
      apply({ id: randomUUID(), revision: 1, userName: 'fine', email: 'fine@x.org' }),
    ]);
    expect(outcomes.map(({ code }) => code)).toEqual(['email_taken', 'login_taken', null, null]);
    expect(outcomes[0]!.detail).toMatch(/Another user of the identity provider has this e-mail address/);
    expect(outcomes[2]!.account).toMatchObject({ login: 'notalogin' });
    policy = policyOf({ login: { transform: false } });
    const strict = await apply({ id: randomUUID(), revision: 1, userName: 'not<this>login', email: 'strict@x.org' });
    policy = policyOf();
    expect(strict).toMatchObject({ code: 'invalid_login', account: null });
  });

  it('makes an account beside one that has the login by transformation, and leaves both to their users', async () => {
    const transformed = { id: randomUUID(), userName: 'jörn', email: 'j1@x.org' };
    const plain = { id: randomUUID(), userName: 'jorn', email: 'j2@x.org' };
    expect((await apply({ ...transformed, revision: 1 })).account).toMatchObject({ login: 'jorn' });
    const made = await apply({ ...plain, revision: 1 });
    expect(made).toMatchObject({ action: 'create', account: { login: expect.stringMatching(/^jorn-[0-9a-f]{4}$/) } });
    expect(made.detail).toMatch(/The login "jorn" is that of another user.*the user name "jorn" is kept/);
    const again = await apply({ ...plain, revision: 2, email: 'j3@x.org' });
    expect([again.action, again.account?.login]).toEqual(['update', made.account?.login]);
    expect(await inWordPress('jorn')).toMatchObject({ email: 'j1@x.org' });
  });

  it('shuts a leaver out even when the account can not be deleted, and never lets an older event back in', async () => {
    const user = { id: randomUUID(), userName: 'author', email: 'author@x.org' };
    const { account } = await apply({ ...user, revision: 1 });
    await wordpress.evaluate(
      `wp_insert_post(['post_author' => ${account!.id}, 'post_title' => 'A', 'post_status' => 'publish']);`,
    );
    const refused = await apply({ ...user, revision: 3, deleted: true });
    expect(refused).toMatchObject({ action: 'deactivate', code: 'has_content' });
    expect(refused.detail).toMatch(/USHER_REASSIGN_TO.*deactivated all the same/);
    expect(await inWordPress('author')).toMatchObject({ roles: '' });
    expect(await apply({ ...user, revision: 2 })).toMatchObject({ code: 'stale' });
    expect(await inWordPress('author')).toMatchObject({ roles: '' });
  });

  it('makes no account for an inactive user, and keeps an older event from making one', async () => {
    const user = { id: randomUUID(), userName: 'sleeper', email: 'sleeper@x.org' };
    expect(await apply({ ...user, revision: 2, active: false })).toMatchObject({ code: 'not_created_inactive' });
    await db.rows('DELETE FROM provisioner.links WHERE scim_id = $1', [user.id]);
    expect(await apply({ ...user, revision: 1 })).toMatchObject({ code: 'stale' });
    expect(await inWordPress('sleeper')).toBeNull();
  });
});
