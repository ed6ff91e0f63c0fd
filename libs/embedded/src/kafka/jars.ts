import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

export const KAFKA_VERSION = '4.1.1';

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>usher</groupId><artifactId>kafka</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${KAFKA_VERSION}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`;

const run = promisify(execFile);

/** Kafka can't be had on this machine; the message is one line that says what is missing. */
export class KafkaUnavailableError extends Error {
  override readonly name = 'KafkaUnavailableError';
}

/** Where what Usher downloads is kept: `USHER_CACHE_DIR`, else `~/.cache/usher`. */
export function cacheFolder(): string {
  return process.env.USHER_CACHE_DIR || join(homedir(), '.cache', 'usher');
}

/**
 * The folder with Kafka's jars (43 MB), fetched once through Maven, so that its mirrors and proxies are honoured.
 *
 * @param report called with a line when something slow begins
 * @throws {KafkaUnavailableError} when `java` or, for the first time, `mvn` is missing
 */
export async function kafkaJars(report: (line: string) => void = () => undefined): Promise<string> {
  await need('java', ['-version'], 'Kafka needs Java 17 or newer (Debian: apt install openjdk-17-jre-headless)');
  const cache = cacheFolder();
  const jars = join(cache, `kafka-${KAFKA_VERSION}`);
  if (existsSync(jars)) return jars;
  await need('mvn', ['-v'], `Kafka's jars are fetched with Maven (Debian: apt install maven) into ${jars}`);
  await mkdir(cache, { recursive: true });
  const unlock = await lock(`${jars}.lock`);
  try {
    if (existsSync(jars)) return jars;
    report(`fetching Apache Kafka ${KAFKA_VERSION} through Maven into ${jars} (43 MB, once)`);
    await download(cache, jars);
    return jars;
  } finally {
    await unlock();
  }
}

/** Into a folder of its own first: what stands under the final name is always whole. */
async function download(cache: string, jars: string): Promise<void> {
  const work = await mkdtemp(join(cache, 'kafka-fetch-'));
  try {
    await writeFile(join(work, 'pom.xml'), POM);
    const goal = ['-q', '-B', 'dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=jars'];
    await run('mvn', goal, { cwd: work, maxBuffer: 16 * 1024 * 1024 });
    await rename(join(work, 'jars'), jars);
  } catch (error) {
    throw new KafkaUnavailableError(`Maven could not fetch Kafka: ${firstError(error)}`);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function firstError(error: unknown): string {
  const text = String((error as { stdout?: string }).stdout || error);
  return text.split('\n').find((line) => line.includes('ERROR')) ?? text.split('\n')[0] ?? 'unknown';
}

async function need(command: string, args: string[], advice: string): Promise<void> {
  try {
    await run(command, args);
  } catch {
    throw new KafkaUnavailableError(`${command} is not on the PATH: ${advice}`);
  }
}

/** A lock among processes; one that a killed process left behind is taken over. */
async function lock(file: string): Promise<() => Promise<void>> {
  for (;;) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const holder = Number(await readFile(file, 'utf8').catch(() => ''));
      if (holder > 0 && !isAlive(holder)) await rm(file, { force: true });
      else await delay(200);
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
