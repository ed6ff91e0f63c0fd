/**
 * `npm run kafka`: a local single-node Apache Kafka on 127.0.0.1:9092 (or KAFKA_PORT), its data in .usher/kafka.
 * Ctrl-C ends it.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const port = Number(process.env.KAFKA_PORT || 9092);

try {
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Error('KAFKA_PORT must be a port number');
  execFileSync('npx', ['nx', 'build', 'embedded'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const { startKafka } = await import('@usher/embedded');
  const kafka = await startKafka({
    dataDir: join(process.env.USHER_DATA_DIR || join(root, '.usher'), 'kafka'),
    port,
    report: (line) => console.log(line),
  });
  console.log(`Kafka serves on ${kafka.brokers} (KAFKA_BROKERS=${kafka.brokers}). Ctrl-C ends it.`);
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      asked = true;
      void kafka.stop();
    });
  }
  await kafka.exited;
  if (!asked) throw new Error('Kafka ended by itself');
} catch (error) {
  console.error(`kafka: ${error.message}`);
  process.exitCode = 1;
}
