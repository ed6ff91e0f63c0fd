import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Connection } from './ingress.js';
import { runPython } from './python.js';
import type { CheckResult, SuiteName } from './results.js';
import { parseSanityReport } from './sanity-report.js';

const SCIM2_TESTER = fileURLToPath(new URL('../scim2_tester_suite.py', import.meta.url));

export interface Suite {
  name: SuiteName;
  /**
   * @param folder for what the suite leaves behind
   * @throws {Error} when the suite did not get to its end
   */
  run(python: string, connection: Connection, folder: string): Promise<{ results: CheckResult[]; closing: string[] }>;
}

export const ALL_SUITES: readonly Suite[] = [
  {
    name: 'scim2-tester',
    async run(python, { baseUrl, token, name }, folder) {
      await mkdir(folder, { recursive: true });
      const results = join(folder, `scim2-tester-${name}.json`);
      const exchanges = join(folder, `scim2-tester-${name}.log`);
      const { code, output } = await runPython(python, [SCIM2_TESTER, baseUrl, results, exchanges], { TOKEN: token });
      if (code !== 0) throw new Error(`scim2-tester ended with ${code}:\n${output}`);
      return {
        results: JSON.parse(await readFile(results, 'utf8')) as CheckResult[],
        closing: output.trim().split('\n'),
      };
    },
  },
  {
    name: 'scim-sanity',
    async run(python, { baseUrl, token }) {
      const args = ['-m', 'scim_sanity', 'probe', baseUrl, '--token', token, '--strict', '--i-accept-side-effects'];
      const { code, output } = await runPython(python, args, {});
      if (code !== 0 && code !== 1) throw new Error(`scim-sanity ended with ${code}:\n${output}`);
      return parseSanityReport(output);
    },
  },
];
