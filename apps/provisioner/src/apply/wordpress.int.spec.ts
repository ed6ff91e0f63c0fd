import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { openEventLogDatabase } from '@usher/event-log';
import type { OutcomeEventData, UserEventData } from '@usher/events';
import { startWordPress, testDatabase, type TestDatabase, type TestWordPress } from '@usher/testing';
import { createWordPressSite } from '@usher/wordpress';
import { ProvisionerDatabase } from '../database.js';
import { LinkRepository } from '../links/link.repository.js';
import { LinkStore } from '../links/link.store.js';
import { TargetRegistry } from '../targets/target.registry.js';
import { ApplyService } from './apply.service.js';

jest.setTimeout(180_000);

let wordpress: TestWordPress;
let postgres: TestDatabase;
let database: ProvisionerDatabase;
let targets: TargetRegistry;
let service: ApplyService;

beforeAll(async () => {
  Logger.overrideLogger(false);
  [wordpress, postgres] = await Promise.all([startWordPress(), testDatabase()]);
  const eventLog = await openEventLogDatabase(postgres.url, 'test');
  await eventLog.destroy();
  database = await ProvisionerDatabase.open(postgres.url);
  const { username, applicationPassword } = wordpress.connector;
  const site = createWordPressSite({ url: wordpress.url, username, applicationPassword });
  const policy = { reassignTo: null };
  const target = { id: 'default', name: 'site', siteUrl: wordpress.url, policy, site, holderPatienceMs: 0 };
  targets = new TargetRegistry([target]);
  targets.onApplicationBootstrap();
  service = new ApplyService(targets, new LinkStore(new LinkRepository(database.pool)), { wake: () => undefined });
}, 180_000);

afterAll(async () => {
  targets.onModuleDestroy();
  await targets.onApplicationShutdown();
  await database.onApplicationShutdown();
  await Promise.all([wordpress.stop(), postgres.drop()]);
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
  await service.apply(event);
  const { rows } = await database.pool.query<{ value: string }>(
    'DELETE FROM event_log.outbox WHERE key = $1 RETURNING value',
    [`default:${id}`],
  );
  return rows.map(({ value }) => JSON.parse(value) as OutcomeEventData)[0]!;
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
    expect(outcomes.map(({ code }) => code)).toEqual(['email_taken', 'login_taken', 'invalid_login', null]);
    expect(outcomes[0]!.detail).toMatch(/Another user of the identity provider has this e-mail address/);
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
    await database.pool.query('DELETE FROM provisioner.links WHERE scim_id = $1', [user.id]);
    expect(await apply({ ...user, revision: 1 })).toMatchObject({ code: 'stale' });
    expect(await inWordPress('sleeper')).toBeNull();
  });
});
