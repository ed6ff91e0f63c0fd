import { Injectable } from '@nestjs/common';
import { DeadLetterError } from '@usher/event-log';
import type { AccountEventData, EventEnvelope } from '@usher/events';
import { USER } from '@usher/scim';
import { formatTraceparent } from '@usher/telemetry';
import type { Cause } from '../directory/cause.js';
import { UserResync } from '../directory/users/user-resync.js';
import { UsersService } from '../directory/users/users.service.js';
import { AccountImportRepository } from './account-import.repository.js';
import { accountUser } from './account-user.js';

/** Tries to make a user while others of its name come and go. */
const ATTEMPTS = 3;

/** Brings the accounts of a site into the directory, where the identity provider's own import finds them. */
@Injectable()
export class AccountImport {
  constructor(
    private readonly repository: AccountImportRepository,
    private readonly users: UsersService,
    private readonly resync: UserResync,
  ) {}

  /**
   * Makes the user; where one has that userName or e-mail address already, it is published once more instead, so that
   * the site gets to link it. Given again, the event makes nothing new.
   *
   * @throws {DeadLetterError} for an account that can be no user
   */
  async take({ id: eventId, traceparent, data }: EventEnvelope<AccountEventData>): Promise<void> {
    const { connection, target, account } = data;
    const state = await this.repository.connection(connection);
    if (state !== 'live') {
      const reason = `The connection "${connection}" into which it is to be imported ${state === 'deleted' ? 'is deleted' : 'does not exist'}.`;
      throw new DeadLetterError(`${state}_connection`, reason);
    }
    const origin = { ...data.origin, actor: `Import from ${target.name}` };
    const cause: Cause = { connection, origin, traceparent: traceparent ?? formatTraceparent(origin) };
    for (let attempt = 1; ; attempt += 1) {
      const known = await this.repository.usersLike(connection, account.login, account.email);
      if (known.length > 0) return this.resync.some(cause, known, eventId);
      const created = await this.users.create(cause, USER, accountUser(account));
      if (created.ok) return;
      // Somebody else has just made it.
      if (created.error.status === 409 && attempt < ATTEMPTS) continue;
      const reason = `The account "${account.login}" of ${target.name} can't be a user: ${created.error.detail}`;
      throw new DeadLetterError('invalid_account', reason);
    }
  }
}
