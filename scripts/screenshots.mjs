/**
 * `npm run screenshots`: the pictures of the console in docs/images, taken anew of an Usher that is started for it, with
 * the people of the demo and a few matters that wait for somebody. Needs a Chromium, as the tests of the console do.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../', import.meta.url));
const images = join(root, 'docs/images');
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const HOST = 'usher.example.org';
/** Bytes of one picture. */
const LIMIT = 150_000;

const folder = await mkdtemp(join(tmpdir(), 'usher-screenshots-'));
const usher = spawn(process.execPath, [join(root, 'apps/standalone/dist/main.js'), '--demo'], {
  cwd: folder,
  env: { ...process.env, USHER_DATA_DIR: folder, USHER_HTTP_PORT: '0', USHER_WORDPRESS_PORT: '8888' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let printed = '';
usher.stdout.on('data', (chunk) => (printed += chunk));
const ended = new Promise((resolve) => usher.once('exit', resolve));
try {
  await until('the end of the demo', () => {
    if (usher.exitCode !== null) throw new Error(`Usher ended:\n${printed}`);
    return printed.includes('WordPress has exactly what the provider asked for');
  });
  const credentials = JSON.parse(await readFile(join(folder, 'credentials.json'), 'utf8'));
  const entry = await prepare(credentials);
  await takeAll(credentials, entry);
} finally {
  usher.kill('SIGTERM');
  await ended;
  await rm(folder, { recursive: true, force: true });
}

/** Gives the console something to show. @returns id of an entry of the audit worth opening */
async function prepare({ scim, operator }) {
  const ask = requester(operator.baseUrl, operator.token);
  const idp = requester(scim.baseUrl, scim.token);
  await ask('POST', '/connections', { id: 'okta', name: 'Okta', preset: 'okta' });
  await ask('POST', '/connections/okta/tokens', { name: 'Okta' });

  const settings = { budget: { count: 0, share: null, windowMinutes: 60 }, matching: [] };
  await ask('PUT', '/targets/default/settings', { settings });
  const { Resources: people } = await idp('GET', '/Users?count=100');
  const active = people.filter((person) => person.active !== false).slice(-3);
  for (const { id } of active) {
    const Operations = [{ op: 'replace', path: 'active', value: false }];
    await idp('PATCH', `/Users/${id}`, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations });
  }
  // Somebody else has the login there already: the site's own administrator.
  await idp('POST', '/Users', {
    ...{ schemas: [USER], userName: 'admin', displayName: 'Ada Mindful' },
    emails: [{ value: 'ada.mindful@example.com' }],
  });
  await until('what waits', async () => {
    const { approvals, deadLetters } = await ask('GET', '/provisioning/attention');
    return approvals === active.length && deadLetters === 1;
  });
  const { entries } = await ask('GET', '/audit/entries?kind=outcome&action=update&status=succeeded&limit=1');
  return entries[0].id;
}

async function takeAll({ operator, console: { url } }, entry) {
  const isRoot = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath: process.env.PLAYWRIGHT_CHROMIUM ?? installedChromium(),
    // The pictures show an address that reads well, whatever port this one has.
    args: [`--host-resolver-rules=MAP ${HOST} ${new URL(url).host}`, ...(isRoot ? ['--no-sandbox'] : [])],
  });
  await mkdir(images, { recursive: true });
  const context = await browser.newContext({
    ...{ baseURL: `http://${HOST}`, viewport: { width: 1440, height: 900 }, colorScheme: 'light', locale: 'en-GB' },
  });
  const page = await context.newPage();
  await page.goto('/');
  await page.getByLabel('Operator token').fill(operator.token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  const take = (name, path, act) => picture(page, name, path, act);
  await take('overview', '/');
  await take('set-up', '/setup/okta');
  await take('mapping', '/targets/default/mapping', () => page.getByRole('button', { name: /^Display name/ }).click());
  await take('people', '/people');
  await take('audit', `/audit?entry=${entry}`, () => page.getByText('What happened').waitFor());
  await take('attention', '/attention');
  await page.emulateMedia({ colorScheme: 'dark' });
  await take('overview-dark', '/');
  await browser.close();
}

/** Saves one screen as WebP, which the browser itself makes. */
async function picture(page, name, path, act = async () => undefined) {
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await act();
  await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' });
  // What is drawn after its data, as charts are.
  await page.waitForTimeout(1_500);
  const png = (await page.screenshot({ animations: 'disabled' })).toString('base64');
  const canvas = await page.context().newPage();
  const webp = await canvas.evaluate(`(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${png}';
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    canvas.getContext('2d').drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.93).split(',')[1];
  })()`);
  await canvas.close();
  const bytes = Buffer.from(webp, 'base64');
  if (bytes.length > LIMIT) throw new Error(`${name} has ${bytes.length} bytes, more than ${LIMIT}`);
  await writeFile(join(images, `${name}.webp`), bytes);
  console.log(`docs/images/${name}.webp  ${Math.round(bytes.length / 1000)} kB`);
}

/** Asks a JSON API with a bearer token. */
function requester(baseUrl, token) {
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
    const response = await fetch(baseUrl + path, { method, headers, body: body && JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return response.status === 204 ? undefined : response.json();
  };
}

async function until(what, probe) {
  const deadline = Date.now() + 300_000;
  while (!(await probe())) {
    if (Date.now() > deadline) throw new Error(`${what} did not come:\n${printed}`);
    await sleep(300);
  }
}

function installedChromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const where = names.map((name) => `command -v ${name}`).join(' || ');
  return execFileSync('sh', ['-c', `${where} || true`], { encoding: 'utf8' }).trim();
}
