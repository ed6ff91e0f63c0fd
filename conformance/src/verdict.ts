import type { Contradiction, Known, Skip, SuiteName, SuiteRun } from './results.js';

export interface Verdict {
  passed: number;
  /** One line for each thing that is wrong, the list of known checks included. */
  failures: string[];
  contradicted: Contradiction[];
  skipped: Skip[];
}

/**
 * Without these a suite would pass by testing less: scim2-tester takes what to test from what the server says it has,
 * and scim-sanity leaves out resource types that aren't offered.
 */
const MUST_RUN: Record<SuiteName, readonly string[]> = {
  'scim2-tester': [
    'service_provider_config_endpoint',
    'query_all_schemas',
    'core_schemas_validation',
    'query_all_resource_types',
    'random_url',
    'User object_replacement',
    'User search_with_attributes',
    'User check_add_attribute emails',
    'User check_remove_attribute urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
    'User check_replace_attribute urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager',
    'Group object_replacement',
    'Group search_with_attributes',
    'Group check_add_attribute members',
    'Group check_remove_attribute members',
    'Group check_replace_attribute displayName',
  ],
  'scim-sanity': [
    'GET /ServiceProviderConfig',
    'PATCH /Users/{id}',
    'PATCH /Groups/{id} add member',
    'PATCH /Groups/{id} remove members',
    'GET /Users?count=0 (boundary)',
    'POST /Users missing userName (expect 400)',
  ],
};

/**
 * Weighs a run against what is known: a failure must be listed, a listed one must still fail, and what is left out
 * must be left out for a reason.
 */
export function judge(run: SuiteRun, known: Known): Verdict {
  const contradictions = known.contradictions.filter((entry) => concerns(entry, run));
  const skips = known.skips.filter((entry) => concerns(entry, run));
  const failures: string[] = [];
  const contradicted = new Set<Contradiction>();
  const skipped = new Set<Skip>();
  let passed = 0;
  for (const { check, outcome, says } of run.results) {
    if (outcome === 'passed') {
      passed += 1;
      continue;
    }
    const listed = outcome === 'failed' ? contradictions : skips;
    const entry = listed.find((one) => one.check === check);
    if (entry === undefined) failures.push(`${check}: ${outcome}${says === '' ? '' : `, ${says}`}`);
    else if (isContradiction(entry)) contradicted.add(entry);
    else skipped.add(entry);
  }
  for (const entry of contradictions)
    if (!contradicted.has(entry)) failures.push(`${entry.check}: listed as a contradiction, but it is not failed`);
  for (const entry of skips)
    if (!skipped.has(entry)) failures.push(`${entry.check}: listed as left out, but it is not`);
  const ran = new Set(run.results.map(({ check }) => check));
  for (const check of MUST_RUN[run.suite]) if (!ran.has(check)) failures.push(`${check}: it was not run`);
  return { passed, failures, contradicted: [...contradicted], skipped: [...skipped] };
}

function concerns(entry: Skip | Contradiction, { suite, connection }: SuiteRun): boolean {
  return entry.suite === suite && (entry.connections?.includes(connection) ?? true);
}

function isContradiction(entry: Skip | Contradiction): entry is Contradiction {
  return 'rfc' in entry;
}
