import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Module } from '@nestjs/common';
import { EVENT_LOG, type EventLog, EventLogModule } from '@usher/event-log';
import { encodeEvent, type OutcomeEventData, TOPICS, type UserEventData, type UserEventType } from '@usher/events';
import { createHttpApp, HealthModule } from '@usher/service';
import { testDatabase, type TestDatabase } from '@usher/testing';
import {
  type ConnectorAccount,
  type Operation,
  type OperationResult,
  SiteError,
  type SiteStatus,
  type WordPressSite,
} from '@usher/wordpress';
import pg from 'pg';
import { connectProvisioner } from '../consume/connect.js';
import type { DeadLetterView, LinkView } from '../operator/provisioning.queries.js';
import type { TargetView } from '../operator/targets.controller.js';
import { ProvisionerModule } from '../provisioner.module.js';

const TOKEN = 'operator-token-of-the-test';

/** The connector's rules without HTTP, and whatever fault a test scripts. */
class ScriptedSite implements WordPressSite {
  readonly rows = new Map<string, { revision: number; account: ConnectorAccount | null }>();
  readonly batches: Operation[][] = [];
  /** How often each SCIM id got a new account. */
  readonly creations = new Map<string, number>();
  /** Thrown before anything is done. */
  before: (operations: readonly Operation[]) => SiteError | undefined = () => undefined;
  /** Thrown after everything is done: the answer is lost. */
  after: (operations: readonly Operation[]) => SiteError | undefined = () => undefined;
  refuse: (operation: Operation) => OperationResult | undefined = () => undefined;
  statusFault: SiteError | undefined;
  probes = 0;
  private inWork = new Set<string>();
  overlaps = 0;

  async status(): Promise<SiteStatus> {
    this.probes += 1;
    if (this.statusFault) throw this.statusFault;
    return {
      plugin: { version: '0.1.0', protocol: 1 },
      wordpress: { version: '6.8', multisite: false, locale: 'en_US', siteUrl: 'http://site' },
      ...{ php: { version: '8.2' }, roles: ['subscriber'], defaultRole: 'subscriber' },
      caller: { login: 'usher', missingCapabilities: [] },
    };
  }

  async batch(operations: readonly Operation[]): Promise<OperationResult[]> {
    this.batches.push([...operations]);
    for (const { scimId } of operations) {
      if (this.inWork.has(scimId)) this.overlaps += 1;
      this.inWork.add(scimId);
    }
    await sleep(3);
    for (const { scimId } of operations) this.inWork.delete(scimId);
    const fault = this.before(operations);
    if (fault) throw fault;
    const results = operations.map((operation) => this.refuse(operation) ?? this.apply(operation));
    const lost = this.after(operations);
    if (lost) throw lost;
    return results;
  }

  private apply(operation: Operation): OperationResult {
    const { scimId, revision } = operation;
    const { revision: known, account: old } = this.rows.get(scimId) ?? { revision: 0, account: null };
    if (revision < known) return { scimId, status: 'stale', revision: known, account: old };
    const account = this.wanted(operation, old);
    this.rows.set(scimId, { revision, account });
    if (account && !old) this.creations.set(scimId, (this.creations.get(scimId) ?? 0) + 1);
    const changed = Object.entries(account?.fields ?? {}).flatMap(([name, value]) =>
      value === (old?.fields as Record<string, string> | undefined)?.[name] ? [] : [name],
    );
    const action =
      account === null
        ? old
          ? 'delete'
          : 'none'
        : old === null
          ? 'create'
          : old.active !== account.active
            ? account.active
              ? 'reactivate'
              : 'deactivate'
            : changed.length > 0
              ? 'update'
              : 'none';
    return { scimId, status: action === 'none' ? 'unchanged' : 'applied', action, account, changed };
  }

