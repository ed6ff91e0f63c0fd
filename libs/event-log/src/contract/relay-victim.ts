import { poolOf } from '@usher/persistence';
import { openEventLogDatabase } from '../nest/runtime.js';
import { OutboxRelay } from '../outbox/relay.js';
import type { EventLog } from '../port.js';
import { openEventLog, type Backing } from './backing.js';

/** A relay in a process of its own that never comes back from its first publishing: something to kill just then. */
const { backing, databaseUrl } = JSON.parse(process.argv[2] ?? '{}') as { backing: Backing; databaseUrl: string };

const log = await openEventLog(backing);
const hanging: EventLog = {
  ensureTopics: (topics) => log.ensureTopics(topics),
  subscribe: (options) => log.subscribe(options),
  check: () => log.check(),
  close: () => log.close(),
  publish: async (messages) => {
    await log.publish(messages);
    process.stdout.write('published\n');
    await new Promise(() => undefined);
  },
};
const dataSource = await openEventLogDatabase(databaseUrl, 'relay-victim');
new OutboxRelay({ log: hanging, pool: poolOf(dataSource), databaseUrl, clientId: 'relay-victim' }).start();
