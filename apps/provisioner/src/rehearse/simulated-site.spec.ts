import type { Operation } from '@usher/provisioning';
import { SimulatedSite } from './simulated-site.js';

const upsert = (revision: number, parts: Partial<Operation & { op: 'upsert' }> = {}): Operation => ({
  ...{ op: 'upsert', scimId: '1', revision, active: true },
  fields: { user_login: 'jane', user_email: 'jane@x.org' },
  ...parts,
});

const done = (site: SimulatedSite, operation: Operation) => {
  const step = site.send(operation);
  if (step.kind !== 'done') throw new Error(step.kind);
  return step.result;
};

describe('the site of a rehearsal', () => {
  it('makes an account, changes it, shuts it, opens it and deletes it, as the connector would', () => {
    const site = new SimulatedSite();
    expect(done(site, upsert(1))).toMatchObject({ action: 'create', account: { login: 'jane', active: true } });
    expect(done(site, upsert(2))).toMatchObject({ action: 'none', status: 'unchanged' });
    const renamed = { user_login: 'other', user_email: 'roe@x.org' };
    expect(done(site, upsert(3, { fields: renamed }))).toMatchObject({
      changed: ['user_email'],
      account: { login: 'jane' },
    });
    expect(done(site, { op: 'deactivate', scimId: '1', revision: 4 })).toMatchObject({ action: 'deactivate' });
    expect(done(site, upsert(5))).toMatchObject({ action: 'reactivate' });
    expect(done(site, { op: 'remove_roles', scimId: '1', revision: 6 })).toMatchObject({ action: 'remove_roles' });
    expect(done(site, { op: 'delete', scimId: '1', revision: 7, reassign: [] })).toMatchObject({
      ...{ action: 'delete', account: null },
    });
  });

  it('drops what is older than what it has', () => {
    const site = new SimulatedSite();
    site.send(upsert(3));
    expect(site.send(upsert(2))).toMatchObject({ kind: 'stale', result: { revision: 3 } });
  });

  it('sets what is for the making of an account then only', () => {
    const onCreate = { meta: { badge: 'new' } };
    const site = new SimulatedSite();
    expect(done(site, upsert(1, { onCreate })).account?.meta).toEqual({ badge: 'new' });
    expect(done(site, upsert(2, { onCreate: { meta: { badge: 'old' } } })).account?.meta).toEqual({ badge: 'new' });
  });

  it('goes on by itself as a copy', () => {
    const site = new SimulatedSite();
    site.send(upsert(1));
    const copy = site.copy();
    copy.send({ op: 'delete', scimId: '1', revision: 2, reassign: [] });
    expect(done(site, upsert(1))).toMatchObject({ action: 'none' });
  });
});
