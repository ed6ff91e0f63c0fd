import type { TestWordPress } from '@usher/testing';
import { type AuditClient, eventually, type ScimClient } from './src/clients.js';
import { EVENT_LOGS, setStage, type Stage } from './src/stage.js';

interface InWordPress {
  id: number;
  login: string;
  email: string;
  first: string;
  last: string;
  display: string;
}

describe.each(EVENT_LOGS)('one user from the IdP to WordPress and the audit, on the %s event log', (log) => {
  let stage: Stage;
  let wordpress: TestWordPress;
  let idp: ScimClient;
  let auditor: AuditClient;
  let id: string;

  /** What WordPress itself says of a login, read inside WordPress. */
  async function inside(login: string): Promise<InWordPress | null> {
    const answer = await wordpress.evaluate(`
      $u = get_user_by('login', '${login}');
      echo wp_json_encode($u ? ['id' => $u->ID, 'login' => $u->user_login, 'email' => $u->user_email,
        'first' => $u->first_name, 'last' => $u->last_name, 'display' => $u->display_name] : null);`);
    return JSON.parse(answer) as InWordPress | null;
  }

  /** Waits for the nth succeeded outcome of that action, and gives the newest. */
  async function outcome(action: string, nth = 1) {
    return eventually(`audited ${action} no. ${nth}`, async () => {
      const { entries } = await auditor.page({ resourceId: id, action });
      const outcomes = entries.filter((entry) => entry.kind === 'outcome' && entry.status === 'succeeded');
      return outcomes.length >= nth && outcomes[0];
    });
  }

  beforeAll(async () => {
    stage = await setStage(log);
    ({ wordpress, idp, auditor } = stage);
  }, 180_000);

  afterAll(() => stage?.strike(), 60_000);

  it('creates the account', async () => {
    const answer = await idp.post({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'bjensen',
      externalId: 'ext-1',
      name: { givenName: 'Barbara', familyName: 'Jensen' },
      displayName: 'Babs Jensen',
      emails: [{ value: 'bjensen@example.com', type: 'work', primary: true }],
      active: true,
    });
    expect(answer.status).toBe(201);
    id = answer.body.id;

    const account = await eventually('bjensen in WordPress', async () => (await inside('bjensen')) ?? undefined);
    expect(account).toMatchObject({
      email: 'bjensen@example.com',
      first: 'Barbara',
      last: 'Jensen',
      display: 'Babs Jensen',
    });

    const done = await outcome('create');
    const request = (await auditor.all({ resourceId: id })).find((entry) => entry.target === null);
    expect(request).toMatchObject({ userName: 'bjensen', sourceIp: '127.0.0.1', traceId: done.traceId });
  });

  it('renames the person', async () => {
    const operation = {
      op: 'Replace',
      value: { 'name.familyName': 'Jensen-Smith', displayName: 'Barbara Jensen-Smith' },
    };
    expect((await idp.patch(id, operation)).status).toBe(200);
    await eventually('the new name in WordPress', async () => (await inside('bjensen'))?.last === 'Jensen-Smith');
    await outcome('update');
  });

  it('changes the e-mail address of that same account, and makes no second one', async () => {
    const accounts = (): Promise<string> => wordpress.evaluate(`echo count_users()['total_users'];`);
    const [before, account] = [await accounts(), await inside('bjensen')];
    const operation = { op: 'replace', path: 'emails[type eq "work"].value', value: 'barbara@example.com' };
    expect((await idp.patch(id, operation)).status).toBe(200);
    const changed = await eventually('the new address in WordPress', async () => {
      const now = await inside('bjensen');
      return now?.email === 'barbara@example.com' && now;
    });
    expect(changed.id).toBe(account?.id);
    expect(await accounts()).toBe(before);
    await outcome('update', 2);
  });

  it('deactivates: the account stays, and its password no longer logs in', async () => {
    await wordpress.evaluate(`wp_set_password('right horse', get_user_by('login', 'bjensen')->ID);`);
    const login = (): Promise<string> =>
      wordpress.evaluate(`$r = wp_authenticate('bjensen', 'right horse'); echo is_wp_error($r) ? 'refused' : 'in';`);
    expect(await login()).toBe('in');

    expect((await idp.patch(id, { op: 'Replace', path: 'active', value: 'False' })).status).toBe(200);
    await eventually('the login refused', async () => (await login()) === 'refused');
    expect(await inside('bjensen')).not.toBeNull();
    await outcome('deactivate');

    expect((await idp.patch(id, { op: 'replace', value: { active: true } })).status).toBe(200);
    await eventually('the login accepted again', async () => (await login()) === 'in');
    await outcome('reactivate');
  });

  it('deletes the account, and tells it in the audit', async () => {
    expect((await idp.delete(id)).status).toBe(204);
    await eventually('bjensen gone from WordPress', async () => (await inside('bjensen')) === null);
    await outcome('delete');
    expect((await idp.get(id)).status).toBe(404);
  });

  it('has one entry for each request and one for each outcome, joined by trace id', async () => {
    const entries = await eventually('six requests and six outcomes', async () => {
      const all = await auditor.all({ resourceId: id });
      return all.length >= 12 && all;
    });
    expect(entries).toHaveLength(12);
    const requests = entries.filter((entry) => entry.target === null);
    expect(requests.map((entry) => entry.action).sort()).toEqual([
      'create',
      'deactivate',
      'delete',
      'reactivate',
      'update',
      'update',
    ]);
    for (const request of requests) {
      expect(entries.filter((entry) => entry.traceId === request.traceId)).toHaveLength(2);
    }
  });

  it('brings through who takes over a user name or an e-mail address that another has just given up', async () => {
    const person = (userName: string, email: string): object => ({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName,
      emails: [{ value: email, type: 'work' }],
    });
    const email = (value: string) => ({ op: 'replace', path: 'emails[type eq "work"].value', value });
    for (const round of [1, 2, 3]) {
      const [leaver, giver, taker] = [`leaver${round}`, `giver${round}`, `taker${round}`];
      const left = await idp.post(person(leaver, `${leaver}@example.com`));
      const gives = await idp.post(person(giver, `shared${round}@example.com`));
      const takes = await idp.post(person(taker, `${taker}@example.com`));
      await eventually('all three in WordPress', async () => {
        return (await inside(leaver)) !== null && (await inside(taker)) !== null;
      });

      await idp.delete(left.body.id);
      const back = await idp.post(person(leaver, `${leaver}@example.com`));
      // A change before the one that matters, so that the giver's are still at work when the taker's arrives.
      await idp.patch(gives.body.id, { op: 'replace', path: 'displayName', value: 'Giver' });
      await idp.patch(gives.body.id, email(`${giver}@example.com`));
      await idp.patch(takes.body.id, email(`shared${round}@example.com`));

      await eventually('the address at its new owner', async () => {
        return (await inside(taker))?.email === `shared${round}@example.com`;
      });
      const told = await eventually('the outcome for the one who came back', async () => {
        const { entries } = await auditor.page({ resourceId: back.body.id });
        return entries.find((entry) => entry.target !== null);
      });
      expect(told).toMatchObject({ action: 'create', status: 'succeeded' });
    }
  });

  it('says in words why WordPress refused one user, and goes on with the next', async () => {
    const person = (userName: string, email: string): object => ({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName,
      emails: [{ value: email }],
    });
    const taken = await wordpress.evaluate(`echo get_option('admin_email');`);
    const refused = await idp.post(person('second', taken));
    const next = await idp.post(person('third', 'third@example.com'));
    expect([refused.status, next.status]).toEqual([201, 201]);
    await eventually('the next user in WordPress', async () => (await inside('third')) ?? undefined);
    const entry = await eventually('the refusal in the audit', async () => {
      const { entries } = await auditor.page({ resourceId: refused.body.id, status: 'rejected' });
      return entries[0];
    });
    // The address is the administrator's, whose account nobody gets by having it.
    expect(entry.detail).toMatch(/has rights over this site, and Usher may not link it.*Settings > Usher/);
    expect(entry.action).toBe('create');
  });
});
