import { randomUUID } from 'node:crypto';
import { appendToOutbox } from '@usher/event-log';
import { DIRECTORY_REQUEST, encodeEvent, OPERATION_EVENT_TYPE, type OperationEventData, TOPICS } from '@usher/events';
import { newTraceId } from '@usher/telemetry';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A provisioner from before the states knows accounts, and not the users whose they are: a new site would get nobody, and
 * there would be nothing to compare, to explain or to replay. The ingress is asked once to publish all users.
 */
export class AskForUsers1764340000000 implements MigrationInterface {
  readonly name = 'AskForUsers1764340000000';

  async up(runner: QueryRunner): Promise<void> {
    const [row] = (await runner.query(UNKNOWN)) as { unknown: number; outbox: boolean }[];
    if (row === undefined || row.unknown === 0 || !row.outbox) return;
    const users = row.unknown === 1 ? 'one user who has' : `${row.unknown} users who have`;
    const data: OperationEventData = {
      ...{ connection: null, action: DIRECTORY_REQUEST, status: 'succeeded', code: null },
      detail: `The provisioner of an earlier version did not keep ${users} accounts: all users are published once more.`,
      ...{ target: null, user: null, changes: [] },
      origin: { sourceIp: '127.0.0.1', tokenId: 'usher', actor: 'Usher, after an upgrade', traceId: newTraceId() },
    };
    const event = { id: randomUUID(), type: OPERATION_EVENT_TYPE, source: '/usher/provisioner', data };
    await appendToOutbox(runner, [
      encodeEvent(TOPICS.operations, 'usher', { ...event, time: new Date().toISOString() }),
    ]);
  }

  async down(): Promise<void> {}
}

const UNKNOWN = `
  SELECT count(DISTINCT l.scim_id)::int AS unknown, to_regclass('event_log.outbox') IS NOT NULL AS outbox
  FROM provisioner.links l
  WHERE l.status <> 'deleted' AND NOT EXISTS (SELECT FROM provisioner.states s WHERE s.scim_id = l.scim_id)`;
