import type { INestApplication } from '@nestjs/common';
import { connectEventLog, EVENT_LOG, type EventLog } from '@usher/event-log';
import { TOPICS } from '@usher/events';
import { PROVISIONER_TRANSPORT } from './events.controller.js';

/** Enough for full statements to be stored one after another. */
const CONCURRENCY = 400;

/** Adds the consumer of events to an application that has the ProvisionerModule; leavers go first. */
export function connectProvisioner(app: INestApplication): void {
  connectEventLog(app, {
    log: app.get<EventLog>(EVENT_LOG),
    group: 'provisioner',
    transportId: PROVISIONER_TRANSPORT,
    topics: [TOPICS.leavers, TOPICS.users, TOPICS.operations],
    concurrency: CONCURRENCY,
  });
}
