import { eventually } from '@usher/testing';
import { type SettledTarget, SETTLEMENT_EVENT_TYPE, TOPICS } from '@usher/events';
import type { Ingress, OutboxRow } from './harness.js';

/** What one site made of an event. */
export function site(result: SettledTarget['result'], more: Partial<SettledTarget> = {}): SettledTarget {
  const code = result === 'rejected' ? 'invalid_login' : null;
  return { target: { id: 'main', name: 'Main site' }, result, action: 'none', code, detail: 'As said.', ...more };
}

/** Waits for the event of that user and type, and answers it as the provisioner does. */
export async function settle(
  ingress: Ingress,
  userName: unknown,
  type: string,
  targets: SettledTarget[],
  time?: string,
): Promise<OutboxRow> {
  const row = await eventually(async () => {
    const events = await ingress.events();
    const found = events.findLast(({ topic, headers, event }) => {
      return topic === TOPICS.users && headers.ce_type === type && event.user.userName === userName;
    });
    if (found === undefined) throw new Error(`there is no ${type} of ${String(userName)}`);
    return found;
  });
  const { connection, user } = row.event;
  const data = {
    connection,
    user: { id: user.id, revision: user.revision, userName: user.userName },
    causeId: row.headers.ce_id,
    targets,
  };
  await ingress.publish(TOPICS.settlements, row.key, SETTLEMENT_EVENT_TYPE, data, time ? { time } : {});
  return row;
}
