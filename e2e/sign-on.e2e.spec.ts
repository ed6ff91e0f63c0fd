import { Browser } from './src/browser.js';
import { type AuditEntry, eventually } from './src/clients.js';
import { SAML_PLUGIN } from './src/saml-plugin.js';
import { setStage, type Stage } from './src/stage.js';

interface Person {
  userName: string;
  externalId: string;
  email: string;
}

describe('provisioning together with SAML sign-on', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await setStage('postgres');
    const plugin = Buffer.from(SAML_PLUGIN).toString('base64');
    await stage.wordpress.evaluate(
      `file_put_contents(WPMU_PLUGIN_DIR . '/saml-sign-on.php', base64_decode('${plugin}'));`,
    );
    const { settings } = await stage.sites.ask<{ settings: { mapping: object[] } }>('GET', '/targets/default-settings');
    await stage.sites.ask('PUT', '/targets/default/settings', {
      settings: {
        mapping: [
          ...settings.mapping,
          { to: 'meta.saml_name_id', from: [{ path: 'externalId' }, { path: 'userName' }] },
        ],
        matching: [{ by: 'meta', key: 'saml_name_id', from: { path: 'externalId' } }, { by: 'email' }],
      },
    });
  }, 180_000);

  afterAll(() => stage?.strike(), 60_000);

  /** The identity provider makes the person known; gives the SCIM id and what the site did. */
  async function provision({ email, ...person }: Person): Promise<{ id: string; outcome: AuditEntry }> {
    const answer = await stage.idp.post({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      ...person,
      emails: [{ value: email }],
    });
    expect(answer.status).toBe(201);
    return { id: answer.body.id, outcome: await outcome(answer.body.id) };
  }

  async function outcome(id: string, action?: string): Promise<AuditEntry> {
    return eventually(`the outcome ${action ?? ''} for ${id}`, async () => {
      const { entries } = await stage.auditor.page({ resourceId: id, ...(action !== undefined && { action }) });
      return entries.find(({ target }) => target !== null);
    });
  }

  /** Comes with an assertion; gives the account in whose name the person is in then, the page shown, and the browser. */
  async function signIn(nameId: string, email: string) {
    const browser = new Browser(stage.wordpress.url);
    const response = await browser.submit('/?saml_acs=1', { NameID: nameId, email });
    expect(response.status).toBe(302);
    return { page: await browser.follow(response), account: await browser.account(), browser };
  }

  async function accounts(): Promise<{ id: number; login: string; email: string; nameId: string }[]> {
    const answer = await stage.wordpress.evaluate(`
      echo wp_json_encode(array_map(fn($u) => ['id' => $u->ID, 'login' => $u->user_login, 'email' => $u->user_email,
        'nameId' => get_user_meta($u->ID, 'saml_name_id', true)], get_users(['number' => -1])));`);
    return JSON.parse(answer) as { id: number; login: string; email: string; nameId: string }[];
  }
  const withEmail = async (email: string) => (await accounts()).filter((account) => account.email === email);

  async function deactivate(id: string): Promise<void> {
    expect((await stage.idp.patch(id, { op: 'replace', path: 'active', value: false })).status).toBe(200);
    expect(await outcome(id, 'deactivate')).toMatchObject({ status: 'succeeded' });
  }

  const refused = {
    account: null,
    page: expect.stringContaining('Your account on this site is deactivated') as string,
  };

  it.each([
    ['the external id', { userName: 'pia@example.com', externalId: '00u-pia', email: 'pia@example.com' }, '00u-pia'],
    ['the user name', { userName: 'pim', externalId: '', email: 'pim@example.com' }, 'pim'],
  ])('signs in to the provisioned account by %s as NameID, until it is deactivated', async (_, person, nameId) => {
    const { id, outcome: made } = await provision(person);
    expect(made).toMatchObject({ action: 'create', status: 'succeeded' });
    const [account] = await withEmail(person.email);
    expect(account).toMatchObject({ login: person.userName, nameId });

    // By the NameID alone: the address is another one in the assertion.
    const { account: signedIn, browser } = await signIn(nameId, 'elsewhere@example.com');
    expect(signedIn).toBe(account?.id);
    expect(await withEmail('elsewhere@example.com')).toEqual([]);

    await deactivate(id);
    expect(await browser.account()).toBeNull();
    expect(await signIn(nameId, person.email)).toMatchObject(refused);
    expect(await withEmail(person.email)).toMatchObject([{ id: account?.id }]);
  });

  it.each([
    ['its NameID', '00u-sam', 'found by 00u-sam in its usermeta saml_name_id', 'sam.old@example.com'],
    ['its e-mail address', 'persistent-sam', 'found by its e-mail address sara@example.com', 'sara@example.com'],
  ])('adopts the account that sign-on made, by %s, until it is deactivated', async (_, nameId, evidence, email) => {
    const { account: first, browser } = await signIn(nameId, email);
    expect(first).not.toBeNull();
    expect(await withEmail(email)).toEqual([{ id: first, login: nameId, email, nameId }]);
    const before = (await accounts()).length;

    const userName = email.startsWith('sara') ? 'sara' : 'sam';
    const person = { userName, externalId: `00u-${userName}`, email: `${userName}@example.com` };
    const { id, outcome: adopted } = await provision(person);
    expect(adopted).toMatchObject({ action: 'adopt', status: 'succeeded' });
    expect(adopted.detail).toContain(`Linked the account "${nameId}" that was there, ${evidence}.`);
    expect(await withEmail(person.email)).toEqual([
      { id: first, login: nameId, email: person.email, nameId: person.externalId },
    ]);
    expect(await accounts()).toHaveLength(before);
    expect(await browser.account()).toBe(first);
    expect((await signIn(person.externalId, person.email)).account).toBe(first);

    await deactivate(id);
    expect(await browser.account()).toBeNull();
    expect(await signIn(person.externalId, person.email)).toMatchObject(refused);
    expect(await accounts()).toHaveLength(before);
  });
});
