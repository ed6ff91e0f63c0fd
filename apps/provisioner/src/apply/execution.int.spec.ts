import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { OutcomeExecution } from '@usher/events';
import { TOPICS, validateEvent } from '@usher/events';
import { SiteError } from '@usher/wordpress';
import { ProvisionerApp, type Told, until, type UserChange } from '../testing/provisioner-app.js';
import { ScriptedSite } from '../testing/scripted-site.js';

let usher: ProvisionerApp;
let site: ScriptedSite;

jest.setTimeout(60_000);
afterEach(() => usher.close());

async function open(settings: unknown = {}): Promise<void> {
  site = new ScriptedSite();
  usher = await ProvisionerApp.open([{ id: 'a', site, settings }]);
}

const first = (id = randomUUID() as string): UserChange => ({ id, revision: 1 });
const leaving = (id: string): UserChange => ({ id, revision: 2, active: false, type: 'user.deactivated' });
const NO_CALL = { calledAt: null, answeredAt: null, requestMs: null };

/** The outcome of the last of these changes, and how it came about. */
async function outcomeOf(...changes: UserChange[]): Promise<Told<Outcome> & { execution: OutcomeExecution }> {
  const last = changes.at(-1)!;
  await usher.publish(changes);
  return told(`${last.id}/${last.revision}`);
}

type Outcome = Awaited<ReturnType<ProvisionerApp['outcomes']>>[number];

async function told(causeId: string): Promise<Outcome & { execution: OutcomeExecution }> {
  const [outcome] = await until(
    async () => (await usher.outcomes()).filter((one) => one.causeId === causeId),
    ({ length }) => length > 0,
  );
  return outcome as Outcome & { execution: OutcomeExecution };
}

/** What the site was asked lies between the plan and the end. */
function expectCall({ plannedAt, calledAt, answeredAt, requestMs }: OutcomeExecution): void {
  expect([plannedAt, calledAt, answeredAt]).toEqual([plannedAt, calledAt, answeredAt].sort());
  expect(requestMs).toBe(Date.parse(answeredAt!) - Date.parse(calledAt!));
}

