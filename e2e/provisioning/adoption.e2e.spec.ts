import { ConnectedStage, SITE } from '../src/connected-stage.js';

let at: ConnectedStage;

beforeAll(async () => {
  at = await ConnectedStage.set();
}, 180_000);

afterAll(() => at?.strike(), 60_000);

const count = (): Promise<number> => at.php<number>(`return count(get_users(['fields' => 'ID']));`);

interface Ambiguous {
  scimId: string;
  candidates: { id: number; login: string }[];
}
const ambiguous = async (): Promise<Ambiguous[]> =>
  (await at.stage.sites.ask<{ ambiguous: Ambiguous[] }>('GET', `/provisioning/ambiguous?targetId=${SITE}`)).ambiguous;

describe('an account that was there before', () => {
  it('is found by its login, and keeps what the directory does not know of', async () => {
    const wordpressId = await at.addAccount({ login: 'veteran', email: 'old@example.net', meta: { badge: '7' } });
    const post = await at.write('veteran', 'Long ago');
    const before = await count();
    const { outcome } = await at.create('veteran', { name: { givenName: 'Vera' } });
    expect(outcome).toMatchObject({ action: 'adopt', status: 'succeeded' });
    expect(outcome.detail).toContain('Linked the account "veteran" that was there, found by its login veteran.');
    expect(outcome.changes).toContainEqual(
      expect.objectContaining({ path: 'user_email', after: 'veteran@example.com' }),
    );
    expect(await at.account('veteran')).toMatchObject({
      ...{ id: wordpressId, email: 'veteran@example.com', first: 'Vera', roles: ['author'], meta: { badge: '7' } },
    });
    expect(await at.authorOf(post)).toBe('veteran');
    expect(await count()).toBe(before);
  });

  it('is found by its e-mail address, in any case, and keeps its login', async () => {
    const wordpressId = await at.addAccount({ login: 'oldlogin', email: 'New.Login@Example.com' });
    const { outcome } = await at.create('newlogin', { emails: [{ value: 'new.login@example.com' }] });
    expect(outcome).toMatchObject({ action: 'adopt', status: 'succeeded' });
    expect(outcome.detail).toContain('found by its e-mail address new.login@example.com');
    expect(outcome.detail).toContain('The login stays "oldlogin"');
    expect(await at.account('oldlogin')).toMatchObject({ id: wordpressId, roles: ['author'] });
    expect(await at.account('newlogin')).toBeNull();
  });

  it('is found by its usermeta where the settings say which, before the address is asked', async () => {
    await at.configure({
      matching: [{ by: 'meta', key: 'staff_number', from: { path: 'externalId' } }, { by: 'email' }],
    });
    const wordpressId = await at.addAccount({ login: 'staff', email: 's@example.net', meta: { staff_number: 'E-17' } });
    const { outcome } = await at.create('employee', { externalId: 'E-17' });
    expect(outcome).toMatchObject({ action: 'adopt', status: 'succeeded' });
    expect(outcome.detail).toContain('found by E-17 in its usermeta staff_number');
    expect(await at.account('staff')).toMatchObject({ id: wordpressId, email: 'employee@example.com' });
  });

  it('is nobody’s where the settings adopt none: the person is refused, and the account stays as it is', async () => {
    await at.configure({ matching: [] });
    await at.addAccount({ login: 'hermit' });
    const before = await at.account('hermit');
    const { outcome } = await at.create('hermit');
    expect(outcome).toMatchObject({ action: 'create', status: 'rejected', code: 'login_taken' });
    expect(await at.account('hermit')).toEqual(before);
    await at.configure({});
  });
});

describe('when two rules find different accounts', () => {
  it('nothing is done, each is told with what found it, and an operator says which it is', async () => {
    await at.configure({
      matching: [{ by: 'meta', key: 'staff_number', from: { path: 'externalId' } }, { by: 'login' }],
    });
    await at.addAccount({ login: 'bynumber', meta: { staff_number: 'E-30' } });
    await at.addAccount({ login: 'smith', email: 'another.smith@example.com' });
    const [byNumber, byLogin] = [await at.account('bynumber'), await at.account('smith')];
    const { id, outcome } = await at.create('smith', { externalId: 'E-30' });
    expect(outcome).toMatchObject({ status: 'rejected', code: 'ambiguous_match' });
    expect(outcome.detail).toContain('staff_number = E-30: "bynumber"; by the login smith: "smith"');
    expect([await at.account('bynumber'), await at.account('smith')]).toEqual([byNumber, byLogin]);

    await at.stage.sites.ask('POST', `/provisioning/ambiguous/${SITE}/${id}`, { wordpressId: byNumber?.id });
    await at.outcome(id, ({ action, status }) => action === 'adopt' && status === 'succeeded');
    expect(await at.account('bynumber')).toMatchObject({ id: byNumber?.id, email: 'smith@example.com' });
    expect(await at.account('smith')).toEqual(byLogin);
    expect(await ambiguous()).toEqual([]);
  });
});

describe('when several accounts could be a person’s', () => {
  it.each(['one of them', 'a new one'])('nothing is done until an operator chooses %s', async (choice) => {
    const fresh = choice === 'a new one';
    const number = fresh ? 'E-21' : 'E-20';
    const prefix = fresh ? 'fresh' : 'twin';
    await at.configure({ matching: [{ by: 'meta', key: 'staff_number', from: { path: 'externalId' } }] });
    for (const end of ['one', 'two']) {
      await at.addAccount({ login: prefix + end, meta: { staff_number: number } });
    }
    const [one, two] = [await at.account(`${prefix}one`), await at.account(`${prefix}two`)];
    const before = await count();
    const { id, outcome } = await at.create(`${prefix}chosen`, { externalId: number });
    expect(outcome).toMatchObject({ status: 'rejected', code: 'ambiguous_match' });
    expect(await count()).toBe(before);
    expect([await at.account(`${prefix}one`), await at.account(`${prefix}two`)]).toEqual([one, two]);

    const [waiting, ...others] = await ambiguous();
    expect([waiting?.scimId, others]).toEqual([id, []]);
    expect(waiting?.candidates.map(({ id: wordpressId, login }) => [wordpressId, login])).toEqual([
      ...[one, two].map((account) => [account?.id, account?.login]),
    ]);
    const chosen = fresh ? { new: true } : { wordpressId: two?.id };
    await at.stage.sites.ask('POST', `/provisioning/ambiguous/${SITE}/${id}`, chosen);
    const done = await at.outcome(id, ({ status }) => status === 'succeeded');
    if (fresh) {
      expect(done).toMatchObject({ action: 'create' });
      expect(await at.account('freshchosen')).toMatchObject({ email: 'freshchosen@example.com' });
      expect(await at.account('freshtwo')).toEqual(two);
    } else {
      expect(done).toMatchObject({ action: 'adopt', detail: expect.stringContaining('as an operator chose') });
      expect(await at.account('twintwo')).toMatchObject({ id: two?.id, email: 'twinchosen@example.com' });
      expect(await at.account('twinchosen')).toBeNull();
    }
    expect(await at.account(`${prefix}one`)).toEqual(one);
    expect(await ambiguous()).toEqual([]);
  });
});