  private wanted(operation: Operation, old: ConnectorAccount | null): ConnectorAccount | null {
    const { scimId, revision } = operation;
    if (operation.op === 'delete') return null;
    if (operation.op !== 'upsert') return old && { ...old, active: operation.op === 'reactivate', revision };
    const login = old?.login ?? operation.fields.user_login;
    return {
      ...{ id: old?.id ?? this.rows.size + 10, login, email: operation.fields.user_email, roles: ['subscriber'] },
      ...{ active: operation.active, scimId, revision },
      fields: { ...old?.fields, ...operation.fields, user_login: login },
    };
  }

  findByScimId = (): Promise<null> => Promise.resolve(null);
  findByLogin = (): Promise<null> => Promise.resolve(null);
  findByEmail = (): Promise<null> => Promise.resolve(null);
  close = (): Promise<void> => Promise.resolve();
}

interface UserChange {
  id: string;
  revision: number;
  name?: string;
  active?: boolean;
  deleted?: boolean;
  type?: UserEventType;
  eventId?: string;
}

let database: TestDatabase;
let reader: pg.Pool;
let site: ScriptedSite;
let app: NestFastifyApplication;

@Module({})
class TestRoot {}

async function start(): Promise<void> {
  const pace = { initialDelay: 10, maxDelay: 50 };
  const config = {
    ...{ DATABASE_URL: database.url, USHER_OPERATOR_TOKEN: TOKEN },
    ...{ WORDPRESS_URL: 'http://site', WORDPRESS_USERNAME: 'usher', WORDPRESS_APPLICATION_PASSWORD: 'secret' },
  };
  const target = {
    ...{ id: 'default', name: 'site', siteUrl: 'http://site', policy: { reassignTo: null }, site },
    ...{ pausedProbes: pace, quarantinedProbes: pace, userBackoff: pace, patienceMs: 200 },
  };
  const imports = [
    EventLogModule.forRoot({ databaseUrl: database.url, clientId: 'test' }),
    HealthModule,
    ProvisionerModule.register(config, [target]),
  ];
  app = await createHttpApp({ module: TestRoot, imports });
  app.useLogger(false);
  connectProvisioner(app);
  await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
}

async function publish(changes: UserChange[], topic: string = TOPICS.users): Promise<void> {
  const messages = changes.map(({ id, revision, name = id, active = true, deleted = false, type, eventId }) => {
    const data: UserEventData = {
      connection: 'default',
      user: {
        ...{ id, revision, userName: `user-${id.slice(0, 8)}`, externalId: null, active, deleted, groups: [] },
        attributes: { displayName: name, emails: [{ value: `${id}@example.org` }] },
      },
      changes: [],
      origin: { sourceIp: '127.0.0.1', tokenId: 'token', actor: 'Test IdP', traceId: '0'.repeat(31) + '1' },
    };
    return encodeEvent(topic, `default:${id}`, {
      id: eventId ?? `${id}/${revision}`,
      type: type ?? (deleted ? 'user.deleted' : revision === 1 ? 'user.created' : 'user.updated'),
      ...{ source: '/usher/ingress', subject: id, time: new Date().toISOString(), data },
    });
  });
  await app.get<EventLog>(EVENT_LOG).publish(messages);
}

interface Told extends OutcomeEventData {
  eventId: string;
  type: string;
}

async function outcomes(): Promise<Told[]> {
  const { rows } = await reader.query<{ headers: string; value: string }>(
    'SELECT headers, value FROM event_log.records WHERE topic = $1 ORDER BY position',
    [TOPICS.outcomes],
  );
  return rows.map(({ headers, value }) => {
    const { ce_id: eventId, ce_type: type } = JSON.parse(headers) as Record<string, string>;
    return { ...(JSON.parse(value) as OutcomeEventData), eventId: eventId!, type: type! };
  });
}

async function until<T>(what: () => Promise<T> | T, holds: (value: T) => boolean, patience = 15_000): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    const value = await what();
    if (holds(value)) return value;
    if (Date.now() > deadline) throw new Error(`still: ${JSON.stringify(value)?.slice(0, 500)}`);
    await sleep(20);
  }
}

