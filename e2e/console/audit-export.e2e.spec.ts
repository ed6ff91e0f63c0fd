import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Download, Page } from 'playwright-core';
import { dialog, press, see, signIn } from '../src/console/acts.js';
import { ConsoleStage, inBrowser } from '../src/console/console-stage.js';
import { eventually } from '../src/clients.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PEOPLE = ['ada', 'bea', 'cid'];
let stage: ConsoleStage;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-export-'));
  stage = await ConsoleStage.set();
  for (const userName of PEOPLE)
    await stage.idp().post({ schemas: [USER], userName, emails: [{ value: `${userName}@example.com` }] });
  await eventually('the outcomes', async () => (await stage.auditor.all({ kind: 'outcome' })).length === PEOPLE.length);
}, 180_000);
afterAll(async () => {
  await stage?.strike();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function saved(page: Page, act: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return keep(download);
}
async function keep(download: Download): Promise<string> {
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}
/** Exit code of the program that compares a file with its manifest. */
async function check(file: string, manifest: string): Promise<number> {
  try {
    await promisify(execFile)(process.execPath, ['apps/audit/dist/export/check.js', file, manifest]);
    return 0;
  } catch (error) {
    return (error as { code: number }).code;
  }
}

const name = 'what was looked for becomes a file, as CSV and as JSON lines, with a manifest that finds a forged one';
it(
  name,
  inBrowser(
    () => stage,
    name,
    async (page) => {
      await signIn(page, stage.operatorToken, '/audit?kind=outcome');
      await see(page, '3 entries');
      const files: Record<string, string> = {};
      for (const format of ['CSV', 'JSON lines']) {
        await press(page, 'Export these');
        await see(dialog(page), 'A file of 3 entries');
        await dialog(page).getByRole('radio', { name: format }).click();
        files[format] = await saved(page, () => press(dialog(page), 'Download'));
        await see(dialog(page), 'The download has begun.');
        await press(dialog(page).locator('footer, form, div'), 'Close');
      }
      const lines = (await readFile(files['JSON lines']!, 'utf8')).trim().split('\n');
      expect(lines.map((line) => (JSON.parse(line) as { userName: string }).userName).sort()).toEqual(PEOPLE);
      const table = (await readFile(files.CSV!, 'utf8')).trim().split(/\r?\n/);
      expect(table).toHaveLength(1 + PEOPLE.length);
      for (const person of PEOPLE) expect(table.join('\n')).toContain(`${person}@example.com`);

      await page.getByRole('navigation', { name: 'Parts of the audit' }).getByRole('link', { name: 'Exports' }).click();
      const made = page.getByRole('region', { name: 'Exports' }).getByRole('row').filter({ hasText: 'operator' });
      for (const [format, mark] of [
        ['CSV', 'CSV'],
        ['JSON lines', 'NDJSON'],
      ] as const) {
        const row = made.filter({ hasText: mark });
        const manifest = await saved(page, () => press(row, 'Save'));
        expect(await check(files[format]!, manifest)).toBe(0);
        const forged = join(folder, `forged-${mark}`);
        await writeFile(forged, (await readFile(files[format]!, 'utf8')).replace('ada', 'eve'));
        expect(await check(forged, manifest)).toBe(1);
      }
    },
  ),
  90_000,
);
