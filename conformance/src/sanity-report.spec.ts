import { parseSanityReport } from './sanity-report.js';

/** As scim-sanity 0.7.4 prints it. */
const REPORT = `
SCIM Server Conformance Probe
==================================================
  scim-sanity 0.7.4  |  mode: strict  |  2026-11-24 21:34:21

  Phase 2 — User CRUD Lifecycle
  ----------------------------------------
  [PASS] DELETE /Users/{id}
         204 No Content
  [FAIL] PUT /Users/{id}
         Expected HTTP 200, got 405;
         meta.created must be present
  [WARN] GET /Users?count=0 (boundary)
  [ERR ] GET /Users/{id}
  [SKIP] Agent CRUD Lifecycle
         Agent not supported by server

==================================================
  1 passed, 1 failed, 1 errors, 1 warnings, 1 skipped, TOTAL total

  Fix Summary
  ----------------------------------------
  [E1] Trouble: PUT not supported (1 test affected)

  ----------------------------------------
  Result: 1 root cause account for the failures. Resolve E1 first.
`;

describe('report of scim-sanity', () => {
  it('gives each result with its explanation, warnings as failures', () => {
    expect(parseSanityReport(REPORT.replace('TOTAL', '5')).results).toEqual([
      { check: 'DELETE /Users/{id}', outcome: 'passed', says: '204 No Content' },
      { check: 'PUT /Users/{id}', outcome: 'failed', says: 'Expected HTTP 200, got 405; meta.created must be present' },
      { check: 'GET /Users?count=0 (boundary)', outcome: 'failed', says: '' },
      { check: 'GET /Users/{id}', outcome: 'failed', says: '' },
      { check: 'Agent CRUD Lifecycle', outcome: 'skipped', says: 'Agent not supported by server' },
    ]);
  });

  it('gives its closing lines', () => {
    expect(parseSanityReport(REPORT.replace('TOTAL', '5')).closing).toEqual([
      '1 passed, 1 failed, 1 errors, 1 warnings, 1 skipped, 5 total',
      'Result: 1 root cause account for the failures. Resolve E1 first.',
    ]);
  });

  it('refuses a report that holds other results than it counts, or none', () => {
    expect(() => parseSanityReport(REPORT.replace('TOTAL', '6'))).toThrow('5 of 6 results');
    expect(() => parseSanityReport('')).toThrow();
  });
});
