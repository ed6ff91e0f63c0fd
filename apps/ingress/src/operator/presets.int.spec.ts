import { PRESETS } from '@usher/scim';
import { type Ingress, startTestIngress } from '../testing/harness.js';

let ingress: Ingress;

beforeAll(async () => {
  ingress = await startTestIngress();
});
afterAll(() => ingress?.stop());

describe('the guides of the identity providers', () => {
  it('are all there, widely used ones first, with the address of this server in its places', async () => {
    const { status, body } = await ingress.api('GET', '/presets');
    expect(status).toBe(200);
    const ids = body.presets.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(PRESETS.map(({ id }) => id));
    expect(ids.slice(0, 5)).toEqual(['entra', 'okta', 'onelogin', 'jumpcloud', 'google']);
    expect(body.presets[0]).toEqual({
      id: 'entra',
      name: 'Microsoft Entra ID',
      aliases: ['Azure AD', 'Azure Active Directory'],
      matching: expect.any(String),
      switches: expect.objectContaining({ create: expect.any(String) }),
      cases: expect.arrayContaining([expect.objectContaining({ id: 'saml' })]),
      notes: expect.any(Array),
    });
    expect(JSON.stringify(body)).toContain(`"label":"Tenant URL","value":"${ingress.url}/scim/v2"`);
    expect(JSON.stringify(body)).not.toContain('{baseUrl}');
  });

  it('are for operators only', async () => {
    expect((await ingress.api('GET', '/presets', undefined, { authorization: null })).status).toBe(401);
  });
});
