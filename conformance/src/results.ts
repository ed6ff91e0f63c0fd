export const SUITES = ['scim2-tester', 'scim-sanity'] as const;
export type SuiteName = (typeof SUITES)[number];

export interface CheckResult {
  /** As the suite names it; several results may share one name. */
  check: string;
  outcome: 'passed' | 'failed' | 'skipped';
  /** The suite's own words. */
  says: string;
}

/** What one suite said of one connection. */
export interface SuiteRun {
  suite: SuiteName;
  connection: string;
  results: CheckResult[];
}

/** A check that is failed knowingly. */
export interface Contradiction {
  suite: SuiteName;
  check: string;
  /** Where it is failed; everywhere when left out. */
  connections?: string[];
  reason: string;
  /** What the suite contradicts, for example `RFC 7644 section 3.5.2.2`. */
  rfc: string;
  /** The record that says why, in docs/decisions. */
  decision: string;
}

/** A check that a suite leaves out by itself. */
export interface Skip {
  suite: SuiteName;
  check: string;
  connections?: string[];
  reason: string;
}

export interface Known {
  contradictions: Contradiction[];
  skips: Skip[];
}
