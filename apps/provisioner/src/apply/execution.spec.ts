import { decide, type PlanStep } from '@usher/provisioning';
import { policyOf } from '../testing/site-bench.js';
import { decisionOf, Execution } from './execution.js';

const step = (name: PlanStep['step'], parts: Partial<PlanStep> = {}): PlanStep => ({
  ...{ step: name, rule: 'a rule', inputs: { secret: 'never' }, after: 'never', detail: 'a sentence' },
  ...parts,
});

describe('the decision as an outcome tells it', () => {
  it('is bounded: twenty steps with the last one among them, each cut', () => {
    const long = 'x'.repeat(1_000);
    const many = [...Array(40).keys()].map((n) => step('mapped', { rule: `${n} ${long}`, detail: long }));
    const told = decisionOf([step('received'), ...many, step('decided', { detail: long })]);
    expect(told).toHaveLength(20);
    expect(told.map(({ step: name }) => name)).toEqual(['received', ...Array(18).fill('mapped'), 'decided']);
    for (const { rule, detail } of told) {
      expect(rule.length).toBeLessThanOrEqual(80);
      expect(detail.length).toBeLessThanOrEqual(200);
    }
    expect(told.at(-1)?.detail).toMatch(/x…$/);
  });

  it('cuts no character into halves', () => {
    const [told] = decisionOf([step('decided', { detail: `x${'😀'.repeat(200)}` })]);
    expect(told?.detail).toMatch(/^x(?:😀)+…$/u);
  });

  it('leaves out fields for which there is no value', () => {
    const mapped = [null, [], 'Ada', ['editor']].map((after) => step('mapped', { after }));
    expect(decisionOf(mapped)).toHaveLength(2);
  });

  it('of a usual user is small, and has no password nor its hash', () => {
    const user = {
      ...{ id: '0193f2b4-7d0e-7c55-a7a0-5a2b8f1f4c11', revision: 1, userName: 'ada.lovelace@example.com' },
      ...{ externalId: '00u1', active: true, deleted: false, groups: [{ id: 'g', displayName: 'Editors' }] },
      attributes: {
        name: { givenName: 'Ada', familyName: 'Lovelace', formatted: 'Ada Lovelace' },
        ...{ displayName: 'Ada Lovelace', nickName: 'Ada', locale: 'en-GB', title: 'Countess' },
        emails: [{ value: 'ada.lovelace@example.com', primary: true, type: 'work' }],
      },
      password: '$2y$10$abcdefghijklmnopqrstuv',
    };
    const policy = policyOf({ switches: { password: true } });
    const plan = decide({ event: { id: 'e', type: 'user.created', user }, link: null, policy });
    const execution = new Execution(0);
    execution.called({ begunAt: 1_000, endedAt: 1_050 });
    const text = JSON.stringify(execution.told(plan));
    expect(JSON.stringify(plan)).toContain('$2y$');
    expect(text).not.toContain('$2y$');
    expect(text).toContain('ada.lovelace@example.com');
    expect(Buffer.byteLength(text)).toBeLessThan(1_500);
  });
});

describe('what is told of an execution', () => {
  it('spans all requests of the attempt, whose time is summed, and counts attempts that came to no end', () => {
    const execution = new Execution(2);
    execution.sending({ op: 'delete', scimId: 'a', revision: 1, reassign: [] });
    execution.called({ begunAt: 1_000, endedAt: 1_050 });
    execution.sending({ op: 'deactivate', scimId: 'a', revision: 1 });
    execution.called({ begunAt: 2_000, endedAt: 2_030 });
    expect(execution.told(null)).toMatchObject({
      ...{ calledAt: '1970-01-01T00:00:01.000Z', answeredAt: '1970-01-01T00:00:02.030Z', requestMs: 80 },
      ...{ attempts: 3, operation: 'deactivate', decision: [] },
    });
  });
});
