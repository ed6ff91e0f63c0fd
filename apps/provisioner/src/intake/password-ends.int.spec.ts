import { jest } from '@jest/globals';
import { EVENT_LOG, type EventLog } from '@usher/event-log';
import { encodeEvent, type EventEnvelope, type OperationEventData, TOPICS } from '@usher/events';
import { ProvisionerApp, until } from '../testing/provisioner-app.js';
import { ScriptedSite } from '../testing/scripted-site.js';
import { type EventParts, userEvent, WorkDatabase } from '../testing/work-database.js';
import { WorkQueue } from '../work/work-queue.js';
import { PasswordEnds } from './password-ends.js';

jest.setTimeout(40_000);

const HASH = `$2y$10$${'a'.repeat(53)}`;
const [BEFORE, END, AFTER] = ['2026-01-01T10:00:00Z', '2026-01-01T11:00:00Z', '2026-01-01T12:00:00Z'] as const;

/** What the ingress tells of a connection whose password sync is switched. */
function switched(after: boolean, connection = 'default', time: string = END): EventEnvelope<OperationEventData> {
  return {
    ...{ id: `switch/${connection}/${time}`, type: 'operation.recorded', source: '/usher/ingress', time },
    data: {
      ...{ connection, action: 'connection.update', status: 'succeeded', code: null, detail: 'Changed.' },
      ...{ target: null, user: null, changes: [{ path: 'passwordSync', before: !after, after }] },
      origin: { sourceIp: '127.0.0.1', tokenId: 'operator', actor: 'Operator', traceId: '0'.repeat(31) + '1' },
    },
  };
}

describe('when a connection ends passing passwords on', () => {
  let db: WorkDatabase;
  let ends: PasswordEnds;
  let queue: WorkQueue;

  beforeEach(async () => {
    db = await WorkDatabase.open();
    ends = new PasswordEnds(db.pool);
    queue = new WorkQueue(db.pool);
  });
  afterEach(() => db.close());

  const take = (parts: EventParts) => queue.intake(userEvent({ time: BEFORE, password: HASH, ...parts }));

  /** The users, with their revisions, of whom a hash is kept. */
  const kept = async () => {
    const rows = await db.rows<{ user: string }>(
      `SELECT scim_id || revision AS user FROM provisioner.states WHERE data LIKE '%$2y$%' ORDER BY 1`,
    );
    return rows.map(({ user }) => user);
  };

  it('every state of its users is kept without the hash, replaced ones too, and those of other connections with it', async () => {
    await take({ id: 'x' });
    await take({ id: 'x', revision: 2 });
    await take({ id: 'y', connection: 'other' });
    await ends.heard(switched(false));
    expect(await kept()).toEqual(['y1']);
    const [row] = await db.rows<{ data: string }>(`SELECT data FROM provisioner.states WHERE scim_id = 'x' LIMIT 1`);
    expect(JSON.parse(row?.data ?? '')).toEqual(userEvent({ id: 'x' }).data);
  });

  it('the hash of an event from before it that comes late is not kept either', async () => {
    await take({ id: 'x' });
    await ends.heard(switched(false));
    await take({ id: 'y' });
    await take({ id: 'x', type: 'user.resynced', eventId: 'again' });
    expect(await kept()).toEqual([]);
  });

  it('what comes after it, because it was switched on again, is kept', async () => {
    await take({ id: 'x' });
    await take({ id: 'y', time: AFTER });
    await ends.heard(switched(false));
    await ends.heard(switched(false, 'default', BEFORE));
    await take({ id: 'z', time: AFTER });
    expect(await kept()).toEqual(['y1', 'z1']);
  });

  it('other acts on connections forget nothing', async () => {
    await take({ id: 'x' });
    await ends.heard(switched(true));
    const renamed = switched(false);
    await ends.heard({ ...renamed, data: { ...renamed.data, changes: [{ path: 'name', before: 'a', after: 'b' }] } });
    expect(await kept()).toEqual(['x1']);
  });

  it('a directory of more users than one statement looks at is forgotten as well', async () => {
    await take({ id: 'x' });
    await db.rows(`
      INSERT INTO provisioner.states (connection, scim_id, revision, event_id, type, user_name, active, deleted, data, time)
      SELECT connection, 'n' || n, 1, 'e' || n, type, user_name, active, deleted, data, time
      FROM provisioner.states, generate_series(1, 2500) n`);
    await ends.heard(switched(false));
    expect(await kept()).toEqual([]);
  });
});

it('the provisioner hears of it through the event log', async () => {
  const usher = await ProvisionerApp.open([{ id: 'default', site: new ScriptedSite() }]);
  try {
    const log = usher.app.get<EventLog>(EVENT_LOG);
    await log.publish([
      encodeEvent(TOPICS.users, 'default:x', userEvent({ id: 'x', password: HASH })),
      encodeEvent(TOPICS.operations, 'default', switched(false)),
    ]);
    const states = () => usher.rows<{ data: string }>('SELECT data FROM provisioner.states');
    await until(states, (rows) => rows.length === 1 && !rows[0]?.data.includes('$2y$'));
  } finally {
    await usher.close();
  }
});
