import { Browser } from './src/browser.js';
import { eventually } from './src/clients.js';
import { setStage, type Stage } from './src/stage.js';

const FIRST = 'first horse & battery 1';
const SECOND = 'zweites Pferd, größer 2';

describe('passwords that the identity provider passes on', () => {
  let stage: Stage;
  let id: string;
  const hashes: string[] = [];

  beforeAll(async () => {
    stage = await setStage('postgres');
    await stage.connections.ask('PATCH', '/connections/default', { passwordSync: true });
    const { settings } = await stage.sites.ask<{ settings: { switches: object } }>('GET', '/targets/default-settings');
    await stage.sites.ask('PUT', '/targets/default/settings', {
      settings: { switches: { ...settings.switches, password: true } },
    });
  }, 180_000);

  afterAll(() => stage?.strike(), 60_000);

  const logsIn = (password: string): Promise<boolean> => new Browser(stage.wordpress.url).logIn('pat', password);

  const hashInside = (): Promise<string> =>
    stage.wordpress.evaluate(`$u = get_user_by('login', 'pat'); echo $u ? $u->user_pass : '';`);

  async function outcome(action: string): Promise<void> {
    await eventually(`audited ${action}`, async () => {
      const { entries } = await stage.auditor.page({ resourceId: id, action, status: 'succeeded' });
      return entries.some(({ target }) => target !== null);
    });
  }

  it('logs a new person in with the password of the directory', async () => {
    const answer = await stage.idp.post({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'pat',
      password: FIRST,
      emails: [{ value: 'pat@example.com' }],
    });
    expect(answer.status).toBe(201);
    expect(answer.body).not.toHaveProperty('password');
    id = answer.body.id;
    await outcome('create');
    expect(await logsIn(FIRST)).toBe(true);
    expect(await logsIn(SECOND)).toBe(false);
    hashes.push(await hashInside());
  });

  it('takes the new password when it changes, and the old one no more', async () => {
    const answer = await stage.idp.patch(id, { op: 'replace', path: 'password', value: SECOND });
    expect(answer.status).toBe(200);
    await outcome('update');
    expect(await logsIn(SECOND)).toBe(true);
    expect(await logsIn(FIRST)).toBe(false);
    hashes.push(await hashInside());
  });

  it('shows neither passwords nor hashes in SCIM, the audit or the logs', async () => {
    expect(new Set(hashes).size).toBe(2);
    for (const hash of hashes) expect(hash).toMatch(/^\$2y\$10\$/);
    const entries = await eventually('two requests and two outcomes', async () => {
      const all = await stage.auditor.all({ resourceId: id });
      return all.length >= 4 && all;
    });
    const shown = {
      scim: JSON.stringify((await stage.idp.get(id)).body),
      audit: JSON.stringify([entries, await stage.auditor.all()]),
      links: JSON.stringify(await stage.sites.ask('GET', `/provisioning/links?scimId=${id}`)),
      logs: (['ingress', 'provisioner', 'audit'] as const).map((name) => stage.usher.log(name)).join('\n'),
    };
    for (const secret of [FIRST, SECOND, ...hashes]) {
      // As JSON writes it too.
      for (const text of [secret, JSON.stringify(secret).slice(1, -1)]) {
        for (const [where, all] of Object.entries(shown)) expect([where, all.includes(text)]).toEqual([where, false]);
      }
    }
    expect(shown.audit).toContain('"pat"');
    expect(JSON.stringify(shown)).not.toMatch(/\$2[aby]\$/);
  });
});
