/**
 * Checks docker-compose.yml and the image's Dockerfile without a container engine: every image pinned, a health check
 * for every service that stays, no secret in the file, and, where docker-compose is installed, its own validation.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path) => readFileSync(join(root, path), 'utf8');
const faults = [];

const PINNED = /^[a-z0-9./-]+:([a-z]+-)?\d+\.\d+(\.\d+)?(-[a-z0-9.]+)*(@sha256:[0-9a-f]{64})?$/;
const SECRET_NAME = /PASSWORD|TOKEN|SECRET|PRIVATE|_KEY$/;
const FROM_ENVIRONMENT = /^\$\{[A-Z0-9_]+(:?[-?][^}]*)?\}$/;
/** A default after `:-` would be a secret in the file; nothing after it is none. */
const WITH_DEFAULT = /^\$\{[A-Z0-9_]+:?-[^}]+\}$/;

/** A job ends when its work is done; everything else stays and must tell whether it is well. */
const isJob = (service) => service.restart === 'on-failure' || service.restart === 'no';

function checkService(name, service, version) {
  const complain = (what) => faults.push(`docker-compose.yml: ${name} ${what}`);
  if (service.image === undefined) complain('has no image name');
  else if (!PINNED.test(service.image)) complain(`uses ${service.image}, which is not pinned to a version`);
  if (service.build !== undefined && service.image !== `usher:${version}`)
    complain(`is built as ${service.image}, but package.json says version ${version}`);
  if (service.restart === undefined) complain('has no restart policy');
  if (!isJob(service) && service.healthcheck?.test === undefined) complain('has no health check');
  for (const [variable, value] of Object.entries(service.environment ?? {})) {
    const text = String(value);
    if (SECRET_NAME.test(variable) && (!FROM_ENVIRONMENT.test(text) || WITH_DEFAULT.test(text)))
      complain(`has ${variable} written into the file`);
    const inUrl = /:\/\/[^:/@\s]+:([^@\s]+|\$\{[^}]*\})@/.exec(text.replace(/\$\{[^}]*\}/g, '${}'))?.[1];
    if (inUrl !== undefined && inUrl !== '${}') complain(`has a password in ${variable}`);
  }
  for (const volume of service.volumes ?? []) {
    const source = String(volume).split(':', 1)[0];
    if (source.startsWith('./') && !existsSync(join(root, source))) complain(`mounts ${source}, which does not exist`);
  }
}

function checkDockerfile() {
  const lines = read('deploy/Dockerfile').split('\n');
  const bases = lines.flatMap((line) => /^FROM (\S+)/.exec(line)?.[1] ?? []);
  for (const base of bases) if (!PINNED.test(base)) faults.push(`deploy/Dockerfile: ${base} is not pinned`);
  if (new Set(bases).size !== 1) faults.push('deploy/Dockerfile: builds and runs on different images');
  const user = lines.flatMap((line) => /^USER (\S+)/.exec(line)?.[1] ?? []).at(-1);
  if (user === undefined || user === 'root') faults.push('deploy/Dockerfile: runs as root');
}

/** What compose itself says, with secrets and without. */
function checkWithCompose() {
  const [command, ...first] = [['docker-compose'], ['docker', 'compose']].find(
    ([name, ...args]) => spawnSync(name, [...args, 'version']).status === 0,
  ) ?? [undefined];
  if (command === undefined) {
    if (process.env.CI) faults.push('docker-compose is not installed: apt-get install docker-compose');
    return 'docker-compose is not installed, so its own validation was left out';
  }
  const folder = mkdtempSync(join(tmpdir(), 'usher-compose-'));
  try {
    const config = (envFile) =>
      spawnSync(
        command,
        [
          ...first,
          '--project-directory',
          root,
          '-f',
          join(root, 'docker-compose.yml'),
          '--env-file',
          envFile,
          'config',
        ],
        { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: folder } },
      );
    const made = spawnSync('sh', [join(root, 'deploy/make-env.sh')], { encoding: 'utf8' });
    for (const key of ['USHER_SECRET_KEY', 'USHER_AUDIT_SIGNING_KEY'])
      if (!new RegExp(`^${key}=[0-9a-f]{64}$`, 'm').test(made.stdout))
        faults.push(`deploy/make-env.sh makes no ${key} of 32 bytes as hex`);
    writeFileSync(join(folder, 'full.env'), made.stdout, { mode: 0o600 });
    const full = config(join(folder, 'full.env'));
    if (full.status !== 0) faults.push(`docker-compose refuses the file: ${full.stderr.trim()}`);
    writeFileSync(join(folder, 'empty.env'), '');
    const empty = config(join(folder, 'empty.env'));
    if (empty.status === 0 || !empty.stderr.includes('make-env.sh'))
      faults.push('docker-compose without secrets should fail and say what to do');
    return 'docker-compose accepts the file';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const { version } = JSON.parse(read('package.json'));
const { services } = parse(read('docker-compose.yml'), { merge: true });
for (const [name, service] of Object.entries(services)) checkService(name, service, version);
checkDockerfile();
const said = checkWithCompose();

for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
console.log(`docker-compose.yml: ${Object.keys(services).length} services are pinned and watched, no secret; ${said}`);
