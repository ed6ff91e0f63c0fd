import type { PlanStep } from './plan.js';

/** The steps of a decision as they are taken. */
export class Trail {
  readonly steps: PlanStep[] = [];

  add(step: PlanStep['step'], rule: string, rest: Omit<PlanStep, 'step' | 'rule'>): void {
    this.steps.push({ step, rule, ...rest });
  }
}
