import type { INestApplication } from '@nestjs/common';
import { connectEventLog, EVENT_LOG, type EventLog } from '@usher/event-log';
import { TOPICS } from '@usher/events';
import { PROVISIONER_TRANSPORT } from './user-events.controller.js';

/** Enough for the batches in flight to a site and as many being loaded and recorded meanwhile. */
const CONCURRENCY = 160;

/** Adds the consumer of user events to an application that has the ProvisionerModule; leavers go first. */
export function connectProvisioner(app: INestApplication): void {
  connectEventLog(app, {
    log: app.get<EventLog>(EVENT_LOG),
    group: 'provisioner',
    transportId: PROVISIONER_TRANSPORT,
    topics: [TOPICS.leavers, TOPICS.users],
    concurrency: CONCURRENCY,
  });
}
