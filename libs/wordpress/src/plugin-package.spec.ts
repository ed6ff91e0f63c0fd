import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { packPlugin } from './plugin-package.js';

const folder = fileURLToPath(new URL('../../../apps/wordpress-connector/usher-connector', import.meta.url));

describe('the package of the plugin', () => {
  it('has every file of the folder under its name, and the version of the plugin', async () => {
    const packed = await packPlugin(folder);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    expect(packed?.files).toContain('usher-connector/usher-connector.php');
    expect(packed?.files).toHaveLength(entries.filter((entry) => entry.isFile()).length);
    const unpacked = unzipSync(packed!.zip);
    expect(Object.keys(unpacked)).toEqual(packed!.files);
    const main = Buffer.from(unpacked['usher-connector/usher-connector.php']!).toString();
    expect(main).toContain(`define( 'USHER_CONNECTOR_VERSION', '${packed!.version}' )`);
  });

  it('is the same for the same files', async () => {
    expect((await packPlugin(folder))?.zip).toEqual((await packPlugin(folder))?.zip);
  });

  it('is none where there is no plugin', async () => {
    expect(await packPlugin(`${folder}-elsewhere`)).toBeNull();
  });
});
