import type { INestApplication } from '@nestjs/common';
import { connectEventLog, EVENT_LOG, type EventLog } from '@usher/event-log';
import { TOPICS } from '@usher/events';
import { INGRESS_TRANSPORT } from './ingress-events.controller.js';

/** Enough for the database to take them in batches. */
const CONCURRENCY = 64;

/** Adds the consumer of what the sites and the provisioner say to an application that has the IngressModule; who waits goes first. */
export function connectIngress(app: INestApplication): void {
  connectEventLog(app, {
    log: app.get<EventLog>(EVENT_LOG),
    group: 'ingress',
    transportId: INGRESS_TRANSPORT,
    topics: [TOPICS.settlements, TOPICS.accounts, TOPICS.operations],
    concurrency: CONCURRENCY,
  });
}
