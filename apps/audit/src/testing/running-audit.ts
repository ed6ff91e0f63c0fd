import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { poolOf } from '@usher/persistence';
import { createHttpApp, serveHttp } from '@usher/service';
import { testDatabase } from '@usher/testing';
import type { Pool } from 'pg';
import { auditService, connectAudit } from '../app.module.js';
import { AuditConfig } from '../config.js';
import { AUDIT_DATABASE } from '../database.js';
import { RecordController } from '../record/record.controller.js';

export const OPERATOR_TOKEN = 'operator-token-of-tests';

/** The audit service on a database of its own, asked over HTTP. */
export interface AuditApp {
  url: string;
  app: NestFastifyApplication;
  record: RecordController;
  pool: Pool;
  databaseUrl: string;
  /** Asks as the operator. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** The same with a body of JSON, and the answer's; throws for an answer that isn't 2xx. */
  send<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Ends the service and begins it again on the same database. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function startAuditApp(given: Partial<AuditConfig> = {}): Promise<AuditApp> {
  const database = await testDatabase();
  const config = Object.assign(new AuditConfig(), {
    DATABASE_URL: database.url,
    USHER_OPERATOR_TOKEN: OPERATOR_TOKEN,
    ...given,
  });
  const start = async () => {
    const app = await createHttpApp(auditService(config));
    connectAudit(app);
    const { url } = await serveHttp(app, { USHER_HTTP_HOST: '127.0.0.1', USHER_HTTP_PORT: 0 });
    return { app, url, record: app.get(RecordController), pool: poolOf(app.get(AUDIT_DATABASE)) };
  };
  const running: AuditApp = {
    ...(await start()),
    databaseUrl: database.url,
    ask: (path, init = {}) =>
      fetch(`${running.url}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, connection: 'close', ...init.headers },
      }),
    async send<T>(method: string, path: string, body?: unknown): Promise<T> {
      const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
      const answer = await running.ask(path, {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
    async restart() {
      await running.app.close();
      Object.assign(running, await start());
    },
    async close() {
      await running.app.close();
      await database.drop();
    },
  };
  return running;
}

/** Waits until the check passes. */
export async function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  const end = Date.now() + 30_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
