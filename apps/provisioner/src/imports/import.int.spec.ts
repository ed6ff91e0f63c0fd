import { Logger } from '@nestjs/common';
import { ACCOUNT_EVENT_TYPE, type AccountEventData, TOPICS, validateEvent } from '@usher/events';
import { FakeSite } from '../testing/fake-site.js';
import { ORIGIN, SiteBench } from '../testing/site-bench.js';
import { ImportJob, type ImportOptions } from './import.job.js';
import { ImportPreview } from './import-preview.js';

let site: FakeSite;
let bench: SiteBench;

beforeEach(async () => {
  Logger.overrideLogger(false);
  site = new FakeSite();
  bench = await SiteBench.open(site);
});
afterEach(() => bench.close());

async function run(options: ImportOptions) {
  const runner = bench.runner([new ImportJob(bench.targets)]);
  const answer = await bench.starter(runner).start({ targetId: 'blog', kind: 'import', options, origin: ORIGIN });
  if (!answer.ok) throw new Error(answer.message);
  runner.onApplicationBootstrap();
  return bench.until(answer.value.id);
}

const told = async () =>
  (await bench.work.told(TOPICS.accounts)).map(({ data }) => data as unknown as AccountEventData);

describe('the preview of an import', () => {
  it('shows whose an account is, and who of the directory it would find, without regard to case', async () => {
    await bench.tell('linked', { userName: 'Linked' });
    await bench.provisionAll();
    await bench.tell('byname', { userName: 'Jane.Doe', email: 'other@x.org' });
    await bench.tell('bymail', { userName: 'somebody', email: 'Joe@X.org' });
    await bench.tell('away', { userName: 'away', deleted: true });
    site.add({ login: 'jane.DOE' });
    site.add({ login: 'joseph', email: 'joe@x.org' });
    site.add({ login: 'away', administrator: true, roles: ['administrator'] });

    const { accounts, next } = await new ImportPreview(bench.directory).page(bench.target, { after: 0, limit: 50 });
    expect(next).toBeNull();
    const of = (login: string) => accounts.find((account) => account.login === login);
    expect(of('Linked')).toMatchObject({ linked: { scimId: 'linked', userName: 'Linked' }, match: null });
    expect(of('jane.DOE')).toMatchObject({ linked: null, match: { scimId: 'byname', by: 'userName' } });
    expect(of('joseph')).toMatchObject({ linked: null, match: { scimId: 'bymail', by: 'email' } });
    expect(of('away')).toMatchObject({ linked: null, match: null, administrator: true });
  });

  it('shows only accounts that are nobody’s when asked, and every one of them, whatever the pages', async () => {
    for (let i = 0; i < 30; i += 1) site.add({ login: `user-${i}`, ...(i % 3 === 0 ? { scimId: `scim-${i}` } : {}) });
    const preview = new ImportPreview(bench.directory);
    const logins: string[] = [];
    for (let after: number | null = 0; after !== null;) {
      const page = await preview.page(bench.target, { after, limit: 7, linked: false });
      expect(page.accounts.length).toBeLessThanOrEqual(7);
      logins.push(...page.accounts.map(({ login }) => login));
      after = page.next;
    }
    expect(logins).toEqual([
      'usher',
      ...Array.from({ length: 30 }, (_, i) => `user-${i}`).filter((_, i) => i % 3 !== 0),
    ]);
  });
});

describe('an import', () => {
  it('publishes the accounts that were chosen, as the contract has them', async () => {
    const jane = site.add({ login: 'jane', names: { first_name: 'Jane', display_name: 'Jane D.', locale: 'de_DE' } });
    site.add({ login: 'joe' });
    expect(await run({ accounts: [jane.id], connection: 'idp' })).toMatchObject({
      ...{ state: 'done', total: 1, done: 1, counts: { imported: 1 } },
    });
    const [event, ...more] = await told();
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      ...{ connection: 'idp', target: { id: 'blog', name: 'Blog', siteUrl: 'http://site' } },
      account: {
        id: jane.id,
        login: 'jane',
        email: 'jane@example.org',
        firstName: 'Jane',
        lastName: '',
        locale: 'de_DE',
      },
      origin: { actor: 'operator' },
    });
    const envelope = { id: '1', type: ACCOUNT_EVENT_TYPE, source: '/usher/provisioner', time: '2026-01-01T00:00:00Z' };
    expect(validateEvent(TOPICS.accounts, { ...envelope, data: event })).toBeUndefined();
  });

  it('of all leaves out those that are somebody’s, Usher’s own, and administrators', async () => {
    site.add({ login: 'linked', scimId: 'x', revision: 1 });
    site.add({ login: 'admin', administrator: true });
    for (let i = 0; i < 250; i += 1) site.add({ login: `old-${i}` });
    expect(await run({ accounts: null, connection: 'idp' })).toMatchObject({
      ...{ state: 'done', total: 253, done: 253 },
      counts: { imported: 250, already_linked: 1, administrators: 1, own: 1 },
    });
    expect(new Set((await told()).map(({ account }) => account.login)).size).toBe(250);
  });

  it('takes administrators where the settings allow adopting them', async () => {
    bench.settings = { administrators: { adopt: true } };
    const admin = site.add({ login: 'admin', administrator: true });
    expect(await run({ accounts: [admin.id], connection: 'idp' })).toMatchObject({ counts: { imported: 1 } });
  });

  it('says how many of the chosen are not there, and reads no more pages than it needs', async () => {
    const first = site.add({ login: 'first' });
    for (let i = 0; i < 900; i += 1) site.add({ login: `between-${i}` });
    const last = site.add({ login: 'last' });
    expect(await run({ accounts: [first.id, last.id, 99_999], connection: 'idp' })).toMatchObject({
      ...{ state: 'done', done: 2, counts: { imported: 2, not_found: 1 } },
    });
    expect(site.pages.length).toBeLessThanOrEqual(3);
  });
});
