import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { ProvisionerApp, TOKEN } from '../testing/provisioner-app.js';

const plugin = fileURLToPath(new URL('../../../wordpress-connector/usher-connector/', import.meta.url));
let usher: ProvisionerApp;
beforeAll(async () => (usher = await ProvisionerApp.open([])));
afterAll(() => usher.close());

const get = async (headers: Record<string, string> = {}) =>
  fetch(`${await usher.app.getUrl()}/api/targets/connector.zip`, {
    headers: { authorization: `Bearer ${TOKEN}`, ...headers },
  });

describe('GET /api/targets/connector.zip', () => {
  it('gives the plugin to install, named by its version', async () => {
    const response = await get();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/zip');
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="usher-connector-\d+\.\d+\.\d+\.zip"$/,
    );
    const files = Object.keys(unzipSync(new Uint8Array(await response.arrayBuffer())));
    const there = (await readdir(plugin, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    expect(files).toHaveLength(there.length);
    expect(files).toContain('usher-connector/usher-connector.php');
  });

  it('is not sent again to who has it', async () => {
    const etag = (await get()).headers.get('etag')!;
    const again = await get({ 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('is for operators', async () => {
    expect((await get({ authorization: 'Bearer wrong' })).status).toBe(401);
  });
});
