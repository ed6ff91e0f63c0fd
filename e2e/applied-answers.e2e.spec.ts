import { openPhpDoor } from '@usher/testing';
import { type AuditEntry, eventually } from './src/clients.js';
import { DOORS, openDoors, settleIn } from './src/login-doors.js';
import { EVENT_LOGS, setStage, type Stage } from './src/stage.js';

describe.each(EVENT_LOGS)('answers that wait for the site, on the %s event log', (log) => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await setStage(log);
    await stage.connections.ask('PATCH', '/connections/default', { answer: { mode: 'applied', timeoutSeconds: 20 } });
  }, 180_000);

  afterAll(() => stage?.strike(), 60_000);

  const user = (userName: string): object => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName,
    emails: [{ value: `${userName}@example.com` }],
  });

  /** What WordPress itself says of a login, read inside WordPress. */
  async function inside(login: string): Promise<{ id: number; roles: string[] } | null> {
    const answer = await stage.wordpress.evaluate(
      `$u = get_user_by('login', '${login}'); echo wp_json_encode($u ? ['id' => $u->ID, 'roles' => array_values($u->roles)] : null);`,
    );
    return JSON.parse(answer) as { id: number; roles: string[] } | null;
  }

  it('says applied to a create when the account is there', async () => {
    const answer = await stage.idp.post(user('ada'));
    const account = await inside('ada');
    expect(answer).toMatchObject({ status: 201, provisioning: 'applied' });
    expect(account).toMatchObject({ roles: ['subscriber'] });
  });

  it('gives the words of the site for a login of an administrator, keeps nobody, and succeeds once that is put right', async () => {
    const made = await stage.wordpress.evaluate(
      `echo wp_insert_user(['user_login' => 'boss', 'user_pass' => 'x', 'user_email' => 'boss@site.example', 'role' => 'administrator']);`,
    );

    const refused = await stage.idp.post(user('boss'));
    expect(refused).toMatchObject({ status: 400, provisioning: null });
    expect(refused.body).toMatchObject({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      scimType: 'invalidValue',
      detail: expect.stringContaining('The account "boss" has rights over this site, and Usher may not link it.'),
    });
    expect((await stage.idp.find('userName eq "boss"')).body.totalResults).toBe(0);
    const withdrawn = await eventually('the withdrawal in the audit', async () => {
      const { entries } = await stage.auditor.page({ userName: 'boss', action: 'delete', status: 'accepted' });
      return entries[0];
    });
    expect(withdrawn.actor).toBe('Usher: withdrawn because the site refused');
    await eventually('the outcome of the withdrawal', async () => {
      const { entries } = await stage.auditor.page({ resourceId: withdrawn.resourceId });
      return entries.some((entry: AuditEntry) => entry.target !== null && entry.traceId === withdrawn.traceId);
    });
    expect(await inside('boss')).toEqual({ id: Number(made), roles: ['administrator'] });

    await stage.wordpress.evaluate(`get_user_by('login', 'boss')->set_role('subscriber');`);
    const again = await stage.idp.post(user('boss'));
    expect(again).toMatchObject({ status: 201, provisioning: 'applied' });
    expect(await inside('boss')).toMatchObject({ id: Number(made) });
    expect((await stage.idp.find('userName eq "boss"')).body.totalResults).toBe(1);
  });

  it('says applied to a deactivation when no door is open any more', async () => {
    const { body } = await stage.idp.post(user('leaver'));
    const account = await inside('leaver');
    const person = await settleIn(await openPhpDoor(stage.wordpress), stage.wordpress.url, 'leaver');
    expect(await openDoors(person)).toEqual(Object.keys(DOORS));

    const answer = await stage.idp.patch(body.id, { op: 'replace', path: 'active', value: false });
    const after = await openDoors(person);
    expect(answer).toMatchObject({ status: 200, provisioning: 'applied', body: { active: false } });
    expect(after).toEqual([]);
    expect(await inside('leaver')).toEqual({ id: account?.id, roles: [] });
  });
});
