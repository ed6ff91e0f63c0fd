import type { CheckResult, Contradiction, Known, Skip } from './results.js';
import { judge } from './verdict.js';

const result = (check: string, outcome: CheckResult['outcome']): CheckResult => ({
  check,
  outcome,
  says: 'as it says',
});
const NOTHING: Known = { contradictions: [], skips: [] };
const skip: Skip = { suite: 'scim-sanity', check: 'Agents', reason: 'a draft' };
const contradiction: Contradiction = { ...skip, check: 'PUT', rfc: 'RFC 7644 section 3.5.1', decision: '0009' };

/** The failures of a run, but for what it left out. */
function failures(results: CheckResult[], known: Partial<Known> = {}, connection = 'default'): string[] {
  const verdict = judge({ suite: 'scim-sanity', connection, results }, { ...NOTHING, ...known });
  return verdict.failures.filter((line) => !line.endsWith('it was not run'));
}

describe('verdict over a conformance run', () => {
  it('counts what passed and fails what is not listed', () => {
    const run = { suite: 'scim-sanity' as const, connection: 'default', results: [result('GET', 'passed')] };
    expect(judge(run, NOTHING).passed).toBe(1);
    expect(failures([result('PUT', 'failed')])).toEqual(['PUT: failed, as it says']);
  });

  it('accepts a contradiction that is listed', () => {
    expect(failures([result('PUT', 'failed')], { contradictions: [contradiction] })).toEqual([]);
  });

  it('fails a contradiction that is no longer one, or that no check is called', () => {
    const stale = 'PUT: listed as a contradiction, but it is not failed';
    expect(failures([result('PUT', 'passed')], { contradictions: [contradiction] })).toEqual([stale]);
    expect(failures([], { contradictions: [contradiction] })).toEqual([stale]);
  });

  it('takes a contradiction of one connection for that connection only', () => {
    const contradictions = [{ ...contradiction, connections: ['strict'] }];
    expect(failures([result('PUT', 'failed')], { contradictions }, 'strict')).toEqual([]);
    expect(failures([result('PUT', 'failed')], { contradictions })).toHaveLength(1);
    expect(failures([result('PUT', 'passed')], { contradictions })).toEqual([]);
  });

  it('fails a check that is left out for no known reason', () => {
    expect(failures([result('Agents', 'skipped')], { skips: [skip] })).toEqual([]);
    expect(failures([result('Groups', 'skipped')])).toEqual(['Groups: skipped, as it says']);
    expect(failures([result('Agents', 'passed')], { skips: [skip] })).toHaveLength(1);
  });

  it('does not take a listed skip for a failure', () => {
    expect(failures([result('Agents', 'failed')], { skips: [skip] })).toContain('Agents: failed, as it says');
  });

  it('fails a run that tested less than it should', () => {
    const { failures: missing } = judge({ suite: 'scim2-tester', connection: 'default', results: [] }, NOTHING);
    expect(missing).toContain('Group check_add_attribute members: it was not run');
  });
});
