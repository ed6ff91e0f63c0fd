import { type ProvisioningFigures, provisioningLines } from './report.js';

const figures: ProvisioningFigures = {
  site: 'WordPress 6.5.5 on sqlite',
  database: 'sqlite',
  floor: { users: 60, seconds: 12 },
  floorCpuMs: 80.25,
  floorOfFour: { users: 60, seconds: 6 },
  usher: {
    ...{ users: 2000, seconds: 40, acknowledgedSeconds: 2 },
    cpuMs: { ingress: 0.5, provisioner: 1, database: 1.25, site: null },
  },
  leaver: {
    ...{ joins: 5000, pushedSeconds: 4, seconds: 0.5, recordedSeconds: 0.75, allThereAfterSeconds: 90 },
    ...{ waitingAtAnswer: 4800, waitingWhenShut: 4700 },
  },
  peakRssMb: { ingress: 150, provisioner: null },
};

describe('the table of provisioning', () => {
  const lines = provisioningLines(figures).split('\n');
  const of = (start: string): string | undefined => lines.find((line) => line.trimStart().startsWith(start));

  it('says how many times faster Usher is than core REST, beside the goal', () => {
    expect(of('core REST, one')).toMatch(/ 5\.0\/s$/);
    expect(of('Usher')).toMatch(/2,000 users\) +50\.0\/s$/);
    expect(of('times core REST, one')).toMatch(/ 10\.0 +>= 8$/);
    expect(of('times core REST, 4')).toMatch(/ 5\.0$/);
  });

  it('says how long the leaver was in, and that joins were waiting all the while', () => {
    expect(of('leaver behind 5,000')).toMatch(/ 0\.50 s +< 5 s$/);
    expect(of('joins without an account when it was shut')).toMatch(/ 4,700$/);
  });

  it('shows what is not known as a dash', () => {
    expect(of('CPU')).toContain('PostgreSQL 1.3, WordPress - (core REST 80.3)');
    expect(of('peak RSS')).toContain('provisioner -');
  });
});
