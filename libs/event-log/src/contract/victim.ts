import { openEventLog, type Backing } from './backing.js';

/** A consumer in a process of its own that never finishes from the n-th message on: something to kill in mid-work. */
const options = JSON.parse(process.argv[2] ?? '{}') as {
  backing: Backing;
  group: string;
  topic: string;
  /** Messages it finishes; the next ones hang. */
  finishes: number;
};

const log = await openEventLog(options.backing);
let begun = 0;
await log.subscribe({
  group: options.group,
  topics: [options.topic],
  concurrency: 4,
  handle: async (message) => {
    begun += 1;
    const hangs = begun > options.finishes;
    process.stdout.write(`${hangs ? 'hangs' : 'finished'} ${message.value}\n`);
    if (hangs) await new Promise(() => undefined);
  },
});
