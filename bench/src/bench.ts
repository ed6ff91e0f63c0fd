import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { freePort, serveFlags } from '@usher/testing';
import { Generator, type ServerProcess, startServer } from './child.js';
import type { OperationName } from './load/operations.js';
import { measureGroups } from './groups.js';
import { measureHostile } from './hostile.js';
import { drain, emptySample, measure, type Side, Verdict } from './measure.js';
import type { Options } from './options.js';
import { type BenchPostgres, startPostgres, withClient } from './postgres.js';
import { type Cell, type EndToEnd, type Report, TABLE_HEAD, tableRows, toCell } from './report.js';
import { peakRssOf } from './usage.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const SEED_IN_FLIGHT = 32;

/** Everything from the first process to the last figure; whatever was started is stopped again. */
export async function runBench(
  options: Options,
  ingressScript: string,
  say: (text: string) => void,
): Promise<{ report: Report; faults: string[] }> {
  const cleanUp: (() => Promise<void>)[] = [];
  try {
    const postgres = await startPostgres();
    cleanUp.push(() => postgres.stop());
    const ingress = await startSide('ingress', ingressScript, postgres, cleanUp, serveFlags());
    ingress.waiting = 'SELECT count(*) FROM event_log.outbox';
    const floor = await startSide('floor', here('./floor/main.js'), postgres, cleanUp);
    const generator = new Generator(here('./load/generator.js'));
    cleanUp.push(() => generator.stop());
    const verdict = new Verdict();

    say(`${options.users} users on each side, ${options.rounds} rounds of ${options.seconds} s`);
    for (const side of [ingress, floor]) {
      await seed(generator, side, options.users, verdict);
      await warmUp(generator, side, options, verdict);
    }
    say(TABLE_HEAD);
    const cells: Cell[] = [];
    for (const operation of options.operations) {
      for (const inFlight of options.inFlight) {
        const cell = await compare(generator, ingress, floor, operation, inFlight, options, verdict);
        cells.push(cell);
        say(tableRows(cell));
      }
    }
    const endToEnd = await measureEndToEnd(generator, ingress, options, verdict);
    await drain(ingress);
    const groups = await measureGroups(ingress, options.members);
    const hostile = await measureHostile(ingress);
    const peakRssMb = {
      ingress: peakRssOf(ingress.server.pid) ?? null,
      floor: peakRssOf(floor.server.pid) ?? null,
    };
    const wrongAnswers = verdict.wrong + groups.wrongAnswers + hostile.wrongAnswers;
    return { report: { cells, endToEnd, groups, hostile, peakRssMb, wrongAnswers }, faults: verdict.faults };
  } finally {
    for (const stop of cleanUp.reverse()) await stop();
  }
}

async function startSide(
  name: string,
  script: string,
  postgres: BenchPostgres,
  cleanUp: (() => Promise<void>)[],
  nodeFlags: readonly string[] = [],
): Promise<Side> {
  const databaseUrl = await postgres.createDatabase(name);
  const token = randomBytes(24).toString('hex');
  const server: ServerProcess = await startServer(
    name,
    script,
    await freePort(),
    {
      DATABASE_URL: databaseUrl,
      USHER_SCIM_TOKEN: token,
      USHER_OPERATOR_TOKEN: randomBytes(24).toString('hex'),
    },
    nodeFlags,
  );
  cleanUp.push(() => server.stop());
  return { server, token, databaseUrl, postmaster: postgres.pid };
}

/** Users to read and change; then statistics, which autovacuum would gather a minute later in the midst of a cell. */
async function seed(generator: Generator, side: Side, users: number, verdict: Verdict): Promise<void> {
  const { server, token } = side;
  const job = { server: server.name, baseUrl: server.baseUrl, token, operation: 'create' as const };
  const result = await generator.run({ ...job, inFlight: SEED_IN_FLIGHT, seconds: 600, requests: users, keep: true });
  verdict.add(server.name, result);
  if (result.wrong > 0) throw new Error(`the ${server.name} answers wrongly: ${result.faults.join('; ')}`);
  await drain(side);
  await withClient(side.databaseUrl, (client) => client.query('VACUUM ANALYZE'));
}

/** A server that runs for days isn't compiling its code: every operation for a while at each level, unmeasured. */
async function warmUp(generator: Generator, side: Side, options: Options, verdict: Verdict): Promise<void> {
  const { server, token } = side;
  for (const operation of options.operations) {
    for (const inFlight of options.inFlight) {
      const job = { server: server.name, baseUrl: server.baseUrl, token, operation, inFlight, keep: false };
      verdict.add(server.name, await generator.run({ ...job, seconds: options.seconds / 2, requests: Infinity }));
    }
  }
  await drain(side);
}

/** Ingress and floor in turn, so that what disturbs the machine disturbs both. */
async function compare(
  generator: Generator,
  ingress: Side,
  floor: Side,
  operation: OperationName,
  inFlight: number,
  options: Options,
  verdict: Verdict,
): Promise<Cell> {
  const ours = emptySample();
  const bare = emptySample();
  const cell = { operation, inFlight, seconds: options.seconds };
  for (let round = 0; round < options.rounds; round += 1) {
    await measure(generator, ingress, cell, ours, verdict);
    await measure(generator, floor, cell, bare, verdict);
  }
  return toCell(operation, inFlight, ours, bare);
}

/** Creates as fast as they are taken, until the last event has left the outbox for the event log. */
async function measureEndToEnd(
  generator: Generator,
  side: Side,
  options: Options,
  verdict: Verdict,
): Promise<EndToEnd> {
  const inFlight = Math.max(...options.inFlight);
  const { server, token } = side;
  const job = { server: server.name, baseUrl: server.baseUrl, token, operation: 'create' as const, inFlight };
  await drain(side);
  const result = await generator.run({ ...job, seconds: options.seconds, requests: Infinity, keep: false });
  const drainedAfterMs = (await drain(side)) ?? null;
  verdict.add(server.name, result);
  return {
    acknowledged: result.requests,
    acknowledgedPerSecond: result.requests / result.seconds,
    drainedAfterMs,
    publishedPerSecond: drainedAfterMs === null ? null : result.requests / (result.seconds + drainedAfterMs / 1000),
  };
}
