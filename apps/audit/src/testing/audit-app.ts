import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { poolOf } from '@usher/persistence';
import { createHttpApp, serveHttp } from '@usher/service';
import { testDatabase } from '@usher/testing';
import type { Pool } from 'pg';
import { auditService } from '../app.module.js';
import { SigningKeys } from '../chain/signing.js';
import { AuditConfig } from '../config.js';
import { AUDIT_DATABASE } from '../database.js';
import type { LedgerEntry } from '../record/entry.js';
import { RecordController } from '../record/record.controller.js';
import { verifyLedger } from '../verify/verify-ledger.js';

const TOKEN = 'operator-token';

export interface Answer<T> {
  status: number;
  body: T;
}

/** The audit as it is served, without the consumer of the event log. */
export interface TestAudit {
  app: NestFastifyApplication;
  url: string;
  databaseUrl: string;
  pool: Pool;
  record: RecordController;
  ask<T>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
  entries(query?: Record<string, string>): Promise<LedgerEntry[]>;
  /** The first fault that a verification finds; null for none. */
  fault(): Promise<unknown>;
  close(): Promise<void>;
}

export async function testAudit(): Promise<TestAudit> {
  const database = await testDatabase();
  const config = Object.assign(new AuditConfig(), {
    ...{ DATABASE_URL: database.url, USHER_OPERATOR_TOKEN: TOKEN, USHER_AUDIT_SIGNING_KEY: '07'.repeat(32) },
  });
  const app = await createHttpApp(auditService(config));
  const { url } = await serveHttp(app, { USHER_HTTP_HOST: '127.0.0.1', USHER_HTTP_PORT: 0 });
  const pool = poolOf(app.get(AUDIT_DATABASE));
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<Answer<T>> => {
    const headers = { authorization: `Bearer ${TOKEN}`, connection: 'close', 'content-type': 'application/json' };
    const answer = await fetch(`${url}/api/audit/${path}`, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as T };
  };
  return {
    ...{ app, url, databaseUrl: database.url, pool, ask, record: app.get(RecordController) },
    async entries(query = {}) {
      const path = `entries?${new URLSearchParams({ limit: '200', ...query }).toString()}`;
      return (await ask<{ entries: LedgerEntry[] }>('GET', path)).body.entries;
    },
    async fault() {
      const steps = verifyLedger(pool, { keys: app.get(SigningKeys) });
      let step = await steps.next();
      while (step.done !== true) step = await steps.next();
      return step.value.fault;
    },
    async close() {
      await app.close();
      await database.drop();
    },
  };
}
