import { type AuditEntry, eventually } from '../src/clients.js';
import { type Account, ConnectedStage, ENTERPRISE } from '../src/connected-stage.js';

const DAY_MS = 24 * 60 * 60 * 1000;

let at: ConnectedStage;
let mapping: object[];

beforeAll(async () => {
  at = await ConnectedStage.set();
  const { settings } = await at.stage.sites.ask<{ settings: { mapping: object[] } }>(
    'GET',
    '/targets/default-settings',
  );
  mapping = settings.mapping;
}, 180_000);

afterAll(() => at?.strike(), 60_000);

interface Operation {
  op: string;
  fields?: { user_login: string; user_email: string; display_name?: string };
  meta?: Record<string, string | null>;
}
interface Explanation {
  steps: { step: string; rule: string; detail: string }[];
  operation: Operation | null;
  account: { login: string } | null;
  changes: { path: string; wanted: unknown; found: unknown }[];
}
interface Prospect {
  userName: string;
  prospect: string;
  summary?: true;
  counts?: Record<string, number>;
}
interface Rehearsed {
  userName: string;
  current: { action: string };
  candidate: { action: string; outcome: string; operation: Operation | null };
  differs: string[];
  summary?: true;
  events?: number;
  differing?: number;
}

const explain = (userName: string, settings?: object): Promise<Explanation> =>
  at.ask<Explanation>('POST', '/explain', { userName, ...(settings !== undefined && { settings }) });

/** What somebody does leaves the site as it was. */
async function untouched<T>(act: () => Promise<T>): Promise<T> {
  const before = await at.snapshot();
  const answer = await act();
  expect(await at.snapshot()).toEqual(before);
  return answer;
}

/** Sends changes while nothing reaches the site; gives the ids of the people. */
async function whilePaused(send: () => Promise<void>): Promise<() => Promise<void>> {
  await at.ask('POST', '/pause');
  await send();
  return async () => {
    await at.ask('POST', '/resume');
  };
}

describe('what is foretold', () => {
  it('about somebody who is yet to come is what then happens, step by step, and touches nothing', async () => {
    const attributes = { displayName: 'Ada Lovelace', name: { givenName: 'Ada' } };
    const resume = await whilePaused(async () => {
      await at.stage.idp.post({
        ...{ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'ada' },
        ...{ emails: [{ value: 'ada@example.com' }], ...attributes },
      });
    });
    const told = await eventually('the explanation', () => untouched(() => explain('ada')));
    expect([...new Set(told.steps.map(({ step }) => step))]).toEqual([
      ...['received', 'scoped', 'matched', 'mapped', 'decided', 'executed'],
    ]);
    expect(told).toMatchObject({ account: null, changes: [], operation: { op: 'upsert' } });
    const { fields } = told.operation!;
    expect(await at.account('ada')).toBeNull();

    await resume();
    const made = await eventually('ada in WordPress', async () => (await at.account('ada')) ?? undefined);
    expect({ login: made.login, email: made.email, display: made.display, first: made.first }).toEqual({
      ...{ login: fields?.user_login, email: fields?.user_email, display: fields?.display_name, first: 'Ada' },
    });
  });

  it('about a change in the site under other settings is what saving them brings, and a dry run of saving saves nothing', async () => {
    const { id } = await at.create('grace', { displayName: 'Grace', [ENTERPRISE]: { department: 'Navy' } });
    const settings = {
      mapping: [
        ...mapping.filter((rule) => (rule as { to: string }).to !== 'display_name'),
        { to: 'display_name', from: { expression: 'user.displayName + " of " + enterprise.department' } },
      ],
    };
    const told = await untouched(() => explain('grace', settings));
    expect(told).toMatchObject({ account: { login: 'grace' }, operation: { op: 'upsert' } });
    expect(told.changes).toEqual([
      expect.objectContaining({ path: 'display_name', wanted: 'Grace of Navy', found: 'Grace' }),
    ]);
    const dry = await untouched(() =>
      at.ask<{ dryRun: boolean; changes: unknown[] }>('PUT', '/settings?dryRun=true', { settings }),
    );
    expect(dry.dryRun).toBe(true);
    expect(dry.changes.length).toBeGreaterThan(0);
    expect((await at.set(id, 'title', 'Admiral')).outcome).toMatchObject({ status: 'succeeded' });
    expect(await at.account('grace')).toMatchObject({ display: 'Grace' });

    await at.configure(settings);
    const { result } = await at.ask<{ result: { action: string } }>('POST', '/provision', { userName: 'grace' });
    expect(result).toMatchObject({ result: 'succeeded', action: 'update' });
    expect(await at.account('grace')).toMatchObject({ display: 'Grace of Navy' });
    await at.configure({});
  });

  it('about everybody is what then becomes of each', async () => {
    await at.create('stays', { userType: 'Employee' });
    await at.create('leaves', { userType: 'Guest' });
    const settings = { scope: 'userType eq "Employee"' };
    const lines = await untouched(() => at.stage.sites.lines<Prospect>('/targets/site/explain-all', { settings }));
    const summary = lines.pop();
    const foretold = new Map(lines.map(({ userName, prospect }) => [userName, prospect]));
    expect(foretold.get('stays')).toBe('unchanged');
    expect(foretold.get('leaves')).toBe('deactivate');
    expect(summary).toMatchObject({ summary: true, counts: { unchanged: 1, deactivate: lines.length - 1 } });

    await at.configure(settings);
    for (const [login, prospect] of foretold) {
      await eventually(`${login} as foretold`, async () => {
        return ((await at.account(login))?.roles.length === 0) === (prospect === 'deactivate');
      });
    }
    await at.configure({});
  });
});