describe('what an outcome tells of its execution', () => {
  it('has the plan, the request and the steps of the decision, when it succeeded', async () => {
    await open();
    const id = randomUUID();
    const before = new Date().toISOString();
    const outcome = await outcomeOf(first(id));
    const { execution, askedAt, user } = outcome;
    expect(user.email).toBe(`${id}@example.org`);
    expect(askedAt! >= before && askedAt! <= execution.plannedAt).toBe(true);
    expect(execution).toMatchObject({ attempts: 1, operation: 'upsert' });
    expectCall(execution);
    const steps = execution.decision.map(({ step }) => step);
    expect(steps.slice(0, 3)).toEqual(['received', 'scoped', 'matched']);
    expect(steps.at(-1)).toBe('decided');
    expect(execution.decision).toContainEqual({
      ...{ step: 'mapped', rule: expect.stringMatching(/^user_email <- /) },
      detail: `user_email is "${id}@example.org".`,
    });
    const { eventId, type, ...data } = outcome;
    const envelope = { id: eventId, type, source: '/usher/provisioner', time: execution.plannedAt, data };
    expect(validateEvent(TOPICS.outcomes, envelope)).toBeUndefined();
  });

  it('has the steps that POST explain gives', async () => {
    await open({ scope: 'displayName ne "nobody"' });
    const change = first();
    const { execution } = await outcomeOf(change);
    const { body } = await usher.api<{ steps: { step: string; rule: string; detail: string }[] }>(
      ...['/api/targets/a/explain', 'POST', { scimId: change.id }],
    );
    const same = body.steps.filter(({ step }) => step === 'scoped' || step === 'mapped');
    for (const { step, detail } of same.filter((one) => !one.detail.startsWith('No value'))) {
      expect(execution.decision).toContainEqual({ step, rule: expect.any(String), detail });
    }
    const whole = new Set(body.steps.map(({ rule }) => rule));
    expect(execution.decision.filter(({ rule }) => whole.has(rule)).map(({ step }) => step)).toContain('scoped');
  });

  it('has no request where nothing had to be sent: skipped, stale, refused by the plan', async () => {
    await open({
      scope: 'displayName ne "nobody"',
      mapping: [{ to: 'first_name', from: { path: 'title' }, required: true }],
    });
    const outside = await outcomeOf({ ...first(), name: 'nobody' });
    expect(outside).toMatchObject({ type: 'outcome.skipped', execution: { ...NO_CALL, attempts: 1, operation: null } });
    expect(outside.execution.decision).toContainEqual(expect.objectContaining({ step: 'scoped' }));
    const refused = await outcomeOf(first());
    expect(refused).toMatchObject({ type: 'outcome.rejected', execution: { ...NO_CALL, operation: null } });
    expect(refused.execution.decision.at(-1)).toMatchObject({ step: 'decided', detail: refused.detail });
  });

  it('has no request for what is older than what was applied', async () => {
    await open();
    const id = randomUUID();
    await outcomeOf({ id, revision: 5 });
    const stale = await outcomeOf({ id, revision: 4 });
    expect(stale).toMatchObject({ type: 'outcome.stale', execution: { ...NO_CALL, operation: null } });
    expect(stale.execution.decision.at(-1)?.detail).toMatch(/revision 5/);
  });

  it('has the request that the site refused, and every one of a plan with a fallback', async () => {
    await open();
    const id = randomUUID();
    await outcomeOf(first(id));
    site.refuse = ({ op, scimId }) =>
      op === 'upsert' ? { scimId, status: 'rejected', code: 'email_taken', message: '' } : undefined;
    const refused = await outcomeOf(first());
    expect(refused).toMatchObject({ type: 'outcome.rejected', execution: { operation: 'upsert' } });
    expectCall(refused.execution);
    const shut = await outcomeOf(leaving(id));
    expect(shut).toMatchObject({ execution: { operation: 'deactivate' } });
    expect(shut.execution.requestMs).toBeGreaterThanOrEqual(2 * site.pace - 2);
  });

  it('counts the attempts that the site failed on', async () => {
    await open();
    const change = first();
    let failures = 3;
    site.before = () => (failures-- > 0 ? new SiteError('transient', 'http_502', 'Bad gateway') : undefined);
    const { execution } = await outcomeOf(change);
    expect(execution.attempts).toBe(4);
    expectCall(execution);
  });

  it('has a plan without a request for a held departure, and the moment of the approval when it goes', async () => {
    await open({ budget: { count: 0 } });
    const id = randomUUID();
    await outcomeOf(first(id));
    const held = await outcomeOf(leaving(id));
    expect(held).toMatchObject({ type: 'outcome.held', execution: { ...NO_CALL, operation: 'upsert' } });
    const approvedAfter = new Date().toISOString();
    await usher.api('/api/provisioning/approvals/approve', 'POST', { targetId: 'a', all: true });
    const gone = (await usher.outcomesOf(3)).at(-1)!;
    expect(gone).toMatchObject({ type: 'outcome.succeeded', action: 'deactivate' });
    expect(gone.askedAt! >= approvedAfter).toBe(true);
  });

  it('was asked for by nobody, when the day of a deletion has come', async () => {
    await open({ deprovisioning: { inactive: { do: 'delete_after', days: 9 } } });
    const id = randomUUID();
    await outcomeOf(first(id));
    expect((await outcomeOf(leaving(id))).askedAt).toBeDefined();
    await usher.reader.query(`UPDATE provisioner.work SET due_at = now() WHERE kind = 'due'`);
    const deleted = (await usher.outcomesOf(3)).at(-1)!;
    expect(deleted).toMatchObject({ action: 'delete', execution: { operation: 'delete', attempts: 1 } });
    expect(deleted).not.toHaveProperty('askedAt');
  });
});
