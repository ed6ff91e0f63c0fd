import { ConnectedStage, SITE } from '../src/connected-stage.js';

const DAY_MS = 24 * 60 * 60 * 1000;

let at: ConnectedStage;

beforeAll(async () => {
  at = await ConnectedStage.set({ deprovisioning: { inactive: { do: 'delete_after', days: 2 } } });
}, 180_000);

afterAll(() => at?.strike(), 60_000);

interface Scheduled {
  id: number;
  scimId: string;
  dueAt: string;
}
async function scheduled(): Promise<Scheduled[]> {
  const path = `/provisioning/scheduled?targetId=${SITE}`;
  return (await at.stage.sites.ask<{ scheduled: Scheduled[] }>('GET', path)).scheduled;
}
const deletionOf = async (id: string): Promise<Scheduled> => (await scheduled()).find(({ scimId }) => scimId === id)!;

async function leaver(login: string): Promise<string> {
  const { id } = await at.create(login);
  expect((await at.set(id, 'active', false)).outcome).toMatchObject({ action: 'deactivate', status: 'succeeded' });
  expect(await at.account(login)).toMatchObject({ roles: [] });
  return id;
}

/** As if so much time had gone by for whom it is to be deleted. */
const pass = (id: string, days: number): Promise<unknown> =>
  at.database.query(
    `UPDATE provisioner.work SET due_at = due_at - make_interval(days => $2) WHERE kind = 'due' AND scim_id = $1`,
    [id, days],
  );

describe('a deletion that is to come', () => {
  it('comes on its day, and not before, though the provisioner was killed and was away when the day came', async () => {
    const [due, early] = [await leaver('due'), await leaver('early')];
    for (const id of [due, early]) {
      const { dueAt } = await deletionOf(id);
      expect(Math.round((Date.parse(dueAt) - Date.now()) / DAY_MS)).toBe(2);
    }
    const { usher } = at.stage;
    await usher.kill('provisioner');
    await pass(due, 2);
    await pass(early, 1);
    await usher.start('provisioner');

    expect(await at.outcome(due, ({ action }) => action === 'delete')).toMatchObject({ status: 'succeeded' });
    expect(await at.account('due')).toBeNull();
    expect(await at.account('early')).toMatchObject({ roles: [] });
    expect((await scheduled()).map(({ scimId }) => scimId)).toEqual([early]);
  });

  it('is cancelled by an operator: the account stays, shut, and no later event begins the days anew', async () => {
    const id = await leaver('spared');
    const { id: deletion } = await deletionOf(id);
    await at.stage.sites.ask('DELETE', `/provisioning/scheduled/${deletion}`);
    await at.set(id, 'displayName', 'Spared');
    expect((await scheduled()).some(({ scimId }) => scimId === id)).toBe(false);
    expect(await at.account('spared')).toMatchObject({ roles: [], display: 'Spared' });
    expect((await at.set(id, 'active', true)).outcome).toMatchObject({ action: 'reactivate', status: 'succeeded' });
    expect(await at.account('spared')).toMatchObject({ roles: ['subscriber'] });
  });

  it('is not put off by changes of somebody who is away, and comes at once when an operator says so', async () => {
    const id = await leaver('hastened');
    const before = await deletionOf(id);
    await at.set(id, 'displayName', 'Hastened');
    const after = await deletionOf(id);
    expect(after).toEqual({ ...before, displayName: 'Hastened' });
    await at.stage.sites.ask('POST', `/provisioning/scheduled/${after.id}/run`);
    await at.outcome(id, ({ action, status }) => action === 'delete' && status === 'succeeded');
    expect(await at.account('hastened')).toBeNull();
  });

  it('is off for who comes back, even when the provisioner is killed in between', async () => {
    const id = await leaver('returns');
    await at.stage.usher.kill('provisioner');
    const back = await at.stage.idp.patch(id, { op: 'replace', path: 'active', value: true });
    await pass(id, 3);
    await at.stage.usher.start('provisioner');
    const outcome = await at.outcome(id, ({ traceId }) => traceId === back.traceId);
    expect(outcome).toMatchObject({ action: 'reactivate', status: 'succeeded' });
    expect((await scheduled()).some(({ scimId }) => scimId === id)).toBe(false);
    expect(await at.account('returns')).toMatchObject({ roles: ['subscriber'] });
    expect((await at.outcomes(id)).map(({ action }) => action)).toEqual(['reactivate', 'deactivate', 'create']);
  });
});
