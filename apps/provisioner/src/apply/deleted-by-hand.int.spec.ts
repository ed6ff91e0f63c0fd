import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { SiteError } from '@usher/wordpress';
import { FakeSite } from '../testing/fake-site.js';
import { ProvisionerApp } from '../testing/provisioner-app.js';

jest.setTimeout(40_000);

let site: FakeSite;
let usher: ProvisionerApp;

beforeEach(async () => {
  site = new FakeSite();
  usher = await ProvisionerApp.open([{ id: 'default', site }]);
});
afterEach(() => usher.close());

const switchCreation = async (create: boolean) =>
  expect((await usher.api('/api/targets/default/settings', 'PUT', { settings: { switches: { create } } })).status).toBe(
    200,
  );

describe('an account that somebody deleted in WordPress', () => {
  it('stays away while accounts are not to be made, which the outcome says, and comes back once they are', async () => {
    const id = randomUUID();
    await usher.publish([{ id, revision: 1, name: 'Jane' }]);
    await usher.outcomesOf(1);
    await switchCreation(false);
    site.accountsById.delete(site.of(id)?.id ?? 0);
    await usher.publish([{ id, revision: 2, name: 'Joan' }]);
    await usher.publish([{ id, revision: 3, name: 'June' }]);
    const told = await usher.outcomesOf(3);
    expect(told.slice(1).map(({ type, code, account }) => [type, code, account])).toEqual([
      ['outcome.skipped', 'switched_off', null],
      ['outcome.skipped', 'switched_off', null],
    ]);
    expect(told[1]?.detail).toMatch(/^Not made again: the account was deleted in WordPress/);
    expect(site.of(id)).toBeUndefined();
    await switchCreation(true);
    await usher.api('/api/targets/default/resync', 'POST');
    expect((await usher.outcomesOf(4))[3]).toMatchObject({ action: 'create' });
    expect(site.of(id)?.fields.display_name).toBe('June');
  });

  it('is waited for while the site does not answer, and one that is there is changed', async () => {
    const id = randomUUID();
    await usher.publish([{ id, revision: 1, name: 'Jane' }]);
    await usher.outcomesOf(1);
    await switchCreation(false);
    site.faults.push(new SiteError('transient', 'connect', 'down'), new SiteError('transient', 'connect', 'down'));
    await usher.publish([{ id, revision: 2, name: 'Joan' }]);
    expect((await usher.outcomesOf(2))[1]).toMatchObject({ type: 'outcome.succeeded', action: 'update' });
  });
});
