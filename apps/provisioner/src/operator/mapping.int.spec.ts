import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { ProvisionerApp, until } from '../testing/provisioner-app.js';
import { ScriptedSite } from '../testing/scripted-site.js';
import type { Body } from '../testing/sites-app.js';

jest.setTimeout(40_000);

let usher: ProvisionerApp;
const id = randomUUID();
const site = new ScriptedSite();
beforeAll(async () => {
  usher = await ProvisionerApp.open([{ id: 'a', site }]);
  await usher.publish([{ id, revision: 1, name: 'Ada' }]);
  await usher.outcomesOf(1);
});
afterAll(() => usher.close());

const api = (method: string, path: string, body?: unknown) => usher.api<Body>(`/api/targets${path}`, method, body);
const userName = `user-${id.slice(0, 8)}`;
const mapping = [
  { to: 'user_email', from: { path: 'emails.value' } },
  { to: 'first_name', from: { expression: 'user.displayName + "!"' } },
];

describe('a preview of settings', () => {
  it('maps a user for a site that is not there yet, and asks none', async () => {
    const before = site.batches.length + site.probes;
    const { status, body } = await api('POST', '/preview', { connection: 'default', userName, settings: { mapping } });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      user: { scimId: id, userName },
      plan: { kind: 'execute' },
      operation: { op: 'upsert', fields: { user_login: userName, first_name: 'Ada!' } },
      ...{ account: null, site: { reached: false } },
    });
    expect(body.steps).toContainEqual(expect.objectContaining({ step: 'mapped', detail: 'first_name is "Ada!".' }));
    expect(site.batches.length + site.probes).toBe(before);
  });

  it.each(['/preview', '/a/explain'])('says of a draft with mistakes where each of them is: %s', async (path) => {
    const faulty = [{ to: 'first_name', from: [{ path: 'displayName' }, { expression: 'user.displayName +' }] }];
    const settings = { mapping: faulty, scope: 'active equals true' };
    const given = path === '/preview' ? { connection: 'default' } : {};
    const { status, body } = await api('POST', path, { ...given, userName, settings });
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      { path: 'scope', message: expect.any(String), position: 7 },
      { path: 'mapping[0].from[1].expression', message: expect.any(String), position: expect.any(Number) },
    ]);
    expect(body.message).toHaveLength(2);
  });

  it('refuses what it can make nothing of', async () => {
    expect(await api('POST', '/preview', { connection: 'default' })).toMatchObject({ status: 400 });
    expect(await api('POST', '/preview', { connection: 'Not one', userName })).toMatchObject({ status: 400 });
    expect(await api('POST', '/preview', { connection: 'default', userName: 'nobody' })).toMatchObject({ status: 404 });
    expect(await api('POST', '/preview', { connection: 'other', userName })).toMatchObject({ status: 404 });
    expect(await api('POST', '/preview', { connection: '*', userName })).toMatchObject({ status: 200 });
  });
});

describe('what a rule may read and write', () => {
  it.each(['default', '*'])('is what the users of %s have', async (connection) => {
    const { body } = await api('GET', `/sources?connection=${encodeURIComponent(connection)}`);
    expect(body.sampled).toBe(1);
    expect(body.sources).toContainEqual({ path: 'displayName', standard: true, seen: 1, example: 'Ada' });
  });

  it('is the standard where there are no users', async () => {
    const { body } = await api('GET', '/sources?connection=other');
    expect(body.sampled).toBe(0);
    expect(body.sources).toContainEqual({ path: 'name.givenName', standard: true, seen: 0, example: null });
    expect((await api('GET', '/sources')).status).toBe(400);
  });

  it('is what WordPress and the sites have', async () => {
    const { body } = await until(
      () => api('GET', '/fields'),
      (answer) => answer.body.known.length === 1,
    );
    expect(body.fields).toContainEqual({ to: 'user_email', words: 'e-mail address', always: true });
    expect(body.roles).toEqual([{ name: 'subscriber', privileged: false, targets: ['a'] }]);
    expect((await api('GET', '/fields?target=a')).body).toMatchObject({ known: ['a'], locales: ['en_US'] });
    expect((await api('GET', '/fields?target=nowhere')).status).toBe(404);
  });
});
