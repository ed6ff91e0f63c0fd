import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './src/clients.js';
import type { ServiceName } from './src/processes.js';
import { EVENT_LOGS, setStage, type Stage } from './src/stage.js';

const PEOPLE = Number(process.env.USHER_E2E_PEOPLE ?? 500);
/** As fast as an IdP pushes, so that the kills fall into every part of the run. */
const PUSHERS = 4;
const PAUSE_MS = 200;

type Fall = () => Promise<void>;

const rest = (): Promise<void> => sleep(200 + Math.random() * 1000);

/** Kills a service and starts it again, as a supervisor does: until it comes up, which it can't without a database. */
const service =
  ({ usher }: Stage, name: ServiceName): Fall =>
  async () => {
    await usher.kill(name);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await usher.start(name);
      } catch (error) {
        if (attempt === 20) throw error;
        await sleep(500);
      }
    }
  };

/** Kills what the services stand on, and leaves them without it for a while. */
const part =
  ({ kill, revive }: Pick<Stage['postgres'], 'kill' | 'revive'>): Fall =>
  async () => {
    await kill();
    await rest();
    await revive();
  };

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
    // Two at a time, so that a service also falls while what it stands on is down.
    const killInTurn = async (falls: readonly Fall[]): Promise<void> => {
      for (let count = 0; next < PEOPLE || count < falls.length; count += 1) {
        await rest();
        await falls[count % falls.length]!();
      }
    };
    const { postgres, kafka } = stage;
    await Promise.all([
      ...Array.from({ length: PUSHERS }, push),
      killInTurn((['ingress', 'provisioner', 'audit'] as const).map((name) => service(stage, name))),
      killInTurn([kafka, postgres, wordpress].filter((killed) => killed !== undefined).map(part)),
    ]);
    expect(acknowledged.size).toBeGreaterThan(PEOPLE * 0.7);

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
    const outcomes = entries.filter(({ kind, status }) => kind === 'outcome' && status === 'succeeded');
    expect(new Set(requests.map((entry) => entry.resourceId)).size).toBe(PEOPLE);
    expect(requests).toHaveLength(PEOPLE);
    expect(outcomes).toHaveLength(PEOPLE);
    for (const scimId of acknowledged.values())
      expect(requests.some((entry) => entry.resourceId === scimId)).toBe(true);
  }, 600_000);
});
