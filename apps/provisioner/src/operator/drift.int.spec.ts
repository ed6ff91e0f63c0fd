import { Logger } from '@nestjs/common';
import { TOPICS } from '@usher/events';
import { SiteError } from '@usher/wordpress';
import type { AccountView } from '../imports/import-preview.js';
import type { JobView } from '../jobs/job.repository.js';
import { FakeSite } from '../testing/fake-site.js';
import { OperatorApp } from '../testing/operator-app.js';
import { SiteBench } from '../testing/site-bench.js';
import type { DriftPage } from './drift.controller.js';
import type { GroupView } from './groups.queries.js';

const HASH = '$2y$10$abcdefghijklmnopqrstuu5yUS1HzqL4Bz6r8rS8F1J0b5YoM0Oe2';

let site: FakeSite;
let bench: SiteBench;
let api: OperatorApp;

beforeEach(async () => {
  Logger.overrideLogger(false);
  site = new FakeSite();
  bench = await SiteBench.open(site);
  api = await OperatorApp.open(bench);
});
afterEach(async () => {
  await api.close();
  await bench.close();
});

const acts = async () => (await bench.work.told(TOPICS.operations)).map(({ data }) => String(data.action));

async function ended(answer: { status: number; body: JobView }) {
  expect(answer.status).toBe(202);
  await bench.until(answer.body.id, ({ state, counts }) => state !== 'running' || (counts.waiting ?? 0) > 0);
  await bench.workOff();
  return bench.until(answer.body.id);
}

describe('every door of these', () => {
  it.each([
    ['GET', '/provisioning/jobs'],
    ['GET', '/provisioning/groups'],
    ['POST', '/provisioning/jobs/00000000-0000-4000-8000-000000000000/cancel'],
    ['POST', '/targets/blog/resync'],
    ['POST', '/targets/blog/reconcile'],
    ['GET', '/targets/blog/drift'],
    ['POST', '/targets/blog/drift/repair'],
    ['POST', '/targets/blog/drift/dismiss'],
    ['GET', '/targets/blog/accounts'],
    ['POST', '/targets/blog/import'],
    ['POST', '/targets/blog/explain'],
    ['POST', '/targets/blog/explain-all'],
    ['POST', '/targets/blog/rehearse'],
    ['POST', '/targets/blog/provision'],
  ])('%s %s opens to the operator only', async (method, path) => {
    expect((await api.send(path, { method, token: 'wrong' })).status).toBe(401);
  });

  it.each([
    ['/targets/none/reconcile', {}],
    ['/targets/none/resync', {}],
    ['/targets/none/explain', { scimId: 'x' }],
    ['/targets/none/import', { all: true }],
    ['/targets/none/provision', { scimId: 'x' }],
  ])('%s says that there is no such target', async (path, body) => {
    expect(await api.json(path, 'POST', body)).toMatchObject({
      status: 404,
      body: { message: 'There is no target "none".' },
    });
  });

  it.each([
    ['/targets/blog/drift/repair', {}, /either "ids".*or "all"/],
    ['/targets/blog/drift/repair', { ids: [1], all: true }, /either "ids".*or "all"/],
    ['/targets/blog/drift/repair', { all: true, groups: ['nonsense'] }, /groups/],
    ['/targets/blog/drift/dismiss', { ids: [] }, /ids/],
    ['/targets/blog/reconcile', { mode: 'all' }, /mode/],
    ['/targets/blog/import', {}, /either "accounts".*or "all"/],
    ['/targets/blog/import', { accounts: [0] }, /accounts/],
    ['/targets/blog/import', { all: true, connection: 'other' }, /fed by the connection "idp"/],
    ['/targets/blog/explain', {}, /either "scimId" or "userName"/],
    ['/targets/blog/explain', { scimId: 'x', setting: {} }, /setting should not exist/],
    ['/targets/blog/rehearse', { from: 'yesterday', settings: {} }, /from/],
    ['/targets/blog/rehearse', { from: '2026-01-02', to: '2026-01-01', settings: {} }, /before/],
  ])('%s refuses %j in words', async (path, body, words) => {
    const answer = await api.json<{ message: string | string[] }>(path, 'POST', body);
    expect(answer.status).toBe(400);
    expect([answer.body.message].flat().join(' ')).toMatch(words);
  });
});

