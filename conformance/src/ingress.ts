import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, serveFlags, startTestPostgres } from '@usher/testing';
import { makeConnections } from './connections.js';

const INGRESS = fileURLToPath(new URL('../../apps/ingress/dist/main.js', import.meta.url));
const READY_WITHIN_MS = 60_000;

/** What an identity provider is given. */
export interface Connection {
  name: string;
  baseUrl: string;
  token: string;
}

export interface Ingress {
  connections: Connection[];
  stop(): Promise<void>;
}

/** The ingress as a process, as `nx serve` runs it, on a free port and a PostgreSQL of its own. */
export async function startIngress(): Promise<Ingress> {
  const postgres = await startTestPostgres();
  const port = await freePort();
  const [scimToken, operatorToken] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];
  const child = spawn(process.execPath, [...serveFlags(), INGRESS], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATABASE_URL: postgres.url,
      USHER_HTTP_PORT: String(port),
      USHER_SCIM_TOKEN: scimToken,
      USHER_OPERATOR_TOKEN: operatorToken,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const endWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const stop = async (): Promise<void> => {
    await end(child);
    process.off('exit', endWithUs);
    await postgres.stop();
  };
  try {
    const url = `http://127.0.0.1:${port}`;
    await untilReady(url, child);
    const baseUrl = `${url}/scim/v2`;
    const made = await makeConnections(url, operatorToken);
    const tokens = [{ name: 'default', token: scimToken }, ...made];
    return { connections: tokens.map(({ name, token }) => ({ name, baseUrl, token })), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  let printed = '';
  const keep = (chunk: Buffer): void => void (printed = (printed + chunk.toString('utf8')).slice(-4000));
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`The ingress did not become ready:\n${printed}`);
    await sleep(100);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(late);
}
