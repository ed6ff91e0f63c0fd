import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Origin } from '@usher/events';
import type { EntityManager } from 'typeorm';
import { changesOf } from './changes.js';
import { locked } from './connections.service.js';
import { isLive, Token, type TokenScope } from './entities.js';
import { type Acted, OperatorActs } from './operator-acts.js';
import { done, noConnection, noToken, type Outcome, refuse } from './outcome.js';
import { DEFAULT_TOKEN } from './seed.js';
import { hashToken, newToken } from './token-hash.js';

/** One in use, and the one that takes its place: more would be forgotten somewhere. */
const MAX_LIVE = 2;

export interface TokenSettings {
  name: string;
  scope: TokenScope;
  networks: string[];
  expires: Date | null;
}

/** A new token: the only time that it is told. */
export interface MadeToken {
  id: string;
  token: string;
}

const FIELDS = ['name', 'scope', 'networks', 'expires'] as const;

/** What operators do with tokens. */
@Injectable()
export class TokensService {
  constructor(private readonly acts: OperatorActs) {}

  create(origin: Origin, connection: string, settings: TokenSettings): Promise<Outcome<MadeToken>> {
    return this.acts.perform(origin, async (manager): Promise<Acted<MadeToken>> => {
      const owner = await locked(manager, connection);
      if (owner === null) return noConnection(connection);
      if (owner.archived !== null) return refuse(409, `The connection "${connection}" is deleted.`);
      const fault = expiryFault(settings.expires);
      if (fault) return fault;
      const live = (await manager.findBy(Token, { connection })).filter((token) => isLive(token));
      if (live.length >= MAX_LIVE) {
        const names = live.map(({ name }) => `"${name}"`).join(' and ');
        return refuse(409, `The connection has ${MAX_LIVE} tokens in use already, ${names}: revoke one first.`);
      }
      const made: MadeToken = { id: randomUUID(), token: newToken() };
      const row = manager.create(Token, { id: made.id, connection, hash: hashToken(made.token), ...settings });
      await manager.insert(Token, row);
      const detail = `Made the token "${row.name}" of ${connection}, which may ${row.scope}`;
      const changes = changesOf(null, row, FIELDS);
      return done({ answer: made, act: { connection, action: 'token.create', detail, changes } });
    });
  }

  update(
    origin: Origin,
    connection: string,
    id: string,
    given: Partial<Omit<TokenSettings, 'scope'>>,
  ): Promise<Outcome<void>> {
    return this.acts.perform(origin, async (manager): Promise<Acted<void>> => {
      const before = await find(manager, connection, id);
      if (before === null) return noToken(id);
      if (before.revoked !== null) return refuse(409, `The token "${before.name}" is revoked: make another one.`);
      // What expired makes room for another one, which it may not take back.
      if (given.expires !== undefined && !isLive(before) && id !== DEFAULT_TOKEN)
        return refuse(409, `The token "${before.name}" has expired: make another one.`);
      const fault = given.expires && expiryFault(given.expires);
      if (fault) return fault;
      const after = manager.create(Token, { ...before, ...given });
      const changes = changesOf(before, after, FIELDS);
      if (changes.length === 0) return done({ answer: undefined, act: null });
      const { name, networks, expires } = after;
      await manager.update(Token, { id }, { name, networks, expires });
      const detail = `Changed the token "${name}" of ${connection}`;
      return done({ answer: undefined, act: { connection, action: 'token.update', detail, changes } });
    });
  }

  /** Of a token that is revoked already it says so by doing nothing. */
  revoke(origin: Origin, connection: string, id: string): Promise<Outcome<void>> {
    return this.acts.perform(origin, async (manager): Promise<Acted<void>> => {
      const before = await find(manager, connection, id);
      if (before === null) return noToken(id);
      if (id === DEFAULT_TOKEN)
        return refuse(409, 'This token is configured: set another USHER_SCIM_TOKEN, which ends this one.');
      if (before.revoked !== null) return done({ answer: undefined, act: null });
      const after = { ...before, revoked: new Date() };
      await manager.update(Token, { id }, { revoked: after.revoked });
      const detail = `Revoked the token "${before.name}" of ${connection}`;
      const changes = changesOf<Token>(before, after, ['revoked']);
      return done({ answer: undefined, act: { connection, action: 'token.revoke', detail, changes } });
    });
  }
}

async function find(manager: EntityManager, connection: string, id: string): Promise<Token | null> {
  // Locked as whoever makes a token locks it, so that the live ones are counted right.
  return (await locked(manager, connection)) === null ? null : manager.findOneBy(Token, { connection, id });
}

function expiryFault(expires: Date | null) {
  return expires !== null && expires.getTime() <= Date.now()
    ? refuse(400, 'expires must be a time to come; to end a token at once, revoke it.')
    : undefined;
}
