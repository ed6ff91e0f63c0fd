import type { KnownUser, Stock } from './operations.js';
import type { Job, JobResult } from './protocol.js';
import { runJob } from './run.js';

/** The load generator as its own process, so that it shares no event loop with anything it measures. */
const users = new Map<string, KnownUser[]>();
const tag = `b${Date.now().toString(36)}${process.pid.toString(36)}`;
let counter = 0;

function stockFor(job: Job): Stock {
  const known = users.get(job.server) ?? [];
  users.set(job.server, known);
  return {
    users: known,
    tag,
    next: () => counter++,
    created: (user) => {
      if (job.keep) known.push(user);
    },
  };
}

process.on('message', (job: Job) => {
  void runJob(job, stockFor(job)).then((result: JobResult) => process.send?.(result));
});
process.on('disconnect', () => process.exit(0));