describe('the operator', () => {
  it('fills a site, sees the job, and the audit is told', async () => {
    for (const id of ['jane', 'joe']) await bench.tell(id);
    const job = await ended(await api.json<JobView>('/targets/blog/resync', 'POST'));
    expect(job).toMatchObject({ kind: 'resync', state: 'done', total: 2, done: 2, counts: { succeeded: 2 } });
    expect(site.of('jane')).toBeDefined();
    const list = await api.json<{ jobs: JobView[] }>('/provisioning/jobs?targetId=blog&state=done');
    expect(list.body.jobs).toMatchObject([{ id: job.id, actor: 'operator' }]);
    expect(await api.json(`/provisioning/jobs/${job.id}`)).toMatchObject({ status: 200, body: { state: 'done' } });
    expect((await api.json('/provisioning/jobs/nonsense')).status).toBe(404);
    expect(await acts()).toEqual(['target.resync']);
  });

  it('cancels a resync: what nobody is at is dropped', async () => {
    for (const id of ['jane', 'joe']) await bench.tell(id);
    const { body } = await api.json<JobView>('/targets/blog/resync', 'POST');
    await bench.until(body.id, ({ counts }) => (counts.waiting ?? 0) > 0);
    expect(await api.json(`/provisioning/jobs/${body.id}/cancel`, 'POST')).toMatchObject({
      ...{ status: 200, body: { state: 'cancelled' } },
    });
    expect(await bench.workOff()).toBe(0);
    expect(await acts()).toEqual(['target.resync', 'job.cancel']);
  });

  it('compares, looks at the findings by group, has one repaired and dismisses the other', async () => {
    for (const id of ['jane', 'joe']) await bench.tell(id);
    await bench.provisionAll();
    for (const id of ['jane', 'joe']) site.edit(id, { names: { display_name: 'Other' } });
    await ended(await api.json<JobView>('/targets/blog/reconcile', 'POST', {}));
    const { body } = await api.json<DriftPage>('/targets/blog/drift?group=profile&limit=1');
    expect(body).toMatchObject({ findings: [{ path: 'display_name', state: 'open' }], next: expect.any(Number) });
    expect(body.counts).toEqual([{ group: 'profile', state: 'open', count: 2 }]);
    const { body: second } = await api.json<DriftPage>(`/targets/blog/drift?after=${body.next}`);
    const [first] = body.findings;
    await ended(await api.json<JobView>('/targets/blog/drift/repair', 'POST', { ids: [first!.id] }));
    expect(site.of(first!.scimId!)?.fields.display_name).toBe(first!.wanted);
    const rest = second.findings.map(({ id }) => id);
    const dismissed = await api.json('/targets/blog/drift/dismiss', 'POST', { ids: rest });
    expect(dismissed).toMatchObject({ status: 200, body: { dismissed: 1 } });
    expect(await acts()).toEqual(['target.reconcile', 'drift.repair', 'drift.dismiss']);
  });

  it('previews and imports accounts', async () => {
    const jane = site.add({ login: 'jane' });
    const { body } = await api.json<{ accounts: AccountView[] }>('/targets/blog/accounts?linked=false');
    expect(body.accounts.map(({ login }) => login)).toEqual(['usher', 'jane']);
    await ended(await api.json<JobView>('/targets/blog/import', 'POST', { accounts: [jane.id] }));
    expect(await bench.work.told(TOPICS.accounts)).toMatchObject([
      { data: { connection: 'idp', account: { login: 'jane' } } },
    ]);
    site.faults = [new SiteError('transient', 'http_503', 'The site answers 503.')];
    expect(await api.json('/targets/blog/accounts')).toMatchObject({
      status: 502,
      body: { message: 'The site answers 503.' },
    });
  });

  it('has a user explained by name, with other settings, whose errors are told with their places', async () => {
    await bench.tell('jane', { password: HASH });
    const body = { userName: 'NAME-JANE', settings: { switches: { password: true } } };
    const { status, text } = await api.send('/targets/blog/explain', { method: 'POST', body });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ user: { scimId: 'jane' }, operation: { op: 'upsert' } });
    expect(text).not.toContain(HASH);
    const bad = { scimId: 'jane', settings: { scope: 'userName eq' } };
    expect(await api.json('/targets/blog/explain', 'POST', bad)).toMatchObject({
      ...{ status: 400, body: { errors: [{ path: 'scope' }] } },
    });
    expect((await api.json('/targets/blog/explain', 'POST', { scimId: 'nobody' })).status).toBe(404);
  });

  it('has all users explained, and the past rehearsed, as lines of JSON with a summary at the end', async () => {
    for (const id of ['jane', 'joe']) await bench.tell(id);
    const from = new Date(Date.now() - 60_000).toISOString();
    const before = site.requests;
    for (const [path, body] of [
      ['explain-all', {}],
      ['rehearse', { from, settings: { scope: 'userName eq "nobody"' } }],
    ] as const) {
      const { status, type, text } = await api.send(`/targets/blog/${path}`, { method: 'POST', body });
      expect([status, type]).toEqual([200, 'application/x-ndjson']);
      const lines = text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(lines).toHaveLength(3);
      expect(lines.at(-1)).toMatchObject({ summary: true, users: 2 });
    }
    expect(site.requests).toBe(before);
  });

  it('provisions one user now, and reads what came of it, step by step', async () => {
    await bench.tell('jane');
    const asked = api.json<{ result: unknown; explanation: { steps: unknown[] } }>('/targets/blog/provision', 'POST', {
      scimId: 'jane',
    });
    while ((await bench.workOff()) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const { status, body } = await asked;
    expect(status).toBe(200);
    expect(body.result).toMatchObject({ result: 'succeeded', action: 'create', code: null });
    expect(body.explanation.steps.length).toBeGreaterThan(3);
    expect(site.of('jane')).toBeDefined();
    expect(await acts()).toEqual(['user.provision']);
  });

  it('sees the groups that users are in, with how many, deleted users apart', async () => {
    const staff = { id: 'g1', displayName: 'Staff' };
    const old = { id: 'g2', displayName: 'Ältere' };
    await bench.tell('jane', { groups: [staff, old] });
    await bench.tell('joe', { groups: [staff] });
    await bench.tell('joe', { revision: 2, groups: [{ ...staff, displayName: 'All staff' }] });
    await bench.tell('gone', { groups: [staff], deleted: true });
    await bench.tell('other', { connection: 'other', groups: [{ id: 'g3', displayName: 'Others' }] });
    await bench.tell('odd', { groups: [{ id: 'g4', displayName: 'with\u0000nul' }] });
    const { status, body } = await api.json<{ groups: GroupView[] }>('/provisioning/groups?connection=idp');
    expect(status).toBe(200);
    expect(body.groups).toHaveLength(2);
    expect(body.groups).toContainEqual({ connection: 'idp', id: 'g2', displayName: 'Ältere', members: 1 });
    expect(body.groups).toContainEqual({ connection: 'idp', id: 'g1', displayName: 'Staff', members: 2 });
    expect((await api.json<{ groups: unknown[] }>('/provisioning/groups')).body.groups).toHaveLength(3);
  });
});
