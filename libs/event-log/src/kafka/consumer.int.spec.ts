import { setTimeout as delay } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { kafkaBrokers, startTestKafka } from '@usher/testing';
import { openEventLog } from '../contract/backing.js';
import { numbered, Recorder } from '../contract/recorder.js';
import type { EventLog } from '../port.js';

describe('a member of a group in Apache Kafka', () => {
  const opened: EventLog[] = [];
  const open = async (): Promise<EventLog> => {
    const log = await openEventLog({ kind: 'kafka', brokers: kafkaBrokers() });
    opened.push(log);
    return log;
  };

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((log) => log.close()));
  });

  it('goes on with a partition that was full, then another member’s, and is its own again', async () => {
    const topic = `full.${randomUUID()}`;
    const [log, other] = [await open(), await open()];
    await log.ensureTopics([topic]);
    const recorder = new Recorder();
    let holdsUp = true;
    const handle = async (message: Parameters<typeof recorder.handle>[0]): Promise<void> => {
      if (holdsUp) throw new Error('not yet');
      await recorder.handle(message);
    };
    const options = { group: `group-${randomUUID()}`, topics: [topic], concurrency: 100, backoff: () => 100, handle };
    await log.subscribe(options);
    // More of each partition than are read ahead.
    await log.publish(numbered(topic, 4000, 300));
    await delay(2000);
    const second = await other.subscribe(options);
    await delay(3000);
    await second.stop();
    holdsUp = false;
    await recorder.until(4000, 30_000);
  }, 60_000);

  it('takes what is published to a topic that was lost with the broker’s data and made anew', async () => {
    const kafka = await startTestKafka();
    const log = await openEventLog({ kind: 'kafka', brokers: kafka.brokers });
    opened.push(log);
    try {
      const topic = 'made-anew';
      await log.ensureTopics([topic]);
      const recorder = new Recorder();
      await log.subscribe({ group: 'g', topics: [topic], concurrency: 8, handle: recorder.handle });
      await log.publish(numbered(topic, 60, 12));
      await recorder.until(60);
      await kafka.kill();
      await kafka.revive({ empty: true });
      const again = await openEventLog({ kind: 'kafka', brokers: kafka.brokers });
      opened.push(again);
      await again.ensureTopics([topic]);
      await again.publish(numbered(topic, 30, 12, 60));
      await recorder.until(90, 30_000);
    } finally {
      await Promise.all(opened.splice(0).map((each) => each.close()));
      await kafka.stop();
    }
  }, 120_000);
});
