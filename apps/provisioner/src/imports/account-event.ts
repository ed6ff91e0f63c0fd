import { randomUUID } from 'node:crypto';
import {
  ACCOUNT_EVENT_TYPE,
  type AccountEventData,
  encodeEvent,
  type EventMessage,
  type Origin,
  TOPICS,
} from '@usher/events';
import { formatTraceparent } from '@usher/telemetry';
import type { ConnectorAccount } from '@usher/wordpress';

/** The event that brings an account of a site into the directory of a connection. */
export function accountMessage(
  account: ConnectorAccount,
  target: AccountEventData['target'],
  connection: string,
  origin: Origin,
  now: Date,
): EventMessage {
  const { fields } = account;
  const { id, name, siteUrl } = target;
  const data: AccountEventData = {
    connection,
    target: { id, name, siteUrl },
    account: {
      ...{ id: account.id, login: account.login, email: account.email, active: account.active },
      ...{ firstName: fields.first_name ?? '', lastName: fields.last_name ?? '' },
      ...{ displayName: fields.display_name ?? '', nickname: fields.nickname ?? '' },
      ...{ url: fields.user_url ?? '', locale: fields.locale ?? '' },
    },
    origin,
  };
  return encodeEvent(TOPICS.accounts, `${connection}:${id}/${account.id}`, {
    id: randomUUID(),
    type: ACCOUNT_EVENT_TYPE,
    source: '/usher/provisioner',
    subject: String(account.id),
    time: now.toISOString(),
    traceparent: formatTraceparent(origin),
    data,
  });
}
