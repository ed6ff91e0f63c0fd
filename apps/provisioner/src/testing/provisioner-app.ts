import { setTimeout as sleep } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EVENT_LOG, type EventLog, EventLogModule } from '@usher/event-log';
import {
  encodeEvent,
  type OperationEventData,
  type OutcomeEventData,
  type SettlementEventData,
  TOPICS,
  type UserEventData,
  type UserEventType,
} from '@usher/events';
import { compileSettings, type Policy } from '@usher/provisioning';
import { createHttpApp, HealthModule } from '@usher/service';
import { testDatabase, type TestDatabase } from '@usher/testing';
import type { WordPressSite } from '@usher/wordpress';
import pg from 'pg';
import { connectProvisioner } from '../consume/connect.js';
import { ProvisionerDatabase } from '../database.js';
import { type ProvisionerFeatureConfig, ProvisionerModule } from '../provisioner.module.js';
import type { Definition } from '../targets/definition.js';
import { WorkQueue } from '../work/work-queue.js';

export const TOKEN = 'operator-token-of-the-test';

/** A change of one user, as an identity provider would send it. */
export interface UserChange {
  id: string;
  revision: number;
  name?: string;
  active?: boolean;
  deleted?: boolean;
  type?: UserEventType;
  eventId?: string;
  awaited?: boolean;
}

export interface TestTarget {
  id: string;
  site: WordPressSite;
  /** As an operator would send them. */
  settings?: unknown;
}

/** What is to be otherwise than with sites that are all scripted. */
export interface ProvisionerOptions {
  config?: Partial<ProvisionerFeatureConfig>;
  /** The way to a site that isn't among the targets given. */
  site?: (definition: Definition) => WordPressSite;
}

export type Told<Data> = Data & { eventId: string; type: string };

/** Milliseconds for which tests wait for what must come. */
const PATIENCE = 20_000;

@Module({})
class TestRoot {}

/** The provisioner as a whole on a database of its own, with the event log in it and sites that a test scripts. */
export class ProvisionerApp {
  app!: NestFastifyApplication;

  private constructor(
    private readonly database: TestDatabase,
    readonly reader: pg.Pool,
    private readonly targets: readonly TestTarget[],
    private readonly options: ProvisionerOptions,
  ) {}

  static async open(targets: readonly TestTarget[], options: ProvisionerOptions = {}): Promise<ProvisionerApp> {
    const database = await testDatabase();
    const reader = new pg.Pool({ connectionString: database.url });
    reader.on('error', () => undefined);
    const opened = new ProvisionerApp(database, reader, targets, options);
    await opened.start();
    return opened;
  }

  /** Another process on the same database; ends with `stop`. */
  async fellow(options = this.options): Promise<ProvisionerApp> {
    const opened = new ProvisionerApp(this.database, this.reader, this.targets, options);
    await opened.start();
    return opened;
  }

  async start(): Promise<void> {
    const pace = { initialDelay: 10, maxDelay: 50 };
    const config = { DATABASE_URL: this.database.url, USHER_OPERATOR_TOKEN: TOKEN, ...this.options.config };
    const tuning = { pausedProbes: pace, quarantinedProbes: pace, userBackoff: pace, patienceMs: 200 };
    const imports = [
      EventLogModule.forRoot({ databaseUrl: this.database.url, clientId: 'test' }),
      HealthModule,
      ProvisionerModule.register(config, { tuning, pollMs: 50, site: (definition) => this.siteOf(definition) }),
    ];
    await this.seed();
    this.app = await createHttpApp({ module: TestRoot, imports });
    this.app.useLogger(false);
    connectProvisioner(this.app);
    await this.app.startAllMicroservices();
    await this.app.listen(0, '127.0.0.1');
  }

  private siteOf(definition: Definition): WordPressSite {
    const { id } = definition.row;
    const site = this.targets.find((one) => one.id === id)?.site ?? this.options.site?.(definition);
    if (site === undefined) throw new Error(`no site is scripted for ${id}`);
    return site;
  }

  private async seed(): Promise<void> {
    await (await ProvisionerDatabase.open(this.database.url)).onApplicationShutdown();
    for (const { id, settings = {} } of this.targets) {
      await this.reader.query(
        `INSERT INTO provisioner.targets (id, name, connection, site_url, settings)
         VALUES ($1, 'site ' || $1, '*', 'http://' || $1, $2) ON CONFLICT DO NOTHING`,
        [id, JSON.stringify(settings)],
      );
    }
  }