const outcomesOf = (count: number) =>
  until(outcomes, (told) => new Set(told.map(({ eventId }) => eventId)).size >= count);

/** All that is recorded of the events has been committed as consumed. */
async function drained(): Promise<void> {
  const open = async (): Promise<number> => {
    const { rows } = await reader.query<{ open: number }>(`
      SELECT count(*)::int AS open FROM event_log.records r
      LEFT JOIN event_log.offsets o ON o.topic = r.topic AND o.group_name = 'provisioner'
      WHERE r.topic IN ('${TOPICS.users}', '${TOPICS.leavers}') AND r.position > coalesce(o.position, 0)`);
    return rows[0]!.open;
  };
  await until(open, (count) => count === 0);
}

/** Whatever an operator API answers; a test looks at the part that it asked for. */
interface ApiBody {
  targets: TargetView[];
  state: string;
  links: LinkView[];
  deadLetters: DeadLetterView[];
}

async function api(path: string, method = 'GET', token = TOKEN): Promise<{ status: number; body: ApiBody }> {
  const response = await fetch(`${await app.getUrl()}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
  });
  return { status: response.status, body: (await response.json()) as ApiBody };
}

const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID());
const first = (id: string): UserChange => ({ id, revision: 1 });

jest.setTimeout(40_000);

beforeEach(async () => {
  database = await testDatabase();
  site = new ScriptedSite();
  await start();
  reader = new pg.Pool({ connectionString: database.url });
  reader.on('error', () => undefined);
});
afterEach(async () => {
  await app.close();
  await reader.end();
  await database.drop();
});

describe('applying user events to a site', () => {
  it('takes a user through a whole life, each step with its outcome', async () => {
    const [id] = ids(1) as [string];
    await publish([
      { id, revision: 1, name: 'Jane' },
      { id, revision: 2, name: 'Joan' },
      { id, revision: 3, name: 'Joan', active: false },
      { id, revision: 4, name: 'Joan' },
      { id, revision: 5, name: 'Joan', deleted: true, active: false },
    ]);
    const told = await outcomesOf(5);
    expect(told.map(({ action }) => action)).toEqual(['create', 'update', 'deactivate', 'reactivate', 'delete']);
    expect(told.map(({ type }) => type)).toEqual(Array(5).fill('outcome.succeeded'));
    expect(told[1]).toMatchObject({
      causeId: `${id}/2`,
      detail: expect.stringContaining('display name'),
      changes: [{ path: 'display_name', before: 'Jane', after: 'Joan' }],
      target: { id: 'default', name: 'site', siteUrl: 'http://site' },
      origin: { actor: 'Test IdP' },
    });
    expect(site.rows.get(id)).toEqual({ revision: 5, account: null });
  });

  it('makes batches of the users that wait at once, and never has two operations of one user in flight', async () => {
    const all = ids(200);
    await publish(all.map(first));
    await outcomesOf(200);
    expect(site.rows.size).toBe(200);
    expect(site.overlaps).toBe(0);
    expect(Math.max(...site.batches.map(({ length }) => length))).toBe(20);
    expect(site.batches.length).toBeLessThan(40);
  });

  it('lets a leaver overtake: older events that come after change nothing, and the copy tells nothing', async () => {
    const [id] = ids(1) as [string];
    await publish([first(id)]);
    await outcomesOf(1);
    const leaving = { id, revision: 3, active: false, type: 'user.deactivated' as const };
    await publish([leaving], TOPICS.leavers);
    await outcomesOf(2);
    await publish([{ id, revision: 2, name: 'late' }, leaving]);
    await drained();
    const told = await outcomesOf(3);
    expect(told.map(({ type, action }) => `${type} ${action}`)).toEqual([
      'outcome.succeeded create',
      'outcome.succeeded deactivate',
      'outcome.stale none',
    ]);
    expect(site.rows.get(id)!.account).toMatchObject({ active: false, fields: { display_name: id } });
  });

  it('skips an inactive user who never had an account, and creates one on activation', async () => {
    const [id] = ids(1) as [string];
    await publish([{ id, revision: 1, active: false }]);
    expect(await outcomesOf(1)).toMatchObject([{ type: 'outcome.skipped', code: 'not_created_inactive' }]);
    await publish([{ id, revision: 2 }]);
    expect(await outcomesOf(2)).toMatchObject([{}, { type: 'outcome.succeeded', action: 'create' }]);
  });

  it('tells a redelivered event under the same id, and applies a resynchronised one again', async () => {
    const [id] = ids(1) as [string];
    await publish([first(id)]);
    await outcomesOf(1);
    await publish([first(id), { ...first(id), type: 'user.resynced', eventId: 'resync-1' }]);
    const told = await outcomesOf(2);
    await drained();
    expect(told.map(({ causeId, action }) => `${causeId} ${action}`)).toEqual([`${id}/1 create`, 'resync-1 none']);
  });
});

describe('when the site fails', () => {
  it('loses nothing and does nothing twice while answers fail, before and after the work is done', async () => {
    let calls = 0;
    site.before = () => (++calls % 3 === 0 ? new SiteError('transient', 'http_502', 'Bad gateway') : undefined);
    site.after = () => (calls % 4 === 0 ? new SiteError('transient', 'timeout', 'No answer') : undefined);
    const all = ids(60);
    await publish(all.flatMap((id) => [first(id), { id, revision: 2, name: 'second' }]));
    const told = await outcomesOf(120);
    expect(told.filter(({ type }) => type !== 'outcome.succeeded')).toEqual([]);
    const actions = told.map(({ action }) => action);
    expect(actions.filter((action) => action === 'create')).toHaveLength(60);
    expect(actions.filter((action) => action === 'update')).toHaveLength(60);
    expect([...site.rows.values()].every(({ account }) => account?.fields.display_name === 'second')).toBe(true);
    expect([...site.creations.values()]).toEqual(Array(60).fill(1));
  });

  it('waits for a site that is down, without a dead letter, and goes on by itself', async () => {
    site.statusFault = new SiteError('transient', 'connect', 'site refuses connections');
    site.before = () => site.statusFault;
    await publish(ids(30).map(first));
    const paused = await until(
      () => api('/api/targets'),
      ({ body }) => body.targets[0]!.reason!.includes('refuses'),
    );
    expect(paused.body.targets[0]!).toMatchObject({ id: 'default', siteUrl: 'http://site', state: 'paused' });
    await sleep(600);
    expect(await outcomes()).toEqual([]);
    site.statusFault = undefined;
    const told = await outcomesOf(30);
    expect(told.every(({ type }) => type === 'outcome.succeeded')).toBe(true);
    expect((await api('/api/provisioning/dead-letters')).body.deadLetters).toEqual([]);
  });

  it('quarantines a misconfigured site, and goes on when an operator has put it right', async () => {
    await until(
      () => api('/api/targets'),
      ({ body }) => body.targets[0]!.state === 'ready',
    );
    site.statusFault = new SiteError('misconfigured', 'unauthorized', 'The application password is wrong.');
    site.before = () => site.statusFault;
    await publish(ids(5).map(first));
    const { body } = await until(
      () => api('/api/targets'),
      (seen) => seen.body.targets[0]!.state === 'quarantined',
    );
    expect(body.targets[0]!.reason).toBe('The application password is wrong.');
    site.statusFault = undefined;
    expect((await api('/api/targets/default/check', 'POST')).body.state).toBe('ready');
    await outcomesOf(5);
  });

  it('gives up one user on whom the site always fails, and all others get through', async () => {
    const [poison, ...others] = ids(60) as [string, ...string[]];
    site.before = (operations) =>
      operations.some(({ scimId }) => scimId === poison)
        ? new SiteError('transient', 'http_500', 'Fatal error')
        : undefined;
    await publish([poison, ...others].map(first));
    await outcomesOf(59);
    expect(site.rows.size).toBe(59);
    // As long as others get through.
    const trickle = (async () => {
      for (
        let revision = 2;
        revision < 100 && (await outcomes()).every(({ type }) => type !== 'outcome.rejected');
        revision++
      ) {
        await publish(others.slice(0, 3).map((id) => ({ id, revision, name: `name ${revision}` })));
        await sleep(60);
      }
    })();
    const told = await until(outcomes, (all) => all.some(({ type }) => type === 'outcome.rejected'));
    await trickle;
    expect(told.find(({ type }) => type === 'outcome.rejected')).toMatchObject({
      ...{ code: 'site_fault', user: { id: poison } },
      detail: expect.stringContaining('Fatal error'),
    });
  });

  it('tells a refused user in words and keeps a dead letter, which a later event of the user supersedes', async () => {
    const [id, other] = ids(2) as [string, string];
    site.refuse = ({ scimId, revision }) =>
      scimId === id && revision === 1 ? { scimId, status: 'rejected', code: 'email_taken', message: '' } : undefined;
    await publish([first(id), first(other)]);
    const told = await outcomesOf(2);
    expect(told.find(({ user }) => user.id === id)).toMatchObject({
      ...{ type: 'outcome.rejected', code: 'email_taken', account: null },
      detail: expect.stringContaining('already uses this e-mail address'),
    });
    const dead = async () => (await api('/api/provisioning/dead-letters')).body.deadLetters;
    expect(await dead()).toMatchObject([{ scimId: id, revision: 1, code: 'email_taken', open: true }]);
    await publish([{ id, revision: 2 }]);
    await outcomesOf(3);
    expect(await dead()).toMatchObject([{ scimId: id, open: false }]);
    const { body } = await api(`/api/provisioning/links?scimId=${id}`);
    expect(body.links).toMatchObject([{ targetId: 'default', scimId: id, revision: 2, status: 'active' }]);
  });

  it('waits for another user to give up the login or e-mail address before it calls one refused', async () => {
    const [id, holder] = ids(2) as [string, string];
    site.refuse = ({ scimId }) =>
      scimId === id && !site.rows.has(holder)
        ? { scimId, status: 'rejected', code: 'email_taken', message: '', holder }
        : undefined;
    await publish([first(id)]);
    await sleep(300);
    expect(await outcomes()).toEqual([]);
    await publish([first(holder)]);
    const told = await outcomesOf(2);
    expect(told.map(({ user, type }) => [user.id, type])).toEqual([
      [holder, 'outcome.succeeded'],
      [id, 'outcome.succeeded'],
    ]);
  });

  it('resumes where it was after a restart', async () => {
    site.statusFault = new SiteError('transient', 'connect', 'site refuses connections');
    site.before = () => site.statusFault;
    await publish(ids(20).map(first));
    await sleep(300);
    const stopping = Date.now();
    await app.close();
    expect(Date.now() - stopping).toBeLessThan(5_000);
    site.statusFault = undefined;
    await start();
    await outcomesOf(20);
    expect(site.rows.size).toBe(20);
  });
});

describe('the operator API', () => {
  it('opens with the operator token only', async () => {
    expect((await api('/api/targets', 'GET', 'wrong')).status).toBe(401);
    expect((await api('/api/provisioning/links', 'GET', 'wrong')).status).toBe(401);
    expect((await api('/api/provisioning/links')).status).toBe(200);
  });

  it('refuses what it does not know', async () => {
    expect((await api('/api/targets/nowhere/check', 'POST')).status).toBe(404);
    expect((await api('/api/provisioning/links?limit=0')).status).toBe(400);
    expect((await api('/api/provisioning/links?color=red')).status).toBe(400);
    expect((await api('/api/provisioning/links?userName=%00')).status).toBe(400);
  });
});
