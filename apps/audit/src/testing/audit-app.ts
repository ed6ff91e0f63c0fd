import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { poolOf } from '@usher/persistence';
import { createHttpApp, serveHttp } from '@usher/service';
import { testDatabase } from '@usher/testing';
import type { Pool } from 'pg';
import { auditService, connectAudit } from '../app.module.js';
import { SigningKeys } from '../chain/signing.js';
import { AuditConfig } from '../config.js';
import { AUDIT_DATABASE } from '../database.js';
import type { LedgerEntry } from '../record/entry.js';
import { RecordController } from '../record/record.controller.js';
import { verifyLedger } from '../verify/verify-ledger.js';

const OPERATOR_TOKEN = 'operator-token';

export interface Answer<T> {
  status: number;
  body: T;
}

/** The audit as it is served, on a database of its own. */
export interface TestAudit {
  app: NestFastifyApplication;
  url: string;
  databaseUrl: string;
  pool: Pool;
  record: RecordController;
  /** Asks `/api/audit/` and the path, as the operator. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** The same with bodies of JSON. */
  ask<T>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
  entries(query?: Record<string, string>): Promise<LedgerEntry[]>;
  /** The first fault that a verification finds; null for none. */
  fault(): Promise<unknown>;
  /** Ends the service and begins it again on the same database. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

interface TestAuditOptions {
  config?: Partial<AuditConfig>;
  /** Consumes the event log, too. */
  consumes?: boolean;
}

export async function testAudit({ config = {}, consumes = false }: TestAuditOptions = {}): Promise<TestAudit> {
  const database = await testDatabase();
  const whole = Object.assign(new AuditConfig(), {
    ...{ DATABASE_URL: database.url, USHER_OPERATOR_TOKEN: OPERATOR_TOKEN },
    ...{ USHER_AUDIT_SIGNING_KEY: '07'.repeat(32), ...config },
  });
  const start = async () => {
    const app = await createHttpApp(auditService(whole));
    if (consumes) connectAudit(app);
    const { url } = await serveHttp(app, { USHER_HTTP_HOST: '127.0.0.1', USHER_HTTP_PORT: 0 });
    return { app, url, record: app.get(RecordController), pool: poolOf(app.get(AUDIT_DATABASE)) };
  };
  const audit: TestAudit = {
    ...(await start()),
    databaseUrl: database.url,
    request: (path, init = {}) =>
      fetch(`${audit.url}/api/audit/${path}`, {
        ...init,
        headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, connection: 'close', ...init.headers },
      }),
    async ask<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
      const sent = body !== undefined && {
        ...{ body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
      };
      const answer = await audit.request(path, { method, ...sent });
      const text = await answer.text();
      return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
    },
    async entries(query = {}) {
      const path = `entries?${new URLSearchParams({ limit: '200', ...query }).toString()}`;
      return (await audit.ask<{ entries: LedgerEntry[] }>('GET', path)).body.entries;
    },
    async fault() {
      const steps = verifyLedger(audit.pool, { keys: audit.app.get(SigningKeys) });
      let step = await steps.next();
      while (step.done !== true) step = await steps.next();
      return step.value.fault;
    },
    async restart() {
      await audit.app.close();
      Object.assign(audit, await start());
    },
    async close() {
      await audit.app.close();
      await database.drop();
    },
  };
  return audit;
}
