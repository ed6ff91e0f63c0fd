import { jest } from '@jest/globals';
import type { MatchKey } from './protocol.js';
import { connectedSite, upsert, type ConnectedSite } from './testing/connected-site.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
});
afterAll(() => at.stop());

const login = (value: string): MatchKey => ({ by: 'login', value });
const badge = (value: string): MatchKey => ({ by: 'meta', key: 'badge', value });

describe('the question which account an upsert would take', () => {
  it('is answered with the account and the key that finds it, and nothing is changed', async () => {
    const id = await at.addAccount({ login: 'local', meta: { badge: 'b0' } });
    const keys = [login('nobody'), badge('b0')];
    await expect(at.site.match('somebody', keys, { meta: ['badge'] })).resolves.toMatchObject({
      account: { id, login: 'local', scimId: null, meta: { badge: 'b0' } },
      by: badge('b0'),
      candidates: [],
    });
    await expect(at.site.findByScimId('somebody')).resolves.toBeNull();
    await expect(at.site.findByLogin('local')).resolves.toMatchObject({ scimId: null });
  });

  it('is answered with the account that the user has already, whatever the keys find', async () => {
    const operation = upsert();
    await at.run(operation);
    await expect(at.site.match(operation.scimId, [login('admin')])).resolves.toMatchObject({
      account: { scimId: operation.scimId },
      by: null,
    });
    await expect(at.site.match('another', [login(operation.fields.user_login)])).resolves.toEqual({
      account: null,
      by: null,
      candidates: [],
    });
  });

  it('is answered with all that fit, when there are several', async () => {
    for (const name of ['twin1', 'twin2']) await at.addAccount({ login: name, meta: { badge: 'twin' } });
    await expect(at.site.match('twin', [badge('twin')])).resolves.toMatchObject({
      account: null,
      by: badge('twin'),
      candidates: [{ login: 'twin1' }, { login: 'twin2' }],
    });
  });

  it('tells that it is an administrator', async () => {
    await expect(at.site.match('boss', [login('admin')])).resolves.toMatchObject({ account: { administrator: true } });
  });

  it('must be one', async () => {
    const malformed = [
      [{ by: 'name', value: 'x' }],
      [{ by: 'id', value: 'x' }],
      [{ by: 'meta', value: 'x' }],
      [{ by: 'meta', key: 'session_tokens', value: 'x' }],
      [{ by: 'login', value: '' }],
      [{ by: 'login' }],
      'x',
    ] as unknown as MatchKey[][];
    for (const keys of malformed) {
      await expect(at.site.match('x', keys)).rejects.toMatchObject({ code: 'usher_invalid_request' });
      expect(await at.run(upsert({ match: keys }))).toMatchObject({ code: 'invalid_operation' });
    }
    await expect(at.site.match('not an id', [])).rejects.toMatchObject({ code: 'usher_invalid_request' });
  });
});
