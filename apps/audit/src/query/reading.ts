import { Inject, Injectable } from '@nestjs/common';
import { poolOf } from '@usher/persistence';
import { DataSource } from 'typeorm';
import { AUDIT_DATABASE } from '../database.js';
import type { Statement } from './page-statements.js';

/** The question takes longer than an answer may. */
export class TooBroadError extends Error {}

/** Of the pool's connections: searches that take long must leave some to recording. */
const MOST_AT_ONCE = 4;

/** Runs statements of bounded duration. */
@Injectable()
export class Reading {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(@Inject(AUDIT_DATABASE) private readonly database: DataSource) {}

  /**
   * One after another on one connection, each of so many milliseconds at most.
   * @throws {TooBroadError} when one takes longer
   */
  async within<T>(milliseconds: number, work: (run: Run) => Promise<T>): Promise<T> {
    while (this.running >= MOST_AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running++;
    try {
      return await this.bounded(milliseconds, work);
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }

  private async bounded<T>(milliseconds: number, work: (run: Run) => Promise<T>): Promise<T> {
    const client = await poolOf(this.database).connect();
    let broken: Error | undefined;
    try {
      // An index is worth its while: the pages of it that are asked for again and again are in memory.
      await client.query(
        `BEGIN READ ONLY; SET LOCAL statement_timeout = ${milliseconds}; SET LOCAL random_page_cost = 1.1`,
      );
      const result = await work(async <Row extends object>({ text, values }: Statement) => {
        const { rows } = await client.query<Row>(text, values);
        return rows;
      });
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((failed: Error) => (broken = failed));
      throw isTimeout(error) ? new TooBroadError() : error;
    } finally {
      client.release(broken);
    }
  }
}

export type Run = <Row extends object>(statement: Statement) => Promise<Row[]>;

/** query_canceled: https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isTimeout(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === '57014';
}
