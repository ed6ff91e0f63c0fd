/** `npm test`: everything that must hold, in the order in which a fault is cheapest to find. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { ensurePrerequisites } from './prerequisites.mjs';

const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' };
const only = process.argv.slice(2);
const total = { passed: 0, failed: 0 };

function run(command, args) {
  return spawnSync(command, args, { stdio: 'inherit', env }).status === 0;
}

function step(name, ...commands) {
  if (only.length > 0 && !only.includes(name)) return;
  const start = Date.now();
  console.log(`\n== ${name}`);
  const ok = commands.every(([command, ...args]) => run(command, args));
  total[ok ? 'passed' : 'failed'] += 1;
  console.log(`== ${name}: ${ok ? 'passed' : 'FAILED'} in ${((Date.now() - start) / 1000).toFixed(0)} s`);
  if (!ok && name === 'build') finish();
}

function jest(project, ...args) {
  if (only.length > 0 && !only.includes(project)) return;
  const report = `tmp/jest-${project}.json`;
  rmSync(report, { force: true });
  const start = Date.now();
  console.log(`\n== ${project}`);
  const jestArgs = ['--selectProjects', project, '--json', `--outputFile=${report}`, ...args];
  // Jest prints its JSON to stdout as well: only the report file is wanted, the readable part goes to stderr.
  const result = spawnSync(
    process.execPath,
    ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', ...jestArgs],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    },
  );
  if (!existsSync(report)) {
    total.failed += 1;
    console.log(`== ${project}: FAILED, Jest wrote no report`);
    return;
  }
  const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  // A suite that can't even load counts as a failure, and so does a test skipped in CI.
  const failed =
    Math.max(numFailedTests, numFailedTestSuites, result.status === 0 ? 0 : 1) + (env.CI ? numPendingTests : 0);
  total.passed += numPassedTests;
  total.failed += failed;
  console.log(
    `== ${project}: ${numPassedTests} passed, ${failed} failed in ${((Date.now() - start) / 1000).toFixed(0)} s`,
  );
}

/** A program that counts for itself what passed and failed, check by check. */
function counted(name, ...command) {
  if (only.length > 0 && !only.includes(name)) return;
  const report = `tmp/${name}.json`;
  rmSync(report, { force: true });
  const start = Date.now();
  console.log(`\n== ${name}`);
  const ok = run(process.execPath, [...command, '--report', report]);
  const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : { passed: 0, failed: 0 };
  const failed = Math.max(counts.failed, ok ? 0 : 1);
  total.passed += counts.passed;
  total.failed += failed;
  const seconds = ((Date.now() - start) / 1000).toFixed(0);
  console.log(`== ${name}: ${counts.passed} passed, ${failed} failed in ${seconds} s`);
}

function finish() {
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exit(total.failed === 0 ? 0 : 1);
}

mkdirSync('tmp', { recursive: true });
ensurePrerequisites();
step('build', ['npx', 'nx', 'run-many', '-t', 'build', '--output-style=static']);
step('lint', ['npx', 'eslint', '.', '--max-warnings', '0'], ['npx', 'prettier', '--check', '--log-level', 'warn', '.']);
step('types', ['npx', 'tsc', '-p', 'tsconfig.json'], ['npx', 'tsc', '-p', 'apps/console/tsconfig.json']);
step('console-size', ['node', 'scripts/console-size.mjs']);
step('compose', ['node', 'scripts/check-compose.mjs']);
step('bench', ['node', 'bench/dist/main.js', '--quick'], ['node', 'bench/dist/main.js', '--audit', '--quick']);
jest('unit');
jest('integration', '--runInBand', '--forceExit');
step('docs', [
  ...['node', 'scripts/scim-docs.mjs', '--check'],
  ...['--from', 'tmp/jest-unit.json', 'tmp/jest-integration.json'],
]);
counted('matrix', 'scripts/matrix.mjs', '--smoke');
counted('conformance', 'conformance/dist/main.js');
jest('e2e', '--runInBand', '--forceExit');
jest('console', '--runInBand', '--forceExit');
finish();
