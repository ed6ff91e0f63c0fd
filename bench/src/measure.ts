import type { Generator, ServerProcess } from './child.js';
import { type OperationName, WRITES } from './load/operations.js';
import type { JobResult } from './load/protocol.js';
import { withClient } from './postgres.js';
import { cpuOf, cpuOfFamily } from './usage.js';

/** One of the two servers that are compared. */
export interface Side {
  server: ServerProcess;
  token: string;
  databaseUrl: string;
  postmaster: number;
  /** A statement that tells in `count` how many events still wait to be published; undefined when none ever is. */
  waiting?: string;
}

/** What one side did in one cell, over all rounds. */
export interface Sample {
  requests: number;
  seconds: number;
  latencies: number[];
  serverCpuMs: number | undefined;
  databaseCpuMs: number | undefined;
}

/** Counts wrong answers over the whole run. */
export class Verdict {
  wrong = 0;
  readonly faults: string[] = [];

  add(side: string, result: JobResult): void {
    this.wrong += result.wrong;
    this.faults.push(...result.faults.map((fault) => `${side}: ${fault}`));
  }
}

export const emptySample = (): Sample => ({
  requests: 0,
  seconds: 0,
  latencies: [],
  serverCpuMs: 0,
  databaseCpuMs: 0,
});

const DRAIN_WITHIN_MS = 120_000;

/** Milliseconds until every event is out of the outbox; undefined when it takes more than two minutes. */
export async function drain(side: Side): Promise<number | undefined> {
  const { waiting } = side;
  if (waiting === undefined) return 0;
  const begin = performance.now();
  return withClient(side.databaseUrl, async (client) => {
    for (;;) {
      const { rows } = await client.query<{ count: string }>(waiting);
      const passed = performance.now() - begin;
      if (Number(rows[0]?.count) === 0) return passed;
      if (passed > DRAIN_WITHIN_MS) return undefined;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
}

/** A short unmeasured run, then the measured one; the CPU is counted until the events of it are published. */
export async function measure(
  generator: Generator,
  side: Side,
  cell: { operation: OperationName; inFlight: number; seconds: number },
  sample: Sample,
  verdict: Verdict,
): Promise<void> {
  const job = {
    server: side.server.name,
    baseUrl: side.server.baseUrl,
    token: side.token,
    operation: cell.operation,
    inFlight: cell.inFlight,
    requests: Infinity,
    keep: false,
  };
  const writes = WRITES.includes(cell.operation);
  verdict.add(side.server.name, await generator.run({ ...job, seconds: Math.min(0.3, cell.seconds) }));
  if (writes) await drain(side);

  const cpu = (): [number | undefined, number | undefined] => [cpuOf(side.server.pid), cpuOfFamily(side.postmaster)];
  const [serverBefore, databaseBefore] = cpu();
  const result = await generator.run({ ...job, seconds: cell.seconds });
  if (writes) await drain(side);
  const [serverAfter, databaseAfter] = cpu();

  verdict.add(side.server.name, result);
  sample.requests += result.requests;
  sample.seconds += result.seconds;
  for (const latency of result.latencies) sample.latencies.push(latency);
  sample.serverCpuMs = plus(sample.serverCpuMs, serverBefore, serverAfter);
  sample.databaseCpuMs = plus(sample.databaseCpuMs, databaseBefore, databaseAfter);
}

function plus(sum: number | undefined, before: number | undefined, after: number | undefined): number | undefined {
  return sum === undefined || before === undefined || after === undefined ? undefined : sum + after - before;
}
