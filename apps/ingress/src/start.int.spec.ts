import { ConfigurationError } from '@usher/config';
import { startIngress } from './start.js';
import { type Ingress, patchBody, someUser, startTestIngress, TOKEN } from './testing/harness.js';

let ingress: Ingress;

beforeAll(async () => {
  ingress = await startTestIngress();
});
afterAll(() => ingress?.stop());

describe('startIngress', () => {
  it('says of each variable that is missing what to do', async () => {
    const failure = await startIngress({}).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigurationError);
    const { faults } = failure as ConfigurationError;
    expect(faults).toHaveLength(3);
    expect(faults).toContainEqual(expect.stringContaining('DATABASE_URL must be'));
    expect(faults).toContainEqual(expect.stringContaining('USHER_SCIM_TOKEN must be set'));
    expect(faults).toContainEqual(expect.stringContaining('USHER_OPERATOR_TOKEN must be set'));
  });

  it('serves health, ready and metrics beside SCIM', async () => {
    for (const path of ['/health/live', '/health/ready', '/metrics']) {
      expect((await fetch(`${ingress.url}${path}`)).status).toBe(200);
    }
  });

  it('leaves errors outside /scim/v2 to others', async () => {
    const answer = await fetch(`${ingress.url}/elsewhere`);
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([404, null]);
    expect(answer.headers.get('content-type')).not.toContain('scim');
  });
});

describe('several ingresses on one database', () => {
  let second: Ingress;

  beforeAll(async () => {
    second = await startTestIngress({ DATABASE_URL: ingress.databaseUrl });
  });
  afterAll(() => second?.stop());

  it('keep every one of many changes of one user that they get at once', async () => {
    const { body } = await ingress.scim('POST', '/Users', someUser({ emails: undefined }));
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => {
        const value = [{ value: `n${n}@example.org`, type: `t${n}` }];
        const service = n % 2 ? ingress : second;
        return service.scim('PATCH', `/Users/${body.id}`, patchBody({ op: 'add', path: 'emails', value }));
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const { body: user } = await second.scim('GET', `/Users/${body.id}`);
    expect(user.emails).toHaveLength(30);
    const events = (await ingress.events()).filter(({ event }) => event.user.id === body.id);
    expect(events.map(({ event }) => event.user.revision)).toEqual(Array.from({ length: 31 }, (_, n) => n + 1));
  });

  it('answer with what is stored, whatever they saw last', async () => {
    const { body } = await ingress.scim('POST', '/Users', someUser({ title: 'Dr.' }));
    const path = `/Users/${body.id}`;
    const titled = (value: string) => patchBody({ op: 'replace', path: 'title', value });
    const changed = await second.scim('PATCH', path, titled('Prof.'));
    // What the first one saw last has this title already.
    const back = await ingress.scim('PATCH', path, titled('Dr.'));
    expect([changed.body.meta.version, back.body.meta.version]).toEqual(['W/"2"', 'W/"3"']);
    await second.scim('PATCH', path, titled('Prof.'));
    const same = await ingress.scim('PATCH', path, titled('Prof.'));
    expect([same.status, same.body.meta.version]).toEqual([200, 'W/"4"']);
    const matched = await ingress.scim('PATCH', path, titled('Dr.'), { 'if-match': 'W/"4"' });
    expect(matched.status).toBe(200);
    await second.scim('DELETE', path);
    expect((await ingress.scim('PATCH', path, titled('Dr.'))).status).toBe(404);
    expect((await ingress.scim('DELETE', path)).status).toBe(404);
  });

  it('make a user once that both are asked to make, and count it once', async () => {
    const { body: before } = await ingress.scim('GET', '/Users?count=0');
    const user = someUser();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => (n % 2 ? ingress : second).scim('POST', '/Users', user)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...new Array<number>(9).fill(409)]);
    const { body: after } = await second.scim('GET', '/Users?count=0');
    expect(after.totalResults).toBe(before.totalResults + 1);
  });
});

describe('a restart', () => {
  it('finds the users as they were, and takes a new token instead of the old one', async () => {
    const { body } = await ingress.scim('POST', '/Users', someUser());
    const again = await startTestIngress({
      DATABASE_URL: ingress.databaseUrl,
      USHER_SCIM_TOKEN: 'another-token-of-16',
    });
    try {
      const path = `/Users/${body.id}`;
      const renewed = await again.scim('GET', path, undefined, { authorization: 'Bearer another-token-of-16' });
      expect([renewed.status, renewed.body.meta.version]).toEqual([200, 'W/"1"']);
      const old = await again.scim('GET', path, undefined, { authorization: `Bearer ${TOKEN}` });
      expect(old.status).toBe(401);
    } finally {
      await again.stop();
    }
  });
});
