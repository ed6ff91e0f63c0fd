import { type AuditEntry, eventually } from './src/clients.js';
import { setStage, type Stage } from './src/stage.js';

const THERE = 500;
const LEAVING = 150;
const JOINING = 500;
/** Of those who are linked, who may leave without approval: a third of who does. */
const SHARE = 0.1;
/** Requests of the identity provider at once. */
const PUSHERS = 16;

interface Held {
  scimId: string;
  userName: string;
}

const people = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index + 1).padStart(3, '0')}`);

/** Sends them in their order, some at once. */
async function push(requests: readonly (() => Promise<void>)[]): Promise<void> {
  const queue = [...requests];
  const pusher = async (): Promise<void> => {
    for (let send = queue.shift(); send !== undefined; send = queue.shift()) await send();
  };
  await Promise.all(Array.from({ length: PUSHERS }, pusher));
}

/** Both evenly, beginning with the few. */
function mixed<T>(few: readonly T[], many: readonly T[]): T[] {
  const each = Math.ceil(many.length / few.length);
  return few.flatMap((one, index) => [one, ...many.slice(index * each, (index + 1) * each)]);
}

describe('many who leave at once, while others join', () => {
  const staff = people('staff', THERE);
  const leavers = staff.slice(0, LEAVING);
  const ids = new Map<string, string>();
  let stage: Stage;
  let held: Held[];

  beforeAll(async () => {
    stage = await setStage('postgres');
    await stage.sites.ask('PUT', '/targets/default/settings', {
      settings: { budget: { count: null, share: SHARE, windowMinutes: 60 } },
    });
    await push(staff.map((login) => () => join(login)));
    await eventually(
      'the staff in WordPress, and told',
      async () => (await opened('staff')).length === THERE && (await outcomes('create', 'succeeded')).length === THERE,
      120_000,
    );
  }, 300_000);

  afterAll(() => stage?.strike(), 60_000);

  async function join(userName: string): Promise<void> {
    const answer = await stage.idp.post({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName,
      emails: [{ value: `${userName}@example.com` }],
    });
    expect(answer.status).toBe(201);
    ids.set(userName, answer.body.id);
  }

  /** Every second one is deleted, the others are deactivated. */
  async function leave(userName: string, index: number): Promise<void> {
    const id = ids.get(userName) ?? '';
    const answer = await (index % 2 === 0
      ? stage.idp.delete(id)
      : stage.idp.patch(id, { op: 'replace', path: 'active', value: false }));
    expect(answer.status).toBeLessThan(300);
  }

  /** Logins in WordPress that begin so and have a role. */
  async function opened(prefix: string): Promise<string[]> {
    const answer = await stage.wordpress.evaluate(`
      $users = get_users(['search' => '${prefix}*', 'search_columns' => ['user_login'], 'number' => -1]);
      echo wp_json_encode(array_values(array_map(
        fn($u) => $u->user_login, array_filter($users, fn($u) => $u->roles !== []))));`);
    return (JSON.parse(answer) as string[]).sort();
  }

  /** What the site did, as the audit has it. */
  async function outcomes(action: string, status: string): Promise<AuditEntry[]> {
    return (await stage.auditor.all({ action, status })).filter(({ target }) => target !== null);
  }

  const waiting = async (): Promise<Held[]> =>
    (await stage.sites.ask<{ approvals: Held[] }>('GET', '/provisioning/approvals?limit=500')).approvals;

  const names = (entries: readonly { userName: string }[]): string[] => entries.map(({ userName }) => userName).sort();

  const departed = async (): Promise<string[]> =>
    names([...(await outcomes('deactivate', 'succeeded')), ...(await outcomes('delete', 'succeeded'))]);

  it('lets all who join in, and holds the departures past the budget: their accounts stay open', async () => {
    const leaving = leavers.map((login, index) => () => leave(login, index));
    const joining = people('joiner', JOINING).map((login) => () => join(login));
    await push(mixed(leaving, joining));
    await eventually('those who join in WordPress', async () => (await opened('joiner')).length === JOINING, 120_000);
    held = await eventually('every departure done or held', async () => {
      const approvals = await waiting();
      return approvals.length + (await departed()).length === LEAVING && approvals;
    });

    const gone = await departed();
    expect([...gone, ...names(held)].sort()).toEqual(leavers);
    // A share of those who are linked at that moment: who was deleted counts no more, who joins does as soon as he is in.
    expect(gone.length).toBeGreaterThanOrEqual(Math.floor(SHARE * (THERE - SHARE * THERE)));
    expect(gone.length).toBeLessThanOrEqual(Math.floor(SHARE * (THERE + JOINING)));
    expect(await opened('staff')).toEqual(staff.filter((login) => !gone.includes(login)));
    const links = await stage.sites.ask<{ links: Held[] }>('GET', '/provisioning/links?status=held&limit=500');
    expect(names(links.links)).toEqual(names(held));
  }, 240_000);

  it('lets the rest go when an operator approves, and tells in the audit that they were held and then went', async () => {
    const told = await eventually('what was held in the audit', async () => {
      const entries = (await stage.auditor.all({ status: 'held' })).filter(({ target }) => target !== null);
      return entries.length >= held.length && entries;
    });
    expect(names(told)).toEqual(names(held));
    for (const { detail, userName } of told) {
      expect(detail).toContain(`"${userName}" waits for approval: more users leave this site at once`);
    }

    const answer = await stage.sites.ask('POST', '/provisioning/approvals/approve', { targetId: 'default', all: true });
    expect(answer).toEqual({ approved: held.length });
    await eventually('the outcomes of all who left', async () => (await departed()).length >= LEAVING);
    expect(await departed()).toEqual(leavers);
    expect(names(await outcomes('delete', 'succeeded'))).toEqual(leavers.filter((_, index) => index % 2 === 0));
    expect(await waiting()).toEqual([]);
    expect(await opened('staff')).toEqual(staff.slice(LEAVING));
    expect(await opened('joiner')).toHaveLength(JOINING);

    const approval = await eventually('the approval in the audit', async () => {
      const { entries } = await stage.auditor.page({ action: 'departures.approve' });
      return entries[0];
    });
    expect(approval.detail).toContain(`Approved ${held.length} departures`);
  }, 240_000);
});
