import { execFileSync, spawnSync } from 'node:child_process';

const CHROMIUMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** What the tests need beside Node, and the Debian packages that bring it. */
const TOOLS = [
  {
    name: 'PHP with SQLite',
    found: () => php(),
    packages: ['php-cli', 'php-sqlite3', 'php-mysql', 'php-xml', 'php-mbstring', 'php-curl'],
  },
  { name: 'Java 17 or newer', found: () => has('java', '-version'), packages: ['default-jre-headless'] },
  {
    name: 'docker-compose',
    found: () => has('docker-compose', 'version') || has('docker', 'compose', 'version'),
    packages: ['docker-compose'],
  },
  {
    name: 'Python 3.11 or newer with venv',
    found: () => has('python3', '-c', 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))'),
    packages: ['python3-venv'],
  },
  {
    name: 'MariaDB',
    // Debian keeps servers where ordinary users' PATH doesn't look.
    found: () => has('mariadbd', '--version') || has('/usr/sbin/mariadbd', '--version'),
    packages: ['mariadb-server-core', 'mariadb-client-core'],
  },
  {
    name: 'Chromium',
    found: () => Boolean(process.env.PLAYWRIGHT_CHROMIUM) || CHROMIUMS.some((name) => has(name, '--version')),
    packages: ['chromium'],
  },
  { name: 'Maven', found: () => has('mvn', '-v'), packages: ['maven'] },
];

function has(command, ...args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

function php() {
  const modules = spawnSync('php', ['-m'], { encoding: 'utf8' });
  return (
    modules.status === 0 &&
    ['pdo_sqlite', 'mysqli', 'mbstring', 'xml', 'curl'].every((name) => modules.stdout.includes(name))
  );
}

/** Installs what is missing where it can (root on Debian); else says in one line how to get it and ends. */
export function ensurePrerequisites() {
  const missing = TOOLS.filter((tool) => !tool.found());
  if (missing.length === 0) return;
  const packages = missing.flatMap((tool) => tool.packages);
  const names = missing.map((tool) => tool.name).join(', ');
  if (process.getuid?.() !== 0 || !has('apt-get', '--version')) {
    console.error(`The tests need ${names}. On Debian: sudo apt-get install ${packages.join(' ')}`);
    process.exit(1);
  }
  console.log(`Installing ${names} (apt-get install ${packages.join(' ')})`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env });
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
}
