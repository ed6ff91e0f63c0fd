import type { CheckResult } from './results.js';

const OUTCOMES: Record<string, CheckResult['outcome']> = {
  PASS: 'passed',
  // With --strict a server is asked to be without blemish: what it only warns of fails as well.
  WARN: 'failed',
  FAIL: 'failed',
  ERR: 'failed',
  SKIP: 'skipped',
};

const RESULT = /^ {2}\[(PASS|WARN|FAIL|ERR|SKIP) ?\] (.+)$/;
const EXPLANATION = /^ {9}(.+)$/;
const TOTAL = /(\d+) total$/;

export interface SanityReport {
  results: CheckResult[];
  /** The numbers and the result, as scim-sanity says them. */
  closing: string[];
}

/**
 * Reads what `scim-sanity probe` prints; asked for JSON it would not say its closing lines.
 * @throws {Error} when the report does not hold as many results as it says.
 */
export function parseSanityReport(report: string): SanityReport {
  const results: CheckResult[] = [];
  const closing: string[] = [];
  let total = NaN;
  for (const line of report.split('\n')) {
    const [, word, check] = RESULT.exec(line) ?? [];
    const outcome = OUTCOMES[word ?? ''];
    const last = results.at(-1);
    if (check !== undefined && outcome !== undefined) {
      results.push({ check, outcome, says: '' });
    } else if (TOTAL.test(line)) {
      total = Number(TOTAL.exec(line)?.[1]);
      closing.push(line.trim());
    } else if (closing.length > 0) {
      if (line.trim().startsWith('Result:')) closing.push(line.trim());
    } else if (last !== undefined && EXPLANATION.test(line)) {
      last.says = `${last.says} ${line.trim()}`.trim();
    }
  }
  if (results.length !== total) throw new Error(`scim-sanity said ${results.length} of ${total} results:\n${report}`);
  return { results, closing };
}