  stop(): Promise<void> {
    return this.app.close();
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.reader.end();
    await this.database.drop();
  }

  get queue(): WorkQueue {
    return this.app.get(WorkQueue);
  }

  async publish(changes: readonly UserChange[], topic: string = TOPICS.users): Promise<void> {
    const messages = changes.map(({ id, revision, type, eventId, ...change }) =>
      encodeEvent(topic, `default:${id}`, {
        id: eventId ?? `${id}/${revision}`,
        type: type ?? (change.deleted ? 'user.deleted' : revision === 1 ? 'user.created' : 'user.updated'),
        ...{ source: '/usher/ingress', subject: id, time: new Date().toISOString() },
        data: dataOf({ id, revision, ...change }),
      }),
    );
    await this.app.get<EventLog>(EVENT_LOG).publish(messages);
  }

  outcomes(): Promise<Told<OutcomeEventData>[]> {
    return this.told<OutcomeEventData>(TOPICS.outcomes);
  }

  /** Waits for so many. */
  outcomesOf(count: number): Promise<Told<OutcomeEventData>[]> {
    return until(
      () => this.outcomes(),
      (told) => new Set(told.map(({ eventId }) => eventId)).size >= count,
    );
  }

  operations(): Promise<Told<OperationEventData>[]> {
    return this.told<OperationEventData>(TOPICS.operations);
  }

  settlements(): Promise<Told<SettlementEventData>[]> {
    return this.told<SettlementEventData>(TOPICS.settlements);
  }

  /** All that is recorded of the events has been committed as consumed, and no work is left but what must wait. */
  async drained(): Promise<void> {
    const open = async (): Promise<number> => {
      const [row] = await this.rows<{ open: number }>(`
        SELECT (
          SELECT count(*) FROM event_log.records r
          LEFT JOIN event_log.offsets o ON o.topic = r.topic AND o.group_name = 'provisioner'
          WHERE r.topic IN ('${TOPICS.users}', '${TOPICS.leavers}') AND r.position > coalesce(o.position, 0)
        )::int + (SELECT count(*) FROM provisioner.work WHERE NOT held AND kind <> 'due')::int AS open`);
      return row?.open ?? 0;
    };
    await until(open, (count) => count === 0);
  }

  async rows<T extends object>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await this.reader.query<T>(sql, values)).rows;
  }

  async api<T = unknown>(
    path: string,
    method = 'GET',
    body?: unknown,
    token = TOKEN,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; headers: Headers; body: T }> {
    const response = await fetch(`${await this.app.getUrl()}${path}`, {
      method,
      headers: {
        ...{ ...headers, authorization: `Bearer ${token}` },
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as T };
  }

  private async told<Data>(topic: string): Promise<Told<Data>[]> {
    const rows = await this.rows<{ headers: string; value: string }>(
      'SELECT headers, value FROM event_log.records WHERE topic = $1 ORDER BY position',
      [topic],
    );
    return rows.map(({ headers, value }) => {
      const { ce_id: eventId = '', ce_type: type = '' } = JSON.parse(headers) as Record<string, string>;
      return { ...(JSON.parse(value) as Data), eventId, type };
    });
  }
}

export async function until<T>(
  what: () => Promise<T> | T,
  holds: (value: T) => boolean,
  patience = PATIENCE,
): Promise<T> {
  const deadline = Date.now() + patience;
  for (;;) {
    const value = await what();
    if (holds(value)) return value;
    if (Date.now() > deadline) throw new Error(`still: ${JSON.stringify(value)?.slice(0, 500)}`);
    await sleep(20);
  }
}

/** @throws when the settings are refused */
export function policyOf(settings: unknown = {}): Policy {
  const compiled = compileSettings(settings);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.errors));
  return compiled.policy;
}

function dataOf(change: Omit<UserChange, 'type' | 'eventId'>): UserEventData {
  const { id, revision, name = id, active = true, deleted = false, awaited = false } = change;
  return {
    connection: 'default',
    user: {
      ...{ id, revision, userName: `user-${id.slice(0, 8)}`, externalId: null, active, deleted, groups: [] },
      attributes: { displayName: name, emails: [{ value: `${id}@example.org` }] },
    },
    changes: [],
    ...(awaited ? { awaited } : {}),
    origin: { sourceIp: '127.0.0.1', tokenId: 'token', actor: 'Test IdP', traceId: '0'.repeat(31) + '1' },
  };
}
