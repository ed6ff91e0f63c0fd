import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Origin } from '@usher/events';
import type { EntityManager } from 'typeorm';
import { formatTraceparent } from '@usher/telemetry';
import { UserResync } from '../directory/users/user-resync.js';
import { again } from '../directory/again.js';
import { ACCEPTED, type Answer } from './answer.js';
import { changesOf } from './changes.js';
import { dialectsFor } from './dialects.js';
import { Connection, isLive, Token } from './entities.js';
import { type Acted, OperatorActs } from './operator-acts.js';
import { done, noConnection, type Outcome, type Refused, refuse } from './outcome.js';
import { GENERIC } from './preset-guide.js';
import { DEFAULT_CONNECTION } from './seed.js';

/** What an operator decides of a connection. */
export interface ConnectionSettings {
  name: string;
  preset: string;
  strict: boolean;
  userSchemas: object[];
  groupSchemas: object[];
  /** Requests a second for each token; 0: no limit; null: as configured. */
  rateLimit: number | null;
  answer: Answer;
  passwordSync: boolean;
}

/** What an operator gives of them; of `answer` what isn't given stays. */
export type GivenSettings = Partial<Omit<ConnectionSettings, 'answer'>> & { answer?: Partial<Answer> };

const FIELDS: readonly (keyof ConnectionSettings)[] = [
  'name',
  'preset',
  'strict',
  'userSchemas',
  'groupSchemas',
  'rateLimit',
  'answer',
  'passwordSync',
];

/** Characters of the custom schemas of one connection, as JSON: they go into an event whole. */
const MAX_SCHEMAS = 64 * 1024;

const HAS_RESOURCES = `
  SELECT EXISTS (SELECT FROM ingress.users WHERE connection = $1)
    OR EXISTS (SELECT FROM ingress.groups WHERE connection = $1) AS found`;

const FORGET_PASSWORDS = 'UPDATE ingress.users SET password = NULL WHERE connection = $1 AND password IS NOT NULL';

/** What operators do with connections. */
@Injectable()
export class ConnectionsService {
  constructor(
    private readonly acts: OperatorActs,
    private readonly users: UserResync,
  ) {}

  /** @param wantedId made of the name when undefined; answers with the id */
  create(
    origin: Origin,
    wantedId: string | undefined,
    { answer, ...given }: GivenSettings & { name: string },
  ): Promise<Outcome<string>> {
    return this.acts.perform(origin, async (manager): Promise<Acted<string>> => {
      const connection = manager.create(Connection, {
        id: wantedId ?? (await freeId(manager, given.name)),
        preset: GENERIC,
        strict: false,
        userSchemas: [],
        groupSchemas: [],
        rateLimit: null,
        passwordSync: false,
        ...given,
        answer: { ...ACCEPTED, ...answer },
      });
      const fault = schemaFault(connection);
      if (fault) return fault;
      const inserted = await manager.createQueryBuilder().insert().into(Connection).values(connection).orIgnore();
      const { raw } = await inserted.returning('id').execute();
      if (raw.length === 0)
        return refuse(409, `The id "${connection.id}" is taken, by a deleted connection perhaps: choose another.`);
      const changes = changesOf(null, connection, FIELDS);
      const detail = `Made the connection "${connection.name}" (${connection.id})`;
      return done({
        answer: connection.id,
        act: { connection: connection.id, action: 'connection.create', detail, changes },
      });
    });
  }

  /** @param restore takes a deletion back; the tokens stay revoked */
  update(origin: Origin, id: string, given: GivenSettings, restore: boolean): Promise<Outcome<void>> {
    // To wipe its passwords takes the rows of all its users: of two that wait for each other one begins again.
    return again(() => this.acts.perform(origin, (manager) => this.change(manager, id, given, restore)));
  }

  private async change(
    manager: EntityManager,
    id: string,
    { answer, ...given }: GivenSettings,
    restore: boolean,
  ): Promise<Acted<void>> {
    const before = await locked(manager, id);
    if (before === null) return noConnection(id);
    if (before.archived !== null && !restore) return archived(id);
    const next = { ...before, ...given, answer: { ...before.answer, ...answer }, archived: null };
    const after = manager.create(Connection, next);
    const fault = schemaFault(after);
    if (fault) return fault;
    const changes = changesOf(before, after, [...FIELDS, 'archived']);
    if (changes.length === 0) return done({ answer: undefined, act: null });
    const settings = Object.fromEntries([...FIELDS, 'archived' as const].map((field) => [field, after[field]]));
    await manager.update(Connection, { id }, { ...settings, revision: before.revision + 1 });
    if (before.passwordSync && !after.passwordSync) await manager.query(FORGET_PASSWORDS, [id]);
    const detail = `${before.archived === null ? 'Changed' : 'Restored'} the connection "${after.name}" (${id})`;
    return done({ answer: undefined, act: { connection: id, action: 'connection.update', detail, changes } });
  }

