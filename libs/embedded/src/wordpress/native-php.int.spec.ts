import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../process/free-port.js';
import { NativePhp } from './native-php.js';
import { sitePaths } from './site.js';

it('the log of the PHP server does not grow with its requests', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'usher-php-'));
  const site = { ...sitePaths(folder), root: folder };
  await writeFile(site.router, '<?php echo 1;');
  const port = await freePort();
  const server = await new NativePhp().serve(site, port, () => undefined);
  const ask = (): Promise<Response | null> => fetch(`http://127.0.0.1:${port}/`).catch(() => null);
  while ((await ask()) === null) await sleep(50);
  await sleep(500);
  const { size } = await stat(site.phpLog);
  for (let count = 0; count < 10; count += 1) expect(await (await ask())?.text()).toBe('1');
  await sleep(500);
  expect((await stat(site.phpLog)).size).toBe(size);
  await server.stop();
  await rm(folder, { recursive: true });
});
