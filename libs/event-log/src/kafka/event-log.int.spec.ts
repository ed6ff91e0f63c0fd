import { setTimeout as delay } from 'node:timers/promises';
import { kafkaBrokers, startTestKafka } from '@usher/testing';
import { openEventLog } from '../contract/backing.js';
import { describeEventLogContract } from '../contract/event-log.contract.js';
import { numbered, Recorder } from '../contract/recorder.js';
import type { EventLog } from '../port.js';

describe('the event log in Apache Kafka', () => {
  describeEventLogContract(() => ({ kind: 'kafka', brokers: kafkaBrokers() }));

  it('loses nothing when the broker is killed under it and comes back, and goes on by itself', async () => {
    const kafka = await startTestKafka();
    const log = await openEventLog({ kind: 'kafka', brokers: kafka.brokers });
    try {
      await log.ensureTopics(['survives']);
      const recorder = new Recorder();
      await log.subscribe({ group: 'g', topics: ['survives'], concurrency: 4, handle: recorder.handle });
      await log.publish(numbered('survives', 50, 5));
      await recorder.until(20);
      await kafka.kill();
      const publishing = publishUntilTaken(log, 50);
      await delay(2000);
      await kafka.revive();
      await publishing;
      await recorder.until(100, 60_000);
    } finally {
      await log.close();
      await kafka.stop();
    }
  }, 120_000);

  it('says in one line which brokers it can’t reach', async () => {
    const log = await openEventLog({ kind: 'kafka', brokers: '127.0.0.1:9' });
    await expect(log.check()).rejects.toThrow(/^Kafka \(127\.0\.0\.1:9\): [^\n]+$/);
    await log.close();
  }, 60_000);
});

/** As the relay does: the same messages again until they are acknowledged. */
async function publishUntilTaken(log: EventLog, from: number): Promise<void> {
  for (;;) {
    try {
      return await log.publish(numbered('survives', 50, 5, from));
    } catch {
      await delay(500);
    }
  }
}
