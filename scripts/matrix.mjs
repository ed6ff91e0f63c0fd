/**
 * `npm run test:matrix [-- kind…]`: the connector's specs, and those of provisioning from the SCIM door on, on every kind
 * of WordPress that is promised. A kind that can't be had on this machine is named with the reason; in CI it counts as a
 * failure. All must be built.
 *
 * --smoke: a few kinds and specs, for `npm test`; --report <file>: the counts as JSON.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mariaDbBinaries, phpWasmPackages, releaseFiles, versionOf } from '@usher/embedded';
import { parseWordPressKind, TEST_WORDPRESS } from '@usher/testing';

const ALL = {
  kinds: [
    ...['6.1,sqlite', '6.8,mariadb', '7.1,mariadb', '7.1,sqlite', '6.8,mariadb,multisite', '7.1,sqlite,multisite'],
    // The oldest PHP and the newest, as PHP-WASM: Debian has one version of each release.
    ...['6.1,php7.4', '7.1,php8.4'],
  ],
  specs: ({ php }) => (php === 'native' ? 'libs/wordpress/src/|e2e/provisioning/' : 'libs/wordpress/src/'),
};
const SMOKE = {
  kinds: ['6.1,sqlite', '7.1,mariadb', '6.8,mariadb,multisite', '6.1,php7.4', '7.1,php8.4'],
  specs: ({ php }) =>
    php === 'native'
      ? 'libs/wordpress/src/(connector|login-doors|concurrency)|e2e/provisioning/(scope|mapping)'
      : 'libs/wordpress/src/connector',
};

/** Why a kind can't be had, or null; fetches what it needs. */
async function faultOf({ version, database, php }) {
  try {
    await releaseFiles(version, (line) => console.log(line));
    if (database === 'mariadb') await mariaDbBinaries();
    if (php !== 'native') await phpWasmPackages((line) => console.log(line), undefined, php);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function runKind(kind, specs) {
  const wanted = parseWordPressKind(kind);
  const fault = await faultOf(wanted);
  if (fault !== null) {
    console.log(`== matrix ${kind}: SKIPPED, ${fault}`);
    return { passed: 0, failed: process.env.CI ? 1 : 0, skipped: 1 };
  }
  const version = await versionOf(await releaseFiles(wanted.version));
  const report = `tmp/jest-matrix-${kind.replaceAll(',', '-')}.json`;
  rmSync(report, { force: true });
  const start = Date.now();
  const result = spawnSync(
    process.execPath,
    [
      ...['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--selectProjects', 'matrix'],
      ...['--testPathPatterns', specs(wanted), '--runInBand', '--forceExit', '--json', `--outputFile=${report}`],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, [TEST_WORDPRESS]: kind } },
  );
  const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null;
  const passed = counts?.numPassedTests ?? 0;
  // A suite that can't even load counts as a failure, and so does a test skipped in CI.
  const failed =
    Math.max(counts?.numFailedTests ?? 0, counts?.numFailedTestSuites ?? 0, result.status === 0 ? 0 : 1) +
    (process.env.CI ? (counts?.numPendingTests ?? 0) : 0);
  const seconds = ((Date.now() - start) / 1000).toFixed(0);
  console.log(`== matrix ${kind} (WordPress ${version}): ${passed} passed, ${failed} failed in ${seconds} s`);
  return { passed, failed, skipped: 0 };
}

const args = process.argv.slice(2);
const reportAt = args.indexOf('--report');
const reportFile = reportAt < 0 ? null : args.splice(reportAt, 2)[1];
const { kinds, specs } = args.includes('--smoke') ? SMOKE : ALL;
const chosen = args.filter((argument) => !argument.startsWith('--'));
mkdirSync('tmp', { recursive: true });
const total = { passed: 0, failed: 0, skipped: 0 };
for (const kind of chosen.length > 0 ? chosen : kinds) {
  const counts = await runKind(kind, specs);
  for (const name of Object.keys(total)) total[name] += counts[name];
}
if (reportFile) writeFileSync(reportFile, JSON.stringify(total));
console.log(
  `${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} kinds skipped` : ''}`,
);
process.exit(total.failed === 0 ? 0 : 1);
