import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { poolOf } from '@usher/persistence';
import type { DataSource } from 'typeorm';
import { INGRESS_DATABASE } from '../database.js';
import { TokenDirectory } from './token-directory.js';

/** Milliseconds between looks for tokens that were used. */
const LOOK = 1_000;
/** Milliseconds between writes for one token at least. */
const PAUSE = 60_000;

// Another process may have written a later time.
const WRITE = {
  name: 'token-use',
  text: `
    UPDATE ingress.tokens SET last_used = greatest(last_used, used.at)
    FROM unnest($1::text[], $2::timestamptz[]) AS used (id, at) WHERE tokens.id = used.id`,
};

/** Writes down when tokens were used last: soon after the first use, then once a minute at most, apart from requests. */
@Injectable()
export class TokenUse implements OnModuleInit {
  private readonly logger = new Logger('Connections');
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    @Inject(INGRESS_DATABASE) private readonly dataSource: DataSource,
    private readonly tokens: TokenDirectory,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => this.look(PAUSE), LOOK);
    this.timer.unref();
  }

  /** Writes what is not written yet. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.writing;
    this.look(0);
    await this.writing;
  }

  private look(pause: number): void {
    const used = [...this.tokens.usage].filter(([, { usedAt, writtenAt }]) => usedAt > writtenAt + pause);
    if (used.length === 0) return;
    const ids = used.map(([id]) => id);
    const times = used.map(([, { usedAt }]) => new Date(usedAt));
    for (const [, meter] of used) meter.writtenAt = meter.usedAt;
    // Lost when the database is away: the next use writes a later one.
    this.writing = poolOf(this.dataSource)
      .query({ ...WRITE, values: [ids, times] })
      .then(
        () => undefined,
        (error: unknown) => this.logger.warn(`the last use of tokens is not written: ${String(error)}`),
      );
  }
}
