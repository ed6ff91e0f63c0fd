import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { type DataSource, IsNull } from 'typeorm';
import { INGRESS_DATABASE } from '../database.js';
import { Token } from './entities.js';
import { hashToken } from './token-hash.js';

/** Whom a bearer token stands for. */
export interface Caller {
  connection: string;
  tokenId: string;
  tokenName: string;
}

/** Milliseconds until a revoked token is refused by every process. */
const REFRESH = 5_000;
/** Milliseconds between refreshes that unknown tokens cause, so that guessing can't load the database. */
const MISS_PAUSE = 500;

/** The tokens in memory: a request costs no query. A token made elsewhere is found on its first use. */
@Injectable()
export class TokenDirectory implements OnModuleInit, OnModuleDestroy {
  private callers: ReadonlyMap<string, Caller> = new Map();
  private loadedAt = 0;
  private loading: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(@Inject(INGRESS_DATABASE) private readonly dataSource: DataSource) {}

  async onModuleInit(): Promise<void> {
    await this.refresh();
    // A failed refresh leaves the tokens as they were; without a database no request succeeds anyway.
    this.timer = setInterval(() => void this.refresh().catch(() => undefined), REFRESH);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Without asking the database; undefined for a token that isn't known (yet). */
  known(token: string): Caller | undefined {
    return this.callers.get(hashToken(token));
  }

  /** Asks the database for a token that isn't known. */
  async find(token: string): Promise<Caller | undefined> {
    if (Date.now() - this.loadedAt >= MISS_PAUSE) await this.refresh();
    return this.known(token);
  }

  private refresh(): Promise<void> {
    this.loading ??= this.load().finally(() => {
      this.loading = undefined;
    });
    return this.loading;
  }

  private async load(): Promise<void> {
    const tokens = await this.dataSource.getRepository(Token).findBy({ revoked: IsNull() });
    this.callers = new Map(
      tokens.map(({ id, connection, name, hash }) => [hash, { connection, tokenId: id, tokenName: name }]),
    );
    this.loadedAt = Date.now();
  }
}
