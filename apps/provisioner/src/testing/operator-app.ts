import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { OutboxSignal } from '@usher/event-log';
import { OperatorSignIn } from '@usher/operator-auth';
import { createHttpApp } from '@usher/service';
import { ProvisionerDatabase } from '../database.js';
import { LinkStore } from '../links/link.store.js';
import { RECONCILE_CONTROLLERS, reconcileProviders } from '../reconcile/reconcile.providers.js';
import { TargetRegistry } from '../targets/target.registry.js';
import { Lag } from '../work/lag.js';
import { WorkQueue } from '../work/work-queue.js';
import type { SiteBench } from './site-bench.js';

const TOKEN = 'operator-token-of-the-test';

@Module({})
class TestRoot {}

/** The operator's API over one target, without whoever else works on the queue: the bench does that by hand. */
export class OperatorApp {
  private constructor(private readonly app: NestFastifyApplication) {}

  static async open(bench: SiteBench): Promise<OperatorApp> {
    const target = {
      ...bench.target,
      gate: { report: () => ({ lastStatus: { wordpress: { multisite: false } } }) },
    };
    const registry = {
      find: (id: string) => (id === target.id ? { ...target, policy: bench.target.policy } : undefined),
      all: () => [{ ...target, policy: bench.target.policy }],
    };
    const module = {
      module: TestRoot,
      controllers: RECONCILE_CONTROLLERS,
      providers: [
        { provide: OperatorSignIn, useValue: new OperatorSignIn(TOKEN) },
        { provide: ProvisionerDatabase, useValue: { pool: bench.work.pool } },
        { provide: OutboxSignal, useValue: new OutboxSignal() },
        { provide: WorkQueue, useValue: bench.queue },
        { provide: LinkStore, useValue: bench.links },
        { provide: Lag, useValue: new Lag(bench.work.pool) },
        { provide: TargetRegistry, useValue: registry },
        ...reconcileProviders(),
      ],
    };
    const app = await createHttpApp(module);
    app.useLogger(false);
    await app.listen(0, '127.0.0.1');
    return new OperatorApp(app);
  }

  close(): Promise<void> {
    return this.app.close();
  }

  async send(path: string, options: { method?: string; body?: unknown; token?: string } = {}) {
    const { method = 'GET', body, token = TOKEN } = options;
    const response = await fetch(`${await this.app.getUrl()}/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  }

  async json<T = Record<string, unknown>>(path: string, method = 'GET', body?: unknown) {
    const { status, text } = await this.send(path, { method, body });
    return { status, body: (text === '' ? null : JSON.parse(text)) as T };
  }
}
