import { poolOf } from '@usher/persistence';
import { KafkaEventLog } from '../kafka/event-log.js';
import { openEventLogDatabase } from '../nest/runtime.js';
import type { EventLog } from '../port.js';
import { PostgresEventLog } from '../postgres/event-log.js';

/** What a log stands on; JSON, so that another process can open the same log. */
export type Backing = { kind: 'kafka'; brokers: string } | { kind: 'postgres'; databaseUrl: string };

/** Opens the log as one more process would. */
export async function openEventLog(backing: Backing): Promise<EventLog> {
  const clientId = `contract-${process.pid}`;
  if (backing.kind === 'kafka') {
    return new KafkaEventLog({ brokers: [backing.brokers], clientId, partitions: 3, sessionTimeout: 6000 });
  }
  const dataSource = await openEventLogDatabase(backing.databaseUrl, clientId);
  const log = new PostgresEventLog({ pool: poolOf(dataSource), databaseUrl: backing.databaseUrl, clientId });
  const close = log.close.bind(log);
  log.close = async () => {
    await close();
    await dataSource.destroy();
  };
  return log;
}
