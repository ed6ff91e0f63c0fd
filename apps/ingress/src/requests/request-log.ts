import { Injectable, Logger } from '@nestjs/common';
import { type ConnectionUse, KEPT, RequestRepository, type SeenOfConnection } from './request.repository.js';
import { isGood, type SeenRequest } from './seen-request.js';

/** Milliseconds for which requests gather. */
const GATHER = 250;
/** Milliseconds after a time with more requests than are kept: nobody can follow them anyway. */
const BUSY = 1_000;
/** Requests of one connection that are written at once; what is granted leaves room for what isn't. */
const MOST = KEPT;
const MOST_GOOD = KEPT / 2;
/** Connections of which requests are written at once. */
const CONNECTIONS = 20;
/** Milliseconds between two writes of a connection's last use. */
const PAUSE = 60_000;

interface Gathered {
  requests: SeenRequest[];
  skipped: number;
}

interface Use {
  first: number;
  last: number;
  lastGood: number | null;
  writtenAt: number;
  goodWritten: boolean;
}

/**
 * Remembers the requests of the identity providers for those who set them up: nothing waits for it, only some of many
 * are written, and what can't be written is forgotten.
 */
@Injectable()
export class RequestLog {
  private readonly logger = new Logger('Requests');
  private gathered = new Map<string, Gathered>();
  private readonly uses = new Map<string, Use>();
  private busy = false;
  private gathering: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly repository: RequestRepository) {}

  /**
   * @param connection '' when it isn't known
   * @param describe asked only when the request is kept
   */
  see(connection: string, outcome: Pick<SeenRequest, 'status' | 'code'>, describe: () => SeenRequest): void {
    const good = isGood(outcome);
    if (connection !== '') this.use(connection, good, Date.now());
    let gathered = this.gathered.get(connection);
    if (gathered === undefined) {
      if (this.gathered.size >= CONNECTIONS) return;
      this.gathered.set(connection, (gathered = { requests: [], skipped: 0 }));
    }
    if (gathered.requests.length < (good ? MOST_GOOD : MOST)) gathered.requests.push(describe());
    else {
      gathered.skipped += 1;
      this.busy = true;
    }
    this.gathering ??= setTimeout(() => this.flush(), this.busy ? BUSY : GATHER).unref();
  }

  /** Writes all there is. Call it when the last request is answered. */
  async close(): Promise<void> {
    clearTimeout(this.gathering);
    this.flush(0);
    await this.writing;
  }

  private use(connection: string, good: boolean, now: number): void {
    const use = this.uses.get(connection);
    if (use === undefined) {
      const lastGood = good ? now : null;
      this.uses.set(connection, { first: now, last: now, lastGood, writtenAt: 0, goodWritten: false });
      return;
    }
    use.last = now;
    if (good) use.lastGood = now;
  }

  private flush(pause = PAUSE): void {
    this.gathering = undefined;
    const gathered = this.gathered;
    this.gathered = new Map();
    this.busy = [...gathered.values()].some(({ skipped }) => skipped > 0);
    const uses = this.usesToWrite(Date.now(), pause);
    if (gathered.size === 0 && uses.length === 0) return;
    const seen = [...gathered].map(([connection, { requests, skipped }]): SeenOfConnection => {
      return { connection, requests, skipped };
    });
    this.writing = this.writing
      .then(() => this.repository.write(seen, uses))
      .catch((error: unknown) => this.logger.warn(`the last requests are not written: ${String(error)}`));
  }

  /** The first good one is told at once: somebody may be waiting for it. */
  private usesToWrite(now: number, pause: number): ConnectionUse[] {
    const uses: ConnectionUse[] = [];
    for (const [connection, use] of this.uses) {
      const { first, last, lastGood, writtenAt, goodWritten } = use;
      if (last <= writtenAt || (now - writtenAt < pause && goodWritten === (lastGood !== null))) continue;
      use.writtenAt = now;
      use.goodWritten = lastGood !== null;
      uses.push({
        connection,
        first: new Date(first),
        last: new Date(last),
        lastGood: lastGood === null ? null : new Date(lastGood),
      });
    }
    return uses;
  }
}
