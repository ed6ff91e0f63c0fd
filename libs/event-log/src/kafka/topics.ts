import { setTimeout as delay } from 'node:timers/promises';
import type { Admin } from 'kafkajs';

/** An event holds a whole user, and a SCIM body may be 1 MiB; Kafka's default limit is a little less. */
export const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;
const ATTEMPTS = 10;

/** Makes the topics that are missing, with the broker's default replication. Safe when several processes do so at once. */
export async function createMissingTopics(admin: Admin, topics: readonly string[], partitions: number): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const existing = new Set(await admin.listTopics());
    const missing = topics.filter((topic) => !existing.has(topic));
    if (missing.length === 0) return;
    try {
      await admin.createTopics({
        // Waiting for leaders can fail with UNKNOWN_TOPIC on a fresh broker; the list is asked again instead.
        waitForLeaders: false,
        topics: missing.map((topic) => ({
          topic,
          numPartitions: partitions,
          replicationFactor: -1,
          configEntries: [{ name: 'max.message.bytes', value: String(MAX_MESSAGE_BYTES) }],
        })),
      });
    } catch (error) {
      // Another process may have made one of them in between: the next look at the list tells.
      if (attempt >= ATTEMPTS) throw error;
    }
    await delay(50 * attempt);
  }
}
