import { setTimeout as sleep } from 'node:timers/promises';
import type { Employee } from './identity-provider.js';

/** The part that is used of an audit entry. */
interface Entry {
  kind: string;
  action: string;
  status: string;
  detail: string;
  revision: number | null;
}

export interface Outcome {
  status: string;
  detail: string;
}

/** Waits until the audit has what became of the last change of each employee; those still without one are missing. */
export async function outcomesOf(
  operator: { baseUrl: string; token: string },
  employees: readonly Employee[],
  patienceMs: number,
  report: (done: number) => void,
): Promise<Map<string, Outcome>> {
  const found = new Map<string, Outcome>();
  for (const deadline = Date.now() + patienceMs; found.size < employees.length && Date.now() < deadline;) {
    for (const employee of employees) {
      if (found.has(employee.id)) continue;
      const outcome = await lastOutcome(operator, employee);
      if (outcome) found.set(employee.id, outcome);
    }
    report(found.size);
    if (found.size < employees.length) await sleep(500);
  }
  return found;
}

async function lastOutcome(
  operator: { baseUrl: string; token: string },
  employee: Employee,
): Promise<Outcome | undefined> {
  const answer = await fetch(`${operator.baseUrl}/audit/entries?resourceId=${employee.id}&limit=50`, {
    headers: { authorization: `Bearer ${operator.token}` },
  });
  if (!answer.ok) throw new Error(`the audit answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  const { entries } = (await answer.json()) as { entries: Entry[] };
  const revision = employee.asked.length;
  const outcome = entries.find((entry) => entry.kind === 'outcome' && (entry.revision ?? 0) >= revision);
  return outcome && { status: outcome.status, detail: outcome.detail };
}
