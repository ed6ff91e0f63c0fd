import { jest } from '@jest/globals';
import type { ProvisionerApp } from '../testing/provisioner-app.js';
import { until } from '../testing/provisioner-app.js';
import { secretKey, SitesApp } from '../testing/sites-app.js';

jest.setTimeout(40_000);

let usher: SitesApp;
afterEach(() => usher.close());

describe('when the key that seals credentials is replaced', () => {
  const stateOf = (app: ProvisionerApp, id: string, wanted: string) =>
    until(
      async () => (await app.api<{ state: string }>(`/api/targets/${id}`)).body.state,
      (state) => state === wanted,
    );

  it('the sites serve on, and are sealed with the new key from then on', async () => {
    const [before, now] = [secretKey(), secretKey()];
    usher = await SitesApp.open({ USHER_SECRET_KEY: before });
    const id = await usher.connect();
    const rotating = await usher.fellow({ USHER_SECRET_KEY: now, USHER_SECRET_KEY_PREVIOUS: before });
    await stateOf(rotating, id, 'ready');
    // Who wasn't restarted yet goes on with what it has opened.
    await stateOf(usher.app, id, 'ready');
    expect((await usher.app.rows('SELECT revision FROM provisioner.targets'))[0]).toEqual({ revision: 1 });
    await rotating.stop();
    const later = await usher.fellow({ USHER_SECRET_KEY: now });
    await stateOf(later, id, 'ready');
    await later.stop();
  });

  it('a site whose password neither key opens stays as it is, and stops no other', async () => {
    const [before, now] = [secretKey(), secretKey()];
    usher = await SitesApp.open({ USHER_SECRET_KEY: before });
    const [moved, good] = [await usher.connect(), await usher.connect()];
    await usher.app.rows(`UPDATE provisioner.targets SET site_url = 'https://elsewhere.example' WHERE id = $1`, [
      moved,
    ]);
    const rotating = await usher.fellow({ USHER_SECRET_KEY: now, USHER_SECRET_KEY_PREVIOUS: before });
    await stateOf(rotating, good, 'ready');
    await stateOf(rotating, moved, 'quarantined');
    await rotating.stop();
  });
});
