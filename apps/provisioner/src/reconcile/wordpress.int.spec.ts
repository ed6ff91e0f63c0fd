import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { startWordPress, type TestWordPress } from '@usher/testing';
import { createWordPressSite, type WordPressSite } from '@usher/wordpress';
import { ImportPreview } from '../imports/import-preview.js';
import type { JobView } from '../jobs/job.repository.js';
import { explain } from '../rehearse/explain.js';
import { ORIGIN, SiteBench } from '../testing/site-bench.js';
import { ReconcileJob, type ReconcileMode } from './reconcile.job.js';
import { Repairs } from './repairs.js';

jest.setTimeout(180_000);

let wordpress: TestWordPress;
let site: WordPressSite;
let bench: SiteBench;
let reconcile: (mode?: ReconcileMode) => Promise<JobView>;

beforeAll(async () => {
  Logger.overrideLogger(false);
  wordpress = await startWordPress();
  site = createWordPressSite({ url: wordpress.url, ...wordpress.connector });
  bench = await SiteBench.open(site, {
    roles: { default: null, precedence: 'all', rules: [{ group: 'Editors', roles: ['editor'] }] },
    drift: {
      on: {
        ...{ profile: 'repair', email: 'repair', meta: 'repair', roles: 'repair', access: 'repair' },
        ...{ missing: 'repair', orphaned: 'ask' },
      },
    },
    mapping: [
      { to: 'user_login', from: { path: 'userName' } },
      { to: 'user_email', from: { path: 'emails.value' } },
      { to: 'display_name', from: { path: 'displayName' } },
      { to: 'meta.department', from: { path: 'title' } },
    ],
  });
  const { targets, directory, drift, queue } = bench;
  const runner = bench.runner([new ReconcileJob(targets, directory, drift, new Repairs(queue), queue)]);
  runner.onApplicationBootstrap();
  reconcile = async (mode = 'report') => {
    const options = { mode };
    const answer = await bench.starter(runner).start({ targetId: 'blog', kind: 'reconcile', options, origin: ORIGIN });
    if (!answer.ok) throw new Error(answer.message);
    const { id } = answer.value;
    await bench.until(id, ({ state, counts }) => state !== 'running' || (counts.waiting ?? 0) > 0);
    await bench.workOff();
    return bench.until(id);
  };
}, 180_000);

afterAll(async () => {
  await bench.close();
  await site.close();
  await wordpress.stop();
});

const editors = [{ id: 'g1', displayName: 'Editors' }];

/** The account as WordPress itself sees it. */
async function inWordPress(login: string): Promise<Record<string, string> | null> {
  const json = await wordpress.evaluate(
    `$u = get_user_by('login', '${login}'); echo json_encode($u ? ['email' => $u->user_email, ` +
      `'display' => $u->display_name, 'department' => get_user_meta($u->ID, 'department', true), ` +
      `'roles' => implode(',', $u->roles)] : null);`,
  );
  return JSON.parse(json) as Record<string, string> | null;
}

const inPhp = (login: string, code: string) => wordpress.evaluate(`$u = get_user_by('login', '${login}'); ${code}`);

async function found() {
  const findings = await bench.drift.list({ targetId: 'blog', after: 0, limit: 500 });
  return findings.filter(({ group }) => group !== 'unlinked');
}

describe('what people do to accounts in a real WordPress', () => {
  it('is found, each by its path, and what policy allows is put right', async () => {
    const attributes = { title: 'Sales' };
    for (const id of ['name', 'role', 'mail', 'meta', 'gone', 'leaver', 'fine'])
      await bench.tell(id, { groups: editors, attributes });
    await bench.provisionAll();
    await bench.tell('leaver', { revision: 2, active: false, groups: editors, attributes });
    await bench.provisionAll();
    expect(await inWordPress('name-role')).toMatchObject({ roles: 'editor', department: 'Sales' });
    await reconcile();
    expect(await found()).toEqual([]);

    await inPhp('name-name', `wp_update_user(['ID' => $u->ID, 'display_name' => 'Somebody Else']);`);
    await inPhp('name-role', `$u->remove_role('editor'); $u->add_role('author');`);
    await inPhp('name-mail', `wp_update_user(['ID' => $u->ID, 'user_email' => 'elsewhere@example.org']);`);
    await inPhp('name-meta', `update_user_meta($u->ID, 'department', 'Changed');`);
    await inPhp('name-gone', `require_once ABSPATH . 'wp-admin/includes/user.php'; wp_delete_user($u->ID);`);
    const leaver = (await site.findByLogin('name-leaver'))!;
    await reopenByHand(leaver.id);

    expect(await reconcile()).toMatchObject({ state: 'done' });
    const drift = (await found()).map(({ scimId, group, path }) => `${scimId}: ${group} ${path}`).sort();
    expect(drift).toEqual([
      ...['gone: missing account', 'leaver: access active', 'mail: email user_email', 'meta: meta meta.department'],
      ...['name: profile display_name', 'role: roles roles'],
    ]);
    const of = async (scimId: string) => (await found()).find((finding) => finding.scimId === scimId);
    expect(await of('name')).toMatchObject({ wanted: 'name-name', found: 'Somebody Else' });
    expect(await of('meta')).toMatchObject({ wanted: 'Sales', found: 'Changed' });

    await reconcile('policy');
    expect(await inWordPress('name-name')).toMatchObject({ display: 'name-name' });
    expect((await inWordPress('name-role'))!.roles!.split(',')).toEqual(expect.arrayContaining(['author', 'editor']));
    expect(await inWordPress('name-mail')).toMatchObject({ email: 'mail@example.org' });
    expect(await inWordPress('name-meta')).toMatchObject({ department: 'Sales' });
    expect(await inWordPress('name-gone')).toMatchObject({ roles: 'editor' });
    expect(await inWordPress('name-leaver')).toMatchObject({ roles: '' });
    expect(await site.findByLogin('name-leaver')).toMatchObject({ active: false });
    await reconcile();
    expect(await found()).toEqual([]);
  });

  it('shows accounts that were there before, and whose they would become, as an explanation does', async () => {
    await wordpress.evaluate(
      `wp_insert_user(['user_login' => 'old', 'user_email' => 'Old@example.org', 'user_pass' => 'x']);`,
    );
    await bench.tell('newcomer', { email: 'old@example.org' });
    const { accounts } = await new ImportPreview(bench.directory).page(bench.target, {
      after: 0,
      limit: 100,
      linked: false,
    });
    expect(accounts.find(({ login }) => login === 'old')).toMatchObject({ match: { scimId: 'newcomer', by: 'email' } });
    expect(accounts.find(({ administrator }) => administrator)).toBeDefined();

    const user = (await bench.directory.byScimIds('blog', 'idp', ['newcomer'])).get('newcomer')!;
    const explanation = await explain(user, bench.target, bench.target.policy, bench.links);
    expect(explanation).toMatchObject({ account: { login: 'old' }, site: { reached: true } });
    expect(await site.findByLogin('old')).toMatchObject({ scimId: null });
  });

  /** As somebody would who looks into the plugin's table. */
  function reopenByHand(id: number): Promise<string> {
    return wordpress.evaluate(
      `global $wpdb; foreach ($wpdb->get_col("SHOW TABLES LIKE '%usher%'") as $t) {
         $wpdb->query("UPDATE $t SET active = 1 WHERE user_id = ${id}"); }`,
    );
  }
});
