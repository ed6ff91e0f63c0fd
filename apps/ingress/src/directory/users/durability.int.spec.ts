import { type Ingress, patchBody, someUser, startTestIngress } from '../../testing/harness.js';

let ingress: Ingress;

beforeEach(async () => {
  ingress = await startTestIngress();
});
afterEach(() => ingress?.stop());

const users = () => ingress.sql('SELECT id, revision, attributes FROM ingress.users ORDER BY id');

describe('state and event are one transaction', () => {
  it('stores nothing when the event cannot be stored', async () => {
    const { body } = await ingress.scim('POST', '/Users', someUser());
    const before = [await users(), await ingress.events()];
    // What is in the outbox by now may stay; nothing new gets in.
    await ingress.sql('ALTER TABLE event_log.outbox ADD CONSTRAINT closed CHECK (false) NOT VALID');
    const path = `/Users/${body.id}`;
    for (const answer of await Promise.all([
      ingress.scim('POST', '/Users', someUser()),
      ingress.scim('PUT', path, someUser()),
      ingress.scim('PATCH', path, patchBody({ op: 'add', value: { title: 'Dr.' } })),
      ingress.scim('PATCH', path, patchBody({ op: 'replace', value: { active: false } })),
      ingress.scim('DELETE', path),
    ])) {
      expect([answer.status, answer.body.status]).toEqual([500, '500']);
    }
    expect([await users(), await ingress.events()]).toEqual(before);
    expect((await ingress.scim('GET', '/Users?count=0')).body.totalResults).toBe(1);
    await ingress.sql('ALTER TABLE event_log.outbox DROP CONSTRAINT closed');
    expect((await ingress.scim('DELETE', path)).status).toBe(204);
  });
});

describe('no 2xx without a commit', () => {
  it('loses nothing that it acknowledged while its sessions are being killed', async () => {
    const acknowledged: string[] = [];
    const statuses = new Set<number>();
    const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'usher-ingress'`;
    let running = true;
    const push = async () => {
      while (running) {
        const { status, body } = await ingress.scim('POST', '/Users', someUser());
        statuses.add(status);
        if (status === 201) acknowledged.push(body.id);
      }
    };
    const pushers = Array.from({ length: 8 }, push);
    for (let n = 0; n < 10; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      await ingress.sql(kill);
    }
    running = false;
    await Promise.all(pushers);
    expect([...statuses].filter((status) => status !== 201 && status !== 503)).toEqual([]);
    const stored = (await users()).map(({ id }) => String(id));
    expect(acknowledged.filter((id) => !stored.includes(id))).toEqual([]);
    const told = (await ingress.events()).map(({ event }) => event.user.id);
    expect(told.sort()).toEqual(stored);
    expect((await ingress.scim('GET', '/Users?count=0')).body.totalResults).toBe(stored.length);
    expect(acknowledged.length).toBeGreaterThan(0);
  }, 20_000);
});
