import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { startTracing } from '@usher/telemetry';
import { describeStartFailure } from './start-failure.js';

/** A service that serves. */
export interface RunningService {
  /** `http://127.0.0.1:8080` */
  url: string;
  close(): Promise<void>;
}

/** Milliseconds for requests and events in work to finish after the signal to stop. */
const GRACE = 10_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

/** Starts what listens last (consumers first), and tells where. */
export async function serveHttp(
  app: NestFastifyApplication,
  config: { USHER_HTTP_HOST: string; USHER_HTTP_PORT: number },
): Promise<RunningService> {
  try {
    await app.startAllMicroservices();
    await app.listen(config.USHER_HTTP_PORT, config.USHER_HTTP_HOST);
  } catch (error) {
    await app.close().catch(() => undefined);
    throw error;
  }
  return { url: await app.getUrl(), close: () => app.close() };
}

/**
 * The whole main of a service: starts tracing and the service, says where it listens, ends it on SIGTERM or
 * SIGINT (a second signal ends at once). A start failure is one line for each fault and exit code 1.
 */
export async function runService(name: string, start: () => Promise<RunningService>): Promise<void> {
  // Whoever read the output may go (`| head`): no reason to end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  let service: RunningService;
  let stopTracing: () => Promise<void>;
  try {
    stopTracing = await startTracing(`usher-${name}`);
    service = await start();
  } catch (error) {
    for (const line of describeStartFailure(error)) complain(`${name}: ${line}`);
    process.exit(1);
  }

  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(130);
    stopping = true;
    say(`${name}: stopping (${signal})`);
    const timer = setTimeout(() => {
      complain(`${name}: work in progress did not finish within ${GRACE / 1000} s, ending`);
      process.exit(1);
    }, GRACE);
    timer.unref();
    service
      .close()
      .then(stopTracing)
      .then(
        () => process.exit(0),
        (error: unknown) => {
          complain(`${name}: ${describeStartFailure(error).join(' ')}`);
          process.exit(1);
        },
      );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  say(`${name}: listening on ${service.url}`);
}
