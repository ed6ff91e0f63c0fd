import { type Ingress, someUser, startTestIngress } from '../testing/harness.js';

let ingress: Ingress;

beforeAll(async () => {
  ingress = await startTestIngress({ USHER_TRUSTED_PROXIES: '1' });
});
afterAll(() => ingress?.stop());

describe('discovery', () => {
  it('tells what the server can do, and it is true', async () => {
    const { status, body } = await ingress.scim('GET', '/ServiceProviderConfig');
    expect(status).toBe(200);
    expect(body.patch.supported).toBe(true);
    expect(body.etag.supported).toBe(true);
    expect(body.filter.supported).toBe(true);
    const created = await ingress.scim('POST', '/Users', someUser());
    expect(created.headers.get('etag')).toBe(created.body.meta.version);
    const { body: page } = await ingress.scim('GET', `/Users?count=${body.filter.maxResults + 1}`);
    expect(page.itemsPerPage).toBeLessThanOrEqual(body.filter.maxResults);
  });

  it.each(['ResourceTypes', 'Schemas'])('lists the %s and gives each by its id', async (path) => {
    const { body } = await ingress.scim('GET', `/${path}`);
    expect(body.totalResults).toBe(body.Resources.length);
    expect(body.totalResults).toBeGreaterThan(0);
    for (const resource of body.Resources) {
      const one = await ingress.scim('GET', `/${path}/${encodeURIComponent(resource.id)}`);
      expect(one.body).toEqual(resource);
    }
    expect((await ingress.scim('GET', `/${path}/nothing`)).status).toBe(404);
    expect((await ingress.scim('GET', `/${path}?filter=id%20pr`)).status).toBe(403);
  });
});

describe('behind a trusted proxy', () => {
  const forwarded = {
    'x-forwarded-for': '203.0.113.99, 198.51.100.7',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'scim.example.org',
  };

  it('gives addresses as the client sees them', async () => {
    const { headers, body } = await ingress.scim('POST', '/Users', someUser(), forwarded);
    expect(headers.get('location')).toBe(`https://scim.example.org/scim/v2/Users/${body.id}`);
    expect(body.meta.location).toBe(headers.get('location'));
  });

  it('believes as many entries of X-Forwarded-For as there are proxies', async () => {
    const { body } = await ingress.scim('POST', '/Users', someUser(), forwarded);
    const event = (await ingress.events()).find(({ key }) => key === `default:${body.id}`);
    expect(event?.event.origin.sourceIp).toBe('198.51.100.7');
  });

  it('takes the address of the connection for what is no address', async () => {
    const { body } = await ingress.scim('POST', '/Users', someUser(), { 'x-forwarded-for': 'unknown<script>' });
    const event = (await ingress.events()).find(({ key }) => key === `default:${body.id}`);
    expect(event?.event.origin.sourceIp).toBe('127.0.0.1');
  });
});
