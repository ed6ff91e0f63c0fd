import { LoadClient } from './client.js';
import { exchangeFor, type Stock } from './operations.js';
import type { Job, JobResult } from './protocol.js';

const FAULTS_TOLD = 3;

/** Closed loop: `inFlight` lanes, each sends its next request when its last was answered and checked. */
export async function runJob(job: Job, stock: Stock): Promise<JobResult> {
  const client = new LoadClient(job.baseUrl, job.token, job.inFlight);
  const make = exchangeFor[job.operation];
  const latencies: number[] = [];
  const faults: string[] = [];
  let wrong = 0;
  let started = 0;
  const begin = performance.now();
  const end = begin + job.seconds * 1000;

  const lane = async (): Promise<void> => {
    while (started < job.requests && performance.now() < end) {
      started += 1;
      const exchange = make(stock);
      const sent = performance.now();
      let fault: string | undefined;
      try {
        const { status, body } = await client.send(exchange);
        latencies.push(performance.now() - sent);
        fault = exchange.check(status, body);
      } catch (error) {
        fault = error instanceof Error ? error.message : String(error);
      }
      if (fault === undefined) continue;
      wrong += 1;
      if (faults.length < FAULTS_TOLD) faults.push(`${exchange.method} ${exchange.path}: ${fault}`);
    }
  };
  await Promise.all(Array.from({ length: job.inFlight }, lane));
  const seconds = (performance.now() - begin) / 1000;
  await client.close();
  return { requests: latencies.length, seconds, latencies: Float64Array.from(latencies), wrong, faults };
}
