/**
 * What the image runs: `entrypoint.mjs <service>` starts one service, `entrypoint.mjs setup` makes topics and tables and
 * ends, `entrypoint.mjs health` asks the service in this container whether it is ready, `entrypoint.mjs audit-verify`
 * proves the audit's ledger or names its first fault (`--help` tells the options). With USHER_ENV_FILE the
 * service waits for that file, unless WORDPRESS_URL is empty, and takes from it the variables that aren't set yet: in the
 * compose file the job that installs WordPress leaves the connector's password there.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseEnv } from 'node:util';

/** The program of each, below apps. */
const SERVICES = {
  ingress: 'ingress/dist/main.js',
  provisioner: 'provisioner/dist/main.js',
  audit: 'audit/dist/main.js',
  console: 'console/dist/server/main.js',
};
const ENV_FILE_WITHIN_MS = 300_000;

function fail(reason) {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}

async function health() {
  try {
    const answer = await fetch(`http://127.0.0.1:${process.env.USHER_HTTP_PORT ?? 8080}/health/ready`, {
      signal: AbortSignal.timeout(4_000),
    });
    if (!answer.ok) fail(await answer.text());
  } catch (error) {
    fail(`not reachable: ${error instanceof Error ? error.message : error}`);
  }
}

/**
 * Topics and tables, which the services would also make when they start: done once before, a broker or a database that
 * refuses shows up in one place, and nothing else starts. Ingress and audit are started on a port of their own and ended.
 */
async function setup() {
  const environment = { ...process.env, USHER_HTTP_HOST: '127.0.0.1', USHER_HTTP_PORT: '0' };
  const [{ startIngress }, { startAudit }, { ProvisionerDatabase }] = await Promise.all(
    ['ingress/dist/index.js', 'audit/dist/index.js', 'provisioner/dist/database.js'].map(
      (path) => import(new URL(`../apps/${path}`, import.meta.url).href),
    ),
  );
  try {
    for (const start of [startIngress, startAudit]) await (await start(environment)).close();
    await (await ProvisionerDatabase.open(process.env.DATABASE_URL)).onApplicationShutdown();
  } catch (error) {
    fail(`setup: ${error instanceof Error ? error.message : error}`);
  }
  process.stdout.write('setup: topics and tables are ready\n');
}

async function takeEnvFile(path) {
  const until = Date.now() + ENV_FILE_WITHIN_MS;
  while (!existsSync(path) || statSync(path).size === 0) {
    if (Date.now() > until) fail(`${path} did not appear within ${ENV_FILE_WITHIN_MS / 60_000} minutes`);
    await sleep(500);
  }
  // An empty variable counts as unset, as it does for the services.
  for (const [variable, value] of Object.entries(parseEnv(readFileSync(path, 'utf8')))) process.env[variable] ||= value;
}

const [name] = process.argv.slice(2);
if (name === 'health') {
  await health();
} else if (name === 'setup') {
  await setup();
} else if (name === 'audit-verify') {
  process.argv.splice(2, 1);
  await import(new URL('../apps/audit/dist/verify/main.js', import.meta.url).href);
} else if (Object.hasOwn(SERVICES, name ?? '')) {
  const { USHER_ENV_FILE, WORDPRESS_URL, WORDPRESS_APPLICATION_PASSWORD } = process.env;
  // Without an address there is no such site, and nobody who would write the file.
  if (USHER_ENV_FILE && WORDPRESS_URL && !WORDPRESS_APPLICATION_PASSWORD) await takeEnvFile(USHER_ENV_FILE);
  await import(new URL(`../apps/${SERVICES[name]}`, import.meta.url).href);
} else {
  fail(
    `Say which: ${Object.keys(SERVICES).join(', ')}, setup, health or audit-verify${name === undefined ? '' : ` (not "${name}")`}`,
  );
}
