import { Counter, Gauge, Histogram } from 'prom-client';

/** Prometheus metrics of the provisioner, in the process's default registry. */
export const outcomesTotal = new Counter({
  name: 'usher_outcomes_total',
  help: 'Outcomes of user events by target, kind and action',
  labelNames: ['target', 'type', 'action'],
});

export const batchSize = new Histogram({
  name: 'usher_site_batch_operations',
  help: 'Operations in one request to a site',
  labelNames: ['target'],
  buckets: [1, 2, 5, 10, 20],
});

export const batchDuration = new Histogram({
  name: 'usher_site_batch_duration_seconds',
  help: 'Time for one request to a site, failed ones included',
  labelNames: ['target'],
  buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
});

export const siteReady = new Gauge({
  name: 'usher_site_ready',
  help: '1 while the site serves, 0 while it is paused or quarantined',
  labelNames: ['target'],
});

export const workRows = new Gauge({
  name: 'usher_work_rows',
  help: 'Events that are not at their end in a site: waiting, failed (waiting after an attempt), held for approval, scheduled deletions',
  labelNames: ['target', 'state'],
});

export const oldestWaiting = new Gauge({
  name: 'usher_work_oldest_waiting_seconds',
  help: 'Age of the oldest event that waits for a site; 0 when none does',
  labelNames: ['target'],
});

export const postponedTotal = new Counter({
  name: 'usher_work_postponed_total',
  help: 'Attempts that came to no end and are made again',
  labelNames: ['target'],
});
