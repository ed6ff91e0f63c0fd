import { Injectable, type OnModuleDestroy } from '@nestjs/common';

/** Milliseconds after which a check that hasn't answered counts as failed. */
const PATIENCE = 3_000;

export interface HealthReport {
  status: 'ok' | 'unavailable';
  /** For each part `ok` or, in words, what is wrong with it. */
  checks: Record<string, string>;
}

/** The parts that must serve before the service is ready; each part adds its own check. */
@Injectable()
export class HealthRegistry implements OnModuleDestroy {
  private readonly checks = new Map<string, () => Promise<unknown>>();
  private stopping = false;

  /** `check` resolves when the part serves, and rejects with the reason when it doesn't. */
  add(name: string, check: () => Promise<unknown>): void {
    this.checks.set(name, check);
  }

  async report(): Promise<HealthReport> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await verdict(check)] as const),
    );
    const checks: Record<string, string> = Object.fromEntries(results);
    if (this.stopping) checks.service = 'is stopping';
    const status = Object.values(checks).every((check) => check === 'ok') ? 'ok' : 'unavailable';
    return { status, checks };
  }

  /** Nest calls it before it drains: a load balancer stops sending while requests in flight finish. */
  onModuleDestroy(): void {
    this.stopping = true;
  }
}

async function verdict(check: () => Promise<unknown>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE / 1000} s`)), PATIENCE);
  });
  try {
    await Promise.race([check(), late]);
    return 'ok';
  } catch (error) {
    return error instanceof Error && error.message !== '' ? error.message : 'failed';
  } finally {
    clearTimeout(timer);
  }
}