  /**
   * Publishes all its users once more, for sites that are new or have lost something. Done twice it is twice the same:
   * what a site has already it passes over. @returns how many
   */
  async resync(origin: Origin, id: string): Promise<Outcome<number>> {
    const known = await this.acts.perform(origin, async (manager): Promise<Acted<Connection>> => {
      const connection = await manager.findOneBy(Connection, { id });
      if (connection === null) return noConnection(id);
      return connection.archived === null ? done({ answer: connection, act: null }) : archived(id);
    });
    if (!known.ok) return known;
    // Page by page, each committed by itself; the act is told when all are out.
    const users = await this.users.all({ connection: id, origin, traceparent: formatTraceparent(origin) });
    const detail = `Published all ${users} users of the connection "${known.value.name}" (${id}) once more`;
    const act = { connection: id, action: 'connection.resync', detail, changes: [] };
    return this.acts.perform(origin, () => Promise.resolve(done({ answer: users, act })));
  }

  /** The users of every connection that isn't deleted. */
  async resyncAll(origin: Origin): Promise<void> {
    for (const id of await this.acts.live()) await this.resync(origin, id);
  }

  /**
   * Refuses its tokens from now on and keeps everything else, so that a deletion by mistake costs nobody an account: to
   * delete its users would deprovision a whole company with one request, and the identity provider, which is still
   * there, has a way to do that one by one. Neither is the id given again: what the audit says of it is about one
   * connection for ever. With users or groups it wants to be told that they are to stay.
   */
  delete(origin: Origin, id: string, keepUsers: boolean): Promise<Outcome<void>> {
    if (id === DEFAULT_CONNECTION)
      return Promise.resolve(refuse(409, 'The default connection is part of the configuration: it can’t be deleted.'));
    return this.acts.perform(origin, async (manager): Promise<Acted<void>> => {
      const connection = await locked(manager, id);
      if (connection === null || connection.archived !== null) return noConnection(id);
      const [{ found }] = (await manager.query(HAS_RESOURCES, [id])) as [{ found: boolean }];
      if (found && !keepUsers)
        return refuse(
          409,
          `The connection "${id}" has users or groups. Delete them in the identity provider first, or repeat with ` +
            '?users=keep: they and their accounts then stay as they are, and nobody changes them any more.',
        );
      const now = new Date();
      const live = (await manager.findBy(Token, { connection: id })).filter((token) => isLive(token));
      for (const token of live) await manager.update(Token, { id: token.id }, { revoked: now });
      const after = { ...connection, archived: now };
      await manager.update(Connection, { id }, { archived: now, revision: connection.revision + 1 });
      const detail =
        `Deleted the connection "${connection.name}" (${id}): ${live.length} tokens were revoked` +
        (found ? ', its users and groups were kept' : '');
      const changes = changesOf<Connection>(connection, after, ['archived']);
      return done({ answer: undefined, act: { connection: id, action: 'connection.delete', detail, changes } });
    });
  }
}

const archived = (id: string): Refused =>
  refuse(409, `The connection "${id}" is deleted: restore it with {"archived": false} first.`);

/** So that acts on one connection and its tokens take turns. */
export function locked(manager: EntityManager, id: string): Promise<Connection | null> {
  return manager.findOne(Connection, { where: { id }, lock: { mode: 'pessimistic_write' } });
}

function schemaFault(connection: Connection): Refused | undefined {
  if (JSON.stringify([connection.userSchemas, connection.groupSchemas]).length > MAX_SCHEMAS)
    return refuse(400, `The custom schemas have more than ${MAX_SCHEMAS} characters.`);
  const dialects = dialectsFor(connection);
  return dialects.ok ? undefined : refuse(400, dialects.error.detail);
}

/** `Okta (EU)` becomes `okta-eu`, or `okta-eu-` and four digits where that is taken. */
async function freeId(manager: EntityManager, name: string): Promise<string> {
  const letters = name.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  const slug =
    letters
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 50)
      .replace(/^-+|-+$/g, '') || 'connection';
  const taken = await manager.existsBy(Connection, { id: slug });
  return taken ? `${slug}-${randomBytes(2).toString('hex')}` : slug;
}
