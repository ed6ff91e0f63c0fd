import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, isPortFree } from '../process/free-port.js';
import { kafkaJars } from './jars.js';

export interface KafkaOptions {
  /** Kept between starts; made when missing. */
  dataDir: string;
  /** On 127.0.0.1; a free one when left out. */
  port?: number;
  /** Called with a line when something slow begins. */
  report?: (line: string) => void;
}

export interface RunningKafka {
  /** `host:port` */
  brokers: string;
  pid: number;
  /** Resolves when the process ends, however. */
  exited: Promise<void>;
  /** Ends it in good order, or at once when nothing of it is to be kept. */
  stop(how?: 'orderly' | 'at-once'): Promise<void>;
}

const JVM = ['-Xms64m', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
const LOGGING = ['defaultLogLevel=error', 'log.kafka.server.KafkaRaftServer=info'].map(
  (setting) => `-Dorg.slf4j.simpleLogger.${setting}`,
);

/**
 * Starts a single-node Apache Kafka (KRaft) on 127.0.0.1 and resolves when it serves.
 *
 * @throws {KafkaUnavailableError} when Java or Maven is missing
 * @throws {Error} when it doesn't come up, with the last line it wrote
 */
export async function startKafka(options: KafkaOptions): Promise<RunningKafka> {
  if (options.port && !(await isPortFree(options.port))) {
    throw new Error(`port ${options.port} is taken: another Kafka? Choose another port or end what listens there`);
  }
  const classpath = join(await kafkaJars(options.report), '*');
  const port = options.port ?? (await freePort());
  const logs = join(options.dataDir, 'logs');
  const properties = join(options.dataDir, 'server.properties');
  await mkdir(options.dataDir, { recursive: true });
  await writeFile(properties, serverProperties(port, await freePort(), logs));
  if (!existsSync(join(logs, 'meta.properties'))) {
    const format = ['kafka.tools.StorageTool', 'format', '-t', clusterId(), '-c', properties];
    await finished(spawnJava(classpath, format), 'Kafka could not format its data folder');
  }
  const child = spawnJava(classpath, ['kafka.Kafka', properties]);
  await started(child);
  return running(child, `127.0.0.1:${port}`);
}

function serverProperties(port: number, controllerPort: number, logs: string): string {
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': logs,
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 3,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.num.partitions': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.num.partitions': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    // With the default of 5 ms a commit after each batch waits: 36 ms end to end instead of 1 ms.
    'group.coordinator.append.linger.ms': 0,
    'log.cleaner.dedupe.buffer.size': 4_194_304,
    'broker.session.timeout.ms': 6000,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function spawnJava(classpath: string, args: string[]): ChildProcess {
  return spawn('java', [...JVM, ...LOGGING, '-cp', classpath, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Follows both outputs; returns what tells the last line written, a stack trace's lines apart. */
function follow(child: ChildProcess, onText: (text: string) => void = () => undefined): () => string {
  let last = 'no output';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      last = text.split('\n').findLast((line) => /^\S/.test(line)) ?? last;
      onText(text);
    });
  }
  return () => last;
}

async function finished(child: ChildProcess, failure: string): Promise<void> {
  const last = follow(child);
  const code = await new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  if (code !== 0) throw new Error(`${failure}: ${last()}`);
}

function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const last = follow(child, (text) => {
      if (text.includes('Kafka Server started')) resolve();
    });
    child.once('exit', () => reject(new Error(`Kafka did not start: ${last()}`)));
    child.once('error', reject);
  });
}

function running(child: ChildProcess, brokers: string): RunningKafka {
  const exited = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  return {
    brokers,
    pid: child.pid ?? 0,
    exited,
    async stop(how = 'orderly') {
      child.kill(how === 'orderly' ? 'SIGTERM' : 'SIGKILL');
      const impatient = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await exited;
      clearTimeout(impatient);
    },
  };
}

/** A Kafka UUID (16 bytes in base64url) that the tool's command line doesn't take for an option. */
function clusterId(): string {
  return randomBytes(16).toString('base64url').replace(/^-/, 'A');
}
