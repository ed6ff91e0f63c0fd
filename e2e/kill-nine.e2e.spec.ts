import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './src/clients.js';
import { EVENT_LOGS, setStage, type Stage } from './src/stage.js';

const PEOPLE = Number(process.env.USHER_E2E_PEOPLE ?? 500);
/** As fast as an IdP pushes, so that the kills fall into every part of the run. */
const PUSHERS = 4;
const PAUSE_MS = 300;

/** Every process of a deployment: how to kill it, and how to start it again. */
function victims({ usher, postgres, kafka, wordpress }: Stage): [name: string, fall: () => Promise<void>][] {
  const service = (name: 'ingress' | 'provisioner' | 'audit'): [string, () => Promise<void>] => [
    name,
    async () => {
      await usher.kill(name);
      await usher.start(name);
    },
  ];
  const part = (name: string, { kill, revive }: Pick<Stage['postgres'], 'kill' | 'revive'>) =>
    [
      name,
      async () => {
        await kill();
        await sleep(Math.random() * 1000);
        await revive();
      },
    ] as [string, () => Promise<void>];
  return [
    service('provisioner'),
    part('wordpress', wordpress),
    service('ingress'),
    part('postgres', postgres),
    service('audit'),
    ...(kafka === undefined ? [] : [part('kafka', kafka)]),
  ];
}

describe.each(EVENT_LOGS)('kill -9 of any process while people are pushed, on the %s event log', (log) => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await setStage(log);
  }, 180_000);

  afterAll(() => stage?.strike(), 60_000);

  it('loses nothing: every acknowledged person is in WordPress once, and in the audit once', async () => {
    const { wordpress, idp, auditor } = stage;
    const acknowledged = new Map<string, string>();

    let next = 0;
    const push = async (): Promise<void> => {
      while (next < PEOPLE) {
        const userName = `person${next++}`;
        // As an IdP does: ask again until there is an answer. 409 says that an earlier try was stored.
        for (;;) {
          const answer = await idp
            .post({
              schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
              userName,
              emails: [{ value: `${userName}@example.org` }],
            })
            .catch(() => undefined);
          if (answer?.status === 201) acknowledged.set(userName, answer.body.id);
          if (answer?.status === 201 || answer?.status === 409) break;
          await sleep(100);
        }
        await sleep(Math.random() * 2 * PAUSE_MS);
      }
    };
    const fallen: string[] = [];
    const kill = async (): Promise<void> => {
      const all = victims(stage);
      while (next < PEOPLE || fallen.length < all.length) {
        await sleep(200 + Math.random() * 1000);
        const [name, fall] = all[fallen.length % all.length]!;
        await fall();
        fallen.push(name);
      }
    };
    await Promise.all([...Array.from({ length: PUSHERS }, push), kill()]);
    expect(acknowledged.size).toBeGreaterThan(PEOPLE * 0.8);

    const logins = await eventually(
      'everybody in WordPress',
      async () => {
        const text = await wordpress.evaluate(
          `global $wpdb; echo wp_json_encode($wpdb->get_col("SELECT user_login FROM $wpdb->users WHERE user_email LIKE '%@example.org'"));`,
        );
        const found = JSON.parse(text) as string[];
        return found.length >= PEOPLE && found;
      },
      180_000,
    );
    expect(logins).toHaveLength(PEOPLE);
    expect(new Set(logins).size).toBe(PEOPLE);

    const entries = await eventually(
      'everything in the audit',
      async () => {
        const all = await auditor.all();
        return all.length >= 2 * PEOPLE && all;
      },
      60_000,
    );
    const requests = entries.filter((entry) => entry.target === null && entry.action === 'create');
    const outcomes = entries.filter((entry) => entry.target !== null && entry.status === 'succeeded');
    expect(new Set(requests.map((entry) => entry.resourceId)).size).toBe(PEOPLE);
    expect(requests).toHaveLength(PEOPLE);
    expect(outcomes).toHaveLength(PEOPLE);
    for (const scimId of acknowledged.values())
      expect(requests.some((entry) => entry.resourceId === scimId)).toBe(true);
  }, 600_000);
});
