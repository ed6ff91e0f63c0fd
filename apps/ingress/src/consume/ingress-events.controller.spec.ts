import { DeadLetterError, RetryLaterError } from '@usher/event-log';
import type { AccountEventData, EventEnvelope } from '@usher/events';
import type { ConnectionsService } from '../connections/connections.service.js';
import type { AccountImport } from '../imports/account-import.js';
import type { SettlementInbox } from '../settlements/settlement-inbox.js';
import { IngressEventsController } from './ingress-events.controller.js';

const event = {} as EventEnvelope<AccountEventData>;

/** What becomes of an event whose handling fails like that. */
function outcomeOf(error: unknown): Promise<unknown> {
  const failing = { take: () => Promise.reject(error) };
  const controller = new IngressEventsController(
    failing as unknown as SettlementInbox,
    failing as unknown as AccountImport,
    failing as unknown as ConnectionsService,
  );
  return controller.account(event).catch((reason: unknown) => reason);
}

const refused = (code: string) => Object.assign(new Error('refused'), { code });

describe('an event that can not be taken in', () => {
  it.each([
    ['is away', 'ECONNREFUSED'],
    ['is going down', '57P01'],
    ['has no such table yet', '42P01'],
    ['is full', '53100'],
    ['refuses a row', '23514'],
  ])('comes again for as long as the database %s', async (_case, code) => {
    expect(await outcomeOf(refused(code))).toBeInstanceOf(RetryLaterError);
  });

  it.each([
    ['a value that the database can not hold', refused('22021')],
    ['a fault of the service', new TypeError('no function')],
    ['an account that can be no user', new DeadLetterError('invalid_account', 'No.')],
  ])('is judged by the log for %s', async (_case, error) => expect(await outcomeOf(error)).toBe(error));
});
