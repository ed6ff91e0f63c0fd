import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { isUnavailable } from '@usher/persistence';
import type { Dialects } from '@usher/scim';
import { type DataSource, In } from 'typeorm';
import { INGRESS_DATABASE } from '../database.js';
import type { Credential } from './credential.js';
import { dialectsFor } from './dialects.js';
import { Connection, Token } from './entities.js';
import { Meter } from './meter.js';
import { networkTest } from './networks.js';
import { hashToken } from './token-hash.js';

export type { Caller } from './credential.js';

/** Injection token of the limit of requests a second for each token, for connections without one of their own. */
export const DEFAULT_RATE_LIMIT = Symbol('default rate limit');

/** Milliseconds until a revoked token is refused by every process. */
const REFRESH = 5_000;
/** Milliseconds between refreshes that unknown tokens cause, so that guessing can't load the database. */
const MISS_PAUSE = 500;

interface KnownConnection extends Pick<Connection, 'revision' | 'rateLimit' | 'answer' | 'passwordSync'> {
  dialects: Dialects;
}

/** The tokens in memory: a request costs no query. A token made elsewhere is found on its first use. */
@Injectable()
export class TokenDirectory implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Connections');
  private credentials: ReadonlyMap<string, Credential> = new Map();
  private connections: ReadonlyMap<string, KnownConnection> = new Map();
  private meters = new Map<string, Meter>();
  private loadedAt = 0;
  private loading: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(INGRESS_DATABASE) private readonly dataSource: DataSource,
    @Inject(DEFAULT_RATE_LIMIT) private readonly defaultRateLimit: number,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.refresh();
    // A failed refresh leaves the tokens as they were; without a database no request succeeds anyway.
    const complain = (error: unknown): void => {
      if (!isUnavailable(error)) this.logger.error(`tokens can't be read anew, revoked ones hold: ${String(error)}`);
    };
    this.timer = setInterval(() => void this.refresh().catch(complain), REFRESH);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Without asking the database; undefined for a token that isn't known (yet). */
  known(token: string): Credential | undefined {
    return this.credentials.get(hashToken(token));
  }

  /** Asks the database for a token that isn't known. */
  async find(token: string): Promise<Credential | undefined> {
    if (Date.now() - this.loadedAt >= MISS_PAUSE) await this.refresh();
    return this.known(token);
  }

  /** After a change in this process, so that it holds for the next request. */
  async reload(): Promise<void> {
    // One in work may have read before the change.
    await this.loading?.catch(() => undefined);
    await this.refresh();
  }

  /** By token id. */
  get usage(): ReadonlyMap<string, Meter> {
    return this.meters;
  }

  private refresh(): Promise<void> {
    this.loading ??= this.load().finally(() => {
      this.loading = undefined;
    });
    return this.loading;
  }

  private async load(): Promise<void> {
    const tokens = await this.dataSource.getRepository(Token).find();
    this.connections = await this.loadConnections();
    const credentials = new Map<string, Credential>();
    const meters = new Map<string, Meter>();
    for (const token of tokens) {
      const connection = this.connections.get(token.connection);
      if (connection === undefined) continue;
      const meter = this.meters.get(token.id) ?? new Meter();
      meters.set(token.id, meter.limitTo(connection.rateLimit ?? this.defaultRateLimit));
      credentials.set(token.hash, credentialOf(token, connection, meter));
    }
    this.credentials = credentials;
    this.meters = meters;
    this.loadedAt = Date.now();
  }

  /** Their schemas are read, and their dialects built, only when they have changed. */
  private async loadConnections(): Promise<Map<string, KnownConnection>> {
    const repository = this.dataSource.getRepository(Connection);
    const rows = await repository.find({ select: { id: true, revision: true } });
    const changed = rows.filter(({ id, revision }) => this.connections.get(id)?.revision !== revision);
    const read = changed.length === 0 ? [] : await repository.findBy({ id: In(changed.map(({ id }) => id)) });
    const connections = new Map(this.connections);
    for (const row of read) {
      const { id, revision, rateLimit, answer, passwordSync } = row;
      connections.set(id, { revision, rateLimit, answer, passwordSync, dialects: this.dialectsOf(row) });
    }
    return connections;
  }

  private dialectsOf(connection: Connection): Dialects {
    const dialects = dialectsFor(connection);
    if (dialects.ok) return dialects.value;
    // Stored by a release with other rules: the connection works on, without its custom attributes.
    this.logger.error(`the custom schemas of ${connection.id} can't be used: ${dialects.error.detail}`);
    const plain = dialectsFor({ ...connection, userSchemas: [], groupSchemas: [] });
    if (!plain.ok) throw new Error(plain.error.detail);
    return plain.value;
  }
}

function credentialOf(token: Token, of: KnownConnection, meter: Meter): Credential {
  const { dialects, answer, passwordSync } = of;
  const { id: tokenId, name: tokenName, connection, scope, networks } = token;
  return {
    caller: { connection, tokenId, tokenName, scope, dialects, answer, passwordSync },
    revoked: token.revoked !== null,
    expires: token.expires?.getTime() ?? Infinity,
    allows: networks.length === 0 ? null : networkTest(networks),
    meter,
  };
}
