import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { AmbiguousUser } from '../approvals/ambiguous.service.js';
import type { HeldDeparture } from '../approvals/approvals.service.js';
import type { ScheduledDeletion } from '../schedule/schedule.service.js';
import { ProvisionerApp, until, type UserChange } from '../testing/provisioner-app.js';
import { ScriptedSite } from '../testing/scripted-site.js';
import type { DeadLetterView } from './provisioning.queries.js';

let usher: ProvisionerApp;
let site: ScriptedSite;

jest.setTimeout(60_000);
afterEach(() => usher.close());

async function open(settings: unknown = {}): Promise<void> {
  site = new ScriptedSite();
  usher = await ProvisionerApp.open([{ id: 'a', site, settings }]);
}

const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID());
const first = (id: string): UserChange => ({ id, revision: 1 });
const leaving = (id: string): UserChange => ({ id, revision: 2, active: false, type: 'user.deactivated' });
const who = (id: string) => ({
  scimId: id,
  userName: `user-${id.slice(0, 8)}`,
  displayName: id,
  email: `${id}@example.org`,
});
const list = async <T>(path: string) => (await usher.api<T>(`/api/provisioning/${path}`)).body;

describe('lists of what waits for a person', () => {
  it('say of a held departure who leaves and why, and what either word would bring about', async () => {
    await open({
      budget: { count: 0 },
      deprovisioning: { deleted: { do: 'delete' } },
      content: { fallback: 'editor' },
    });
    const [shut, deleted] = ids(2) as [string, string];
    await usher.publish([shut, deleted].map(first));
    await usher.outcomesOf(2);
    await usher.publish([leaving(shut), { id: deleted, revision: 2, active: false, deleted: true }]);
    await usher.outcomesOf(4);
    const { approvals } = await list<{ approvals: HeldDeparture[] }>('approvals');
    const of = (id: string) => approvals.find(({ scimId }) => scimId === id);
    expect(of(shut)).toMatchObject({
      ...{
        ...who(shut),
        connection: 'default',
        account: { id: expect.any(Number), login: `user-${shut.slice(0, 8)}` },
      },
      ...{ targetId: 'a', why: 'inactive', since: expect.any(String) },
      onApprove: { action: 'deactivate', detail: expect.stringMatching(/shut out/), deleteAfterDays: null, heirs: [] },
      onRefuse: { detail: expect.stringMatching(/stays open/) },
    });
    expect(of(deleted)).toMatchObject({
      ...{ why: 'deleted', onApprove: { action: 'delete', heirs: [{ by: 'login', value: 'editor' }] } },
    });
  });

  it('say of a deletion ahead whose account goes, and who inherits', async () => {
    await open({ deprovisioning: { inactive: { do: 'delete_after', days: 9 } }, content: { fallback: 'editor' } });
    const [id] = ids(1) as [string];
    await usher.publish([first(id), leaving(id)]);
    await usher.outcomesOf(2);
    const { scheduled } = await list<{ scheduled: ScheduledDeletion[] }>('scheduled');
    expect(scheduled).toMatchObject([
      {
        ...{ ...who(id), account: { login: `user-${id.slice(0, 8)}` }, dueAt: expect.any(String) },
        onRun: { action: 'delete', heirs: [{ by: 'login', value: 'editor' }] },
        onCancel: { detail: expect.stringMatching(/stays/) },
      },
    ]);
  });

  it('say of refusals why, page by page, and whether they stand or are being tried again', async () => {
    await open();
    const users = ids(5);
    site.refuse = ({ scimId, revision }) =>
      revision === 1 ? { scimId, status: 'rejected', code: 'email_taken', message: '' } : undefined;
    for (const id of users) {
      await usher.publish([first(id)]);
      await until(
        () => usher.outcomes(),
        (told) => told.some(({ user }) => user.id === id),
      );
    }
    await usher.publish([{ id: users[4]!, revision: 2 }]);
    await usher.drained();
    type Page = { deadLetters: DeadLetterView[]; next: number | null };
    const page = (query: string) => list<Page>(`dead-letters?${query}`);
    const standing = await page('open=true&limit=3');
    expect(standing.deadLetters.map(({ scimId }) => scimId)).toEqual([users[3], users[2], users[1]]);
    expect(standing.deadLetters[0]).toMatchObject({
      ...{ ...who(users[3]!), connection: 'default', account: null, code: 'email_taken', open: true, retrying: false },
      reason: expect.stringMatching(/e-mail/),
    });
    const rest = await page(`open=true&limit=3&after=${standing.next}`);
    expect(rest).toMatchObject({ deadLetters: [{ scimId: users[0] }], next: null });
    expect((await page('open=false')).deadLetters).toMatchObject([{ scimId: users[4], open: false }]);
    expect((await page('')).deadLetters).toHaveLength(5);
    expect((await page('code=login_taken')).deadLetters).toEqual([]);

    site.down();
    const [{ id }] = standing.deadLetters as [DeadLetterView];
    await usher.api(`/api/provisioning/dead-letters/${id}/replay`, 'POST');
    expect((await page('open=true')).deadLetters.map(({ retrying }) => retrying)).toEqual([true, false, false, false]);
  });

  it('say of an ambiguous user what is known of them, beside the accounts', async () => {
    await open();
    const [id] = ids(1) as [string];
    const candidates = [
      { id: 1, login: 'x', email: 'x@x.org', administrator: true, by: { by: 'email' as const, value: 'x' } },
    ];
    site.refuse = ({ scimId }) => ({ scimId, status: 'rejected', code: 'ambiguous_match', message: '', candidates });
    await usher.publish([first(id)]);
    await usher.outcomesOf(1);
    const { ambiguous } = await list<{ ambiguous: AmbiguousUser[] }>('ambiguous');
    expect(ambiguous).toMatchObject([
      { ...who(id), connection: 'default', targetId: 'a', revision: 1, reason: expect.any(String), candidates },
    ]);
  });
});
