import { Browser } from './src/browser.js';
import { type AuditEntry, eventually } from './src/clients.js';
import { EVENT_LOGS, setStage, type Stage } from './src/stage.js';

describe.each(EVENT_LOGS)('answers that wait for the site, on the %s event log', (log) => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await setStage(log);
    await stage.connections.ask('PATCH', '/connections/default', { answer: { mode: 'applied', timeoutSeconds: 20 } });
  }, 180_000);

  afterAll(() => stage?.strike(), 60_000);

  const person = (userName: string): object => ({
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
    const answer = await stage.idp.post(person('ada'));
    const account = await inside('ada');
    expect(answer).toMatchObject({ status: 201, provisioning: 'applied' });
    expect(account).toMatchObject({ roles: ['subscriber'] });
  });

  it('gives the words of the site for a login of an administrator, keeps nobody, and succeeds once that is put right', async () => {
    const made = await stage.wordpress.evaluate(
      `echo wp_insert_user(['user_login' => 'boss', 'user_pass' => 'x', 'user_email' => 'boss@site.example', 'role' => 'administrator']);`,
    );

    const refused = await stage.idp.post(person('boss'));
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
    const again = await stage.idp.post(person('boss'));
    expect(again).toMatchObject({ status: 201, provisioning: 'applied' });
    expect(await inside('boss')).toMatchObject({ id: Number(made) });
    expect((await stage.idp.find('userName eq "boss"')).body.totalResults).toBe(1);
  });

  it('says applied to a deactivation when no door is open any more', async () => {
    const { body } = await stage.idp.post(person('leaver'));
    const account = await inside('leaver');
    const applicationPassword = await stage.wordpress.evaluate(`
      $id = ${account?.id};
      wp_set_password('right horse', $id);
      echo WP_Application_Passwords::create_new_application_password($id, ['name' => 'phone'])[0];`);
    const session = new Browser(stage.wordpress.url);
    expect(await session.logIn('leaver', 'right horse')).toBe(true);
    const doors = async () => ({
      form: await new Browser(stage.wordpress.url).logIn('leaver', 'right horse'),
      email: await new Browser(stage.wordpress.url).logIn('leaver@example.com', 'right horse'),
      session: (await session.account()) !== null,
      applicationPassword: (await me(`leaver:${applicationPassword}`)) === 200,
      xmlRpc: (await xmlRpc('leaver', 'right horse')) === 'in',
      reset:
        (await stage.wordpress.evaluate(
          `echo is_wp_error(get_password_reset_key(get_user_by('login', 'leaver'))) ? 'refused' : 'given';`,
        )) === 'given',
    });
    const all = { form: true, email: true, session: true, applicationPassword: true, xmlRpc: true, reset: true };
    expect(await doors()).toEqual(all);

    const answer = await stage.idp.patch(body.id, { op: 'replace', path: 'active', value: false });
    const after = await doors();
    expect(answer).toMatchObject({ status: 200, provisioning: 'applied', body: { active: false } });
    expect(after).toEqual(Object.fromEntries(Object.keys(all).map((door) => [door, false])));
    expect(await inside('leaver')).toEqual({ id: account?.id, roles: [] });
  });

  async function me(credentials: string): Promise<number> {
    const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
    return (await fetch(`${stage.wordpress.url}/wp-json/wp/v2/users/me`, { headers: { authorization } })).status;
  }

  async function xmlRpc(login: string, password: string): Promise<'in' | 'refused'> {
    const values = ['1', login, password].map((text) => `<param><value><string>${text}</string></value></param>`);
    const body = `<?xml version="1.0"?><methodCall><methodName>wp.getProfile</methodName><params>${values.join('')}</params></methodCall>`;
    const response = await fetch(`${stage.wordpress.url}/xmlrpc.php`, { method: 'POST', body });
    const text = await response.text();
    if (!text.includes('<methodResponse>')) throw new Error(`XML-RPC answered ${response.status}: ${text}`);
    return text.includes('<fault>') ? 'refused' : 'in';
  }
});