describe('a rehearsal of yesterday through another mapping', () => {
  it('names the events that would be treated otherwise, touches nothing, and is what then comes', async () => {
    const first = await at.create('tess', { title: 'Clerk', displayName: 'Tess' });
    await at.set(first.id, 'title', 'Manager');
    const second = await at.create('untitled', { displayName: 'Untitled' });
    await at.database.query(
      `UPDATE provisioner.states SET received_at = received_at - interval '1 day' WHERE scim_id = ANY ($1)`,
      [[first.id, second.id]],
    );
    const settings = { mapping: [...mapping, { to: 'meta.job', from: { path: 'title' } }] };
    const [from, to] = [2 * DAY_MS, DAY_MS / 2].map((ago) => new Date(Date.now() - ago).toISOString());
    const lines = await untouched(() =>
      at.stage.sites.lines<Rehearsed>('/targets/site/rehearse', { from, to, settings }),
    );
    const summary = lines.pop();
    expect(summary).toMatchObject({ summary: true, events: 3, differing: 2 });
    expect(lines.map(({ userName, differs }) => [userName, differs])).toEqual([
      ['tess', ['meta.job']],
      ['tess', ['meta.job']],
    ]);
    const foretold = lines.at(-1)?.candidate.operation?.meta?.job;
    expect(foretold).toBe('Manager');
    expect((await at.account('tess'))?.meta).not.toHaveProperty('job');

    await at.configure(settings);
    await at.job('/resync');
    expect((await at.account('tess'))?.meta).toMatchObject({ job: foretold });
    expect((await at.account('untitled'))?.meta).not.toHaveProperty('job');
    await at.configure({});
  });
});

describe('provisioning somebody now', () => {
  it('is done, and told, before the answer, and puts right what was changed in WordPress', async () => {
    const { id } = await at.create('now', { displayName: 'Now' });
    await at.php(`wp_update_user(['ID' => get_user_by('login', 'now')->ID, 'display_name' => 'Then']); return 1;`);
    const answer = await at.ask<{ result: object; explanation: Explanation; detail: string }>('POST', '/provision', {
      scimId: id,
    });
    const account: Account | null = await at.account('now');
    expect(account).toMatchObject({ display: 'Now' });
    expect(answer).toMatchObject({
      result: { result: 'succeeded' },
      explanation: { changes: [{ path: 'display_name', wanted: 'Now', found: 'Then' }] },
    });
    const outcome: AuditEntry = await at.outcome(id, ({ detail }) => detail === answer.detail);
    expect(outcome.status).toBe('succeeded');
  });
});
