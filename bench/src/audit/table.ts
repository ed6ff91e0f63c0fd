import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, launchChromium, serveFlags, startWordPress } from '@usher/testing';
import type { Page } from 'playwright-core';
import { startServer } from '../child.js';
import { figuresOf, LATE_FRAME_MS, type TableFigures } from './report.js';

const SCROLLED_FOR_MS = 60_000;
/** More rows of one name than are among the newest by chance. */
const FOUND = 9;
/** Pixels of a turn of the wheel, and milliseconds between two. */
const WHEEL = { by: 600, every: 40 };

/**
 * The table of the console over the ledger, in a Chromium of its own: Usher as `npm start` runs it, with a WordPress
 * that nobody is sent to. Somebody signs in, searches, and scrolls through the entries as fast as the wheel goes.
 */
export async function measureTable(databaseUrl: string, token: string): Promise<TableFigures> {
  const cleanUp: (() => Promise<unknown>)[] = [];
  try {
    const [wordpress, folder] = await Promise.all([startWordPress(), mkdtemp(join(tmpdir(), 'usher-bench-'))]);
    cleanUp.push(
      () => rm(folder, { recursive: true, force: true }),
      () => wordpress.stop(),
    );
    const main = fileURLToPath(new URL('../../../apps/standalone/dist/main.js', import.meta.url));
    const environment = {
      ...{ DATABASE_URL: databaseUrl, USHER_OPERATOR_TOKEN: token, USHER_DATA_DIR: folder },
      WORDPRESS_URL: wordpress.url,
      WORDPRESS_USERNAME: wordpress.connector.username,
      WORDPRESS_APPLICATION_PASSWORD: wordpress.connector.applicationPassword,
    };
    const usher = await startServer('standalone', main, await freePort(), environment, serveFlags());
    cleanUp.push(() => usher.stop());
    const browser = await launchChromium();
    cleanUp.push(() => browser.close());
    const page = await browser.newPage({ baseURL: usher.baseUrl, viewport: { width: 1440, height: 900 } });
    return await readThrough(page, token);
  } finally {
    for (const end of cleanUp.reverse()) await end();
  }
}

async function readThrough(page: Page, token: string): Promise<TableFigures> {
  await page.goto('/');
  await page.getByLabel('Operator token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();

  const table = page.getByRole('region', { name: 'Entries of the audit' });
  const rows = table.locator('tbody tr[data-index]');
  const opened = performance.now();
  await page.goto('/audit');
  await rows.first().waitFor();
  const firstRows = performance.now() - opened;

  const box = page.getByLabel('Search the audit');
  await box.pressSequentially('zimmermann');
  const typed = performance.now();
  await rows
    .filter({ hasText: /zimmermann/ })
    .nth(FOUND)
    .waitFor();
  const search = performance.now() - typed;
  await page.goto('/audit');
  await rows.first().waitFor();

  await table.hover();
  await page.evaluate(watchFrames);
  const end = performance.now() + SCROLLED_FOR_MS;
  while (performance.now() < end && !(await page.getByRole('button', { name: 'Go on after these' }).isVisible())) {
    for (let turn = 0; turn < 10; turn += 1) {
      await page.mouse.wheel(0, WHEEL.by);
      await sleep(WHEEL.every);
    }
  }
  const times = await page.evaluate(() => (globalThis as unknown as { frames: number[] }).frames);
  const read = Number(await rows.last().getAttribute('data-index')) + 1;
  const late = times.filter((ms) => ms > LATE_FRAME_MS).length;
  return { firstRows, search, rows: read, frames: { ...figuresOf(times), count: times.length, late } };
}

/** Runs in the page. */
function watchFrames(): void {
  const frames: number[] = [];
  (globalThis as unknown as { frames: number[] }).frames = frames;
  const next = (globalThis as unknown as { requestAnimationFrame: (then: (at: number) => void) => void })
    .requestAnimationFrame;
  let last: number | undefined;
  const frame = (at: number): void => {
    if (last !== undefined) frames.push(at - last);
    last = at;
    next(frame);
  };
  next(frame);
}
