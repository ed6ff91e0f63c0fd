import { type DynamicModule, Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { connectEventLog, EVENT_LOG, type EventLog, EventLogModule } from '@usher/event-log';
import { TOPICS } from '@usher/events';
import { operatorAuth, type OperatorAuthConfig } from '@usher/operator-auth';
import { openDatabase, Vault } from '@usher/persistence';
import { HealthModule, HealthRegistry } from '@usher/service';
import { DataSource } from 'typeorm';
import { ChainsController } from './chain/chains.controller.js';
import { Checkpoints } from './chain/checkpoints.js';
import { RoutineCheckpoints } from './chain/routine-checkpoints.js';
import { SigningKeys } from './chain/signing.js';
import type { AuditConfig } from './config.js';
import { AUDIT_DATABASE } from './database.js';
import { Entries1764000000000 } from './migrations/entries-1764000000000.js';
import { Exports1764410000000 } from './migrations/exports-1764410000000.js';
import { Ledger1764400000000 } from './migrations/ledger-1764400000000.js';
import { ErasureService } from './erasure/erasure.service.js';
import { ErasuresController } from './erasure/erasures.controller.js';
import { AbandonedExports } from './export/abandoned-exports.js';
import { ExportService } from './export/export.service.js';
import { ExportStore } from './export/export.store.js';
import { ExportFileController, ExportsController } from './export/exports.controller.js';
import { PoliciesController } from './policies/policies.controller.js';
import { PolicyStore } from './policies/policy.store.js';
import { EntriesController } from './query/entries.controller.js';
import { EntryReader } from './query/entry-reader.js';
import { FacetReader } from './query/facet-reader.js';
import { PageSearch } from './query/page-search.js';
import { Reading } from './query/reading.js';
import { Totals } from './query/totals.js';
import { EntryWriter } from './record/entry-writer.js';
import { AUDIT_TRANSPORT, RecordController } from './record/record.controller.js';
import { ClearController } from './removal/clear.controller.js';
import { ClearService } from './removal/clear.service.js';
import { Confirmations } from './removal/confirmation.js';
import { RetentionService } from './removal/retention.service.js';
import { takeOver } from './record/take-over.js';
import { StatisticsController } from './statistics/statistics.controller.js';
import { StatisticsReader } from './statistics/statistics-reader.js';
import { TimelineController } from './timeline/timeline.controller.js';
import { DeliveryRunner } from './streams/delivery.runner.js';
import { FeedController } from './streams/feed.controller.js';
import { Feed } from './streams/feed.js';
import { StreamRepository } from './streams/stream.repository.js';
import { StreamsController } from './streams/streams.controller.js';
import { AUDIT_VAULT, StreamsService } from './streams/streams.service.js';
import { Verification } from './verify/verification.js';
import { VerifyController } from './verify/verify.controller.js';

const MIGRATIONS = [Entries1764000000000, Ledger1764400000000, Exports1764410000000];

/** Events in work at once: as many can share one insert. */
const CONCURRENCY = 100;

/** The variables that the audit needs wherever it runs. */
type AuditPartConfig = OperatorAuthConfig &
  Pick<
    AuditConfig,
    | 'DATABASE_URL'
    | 'USHER_AUDIT_SIGNING_KEY'
    | 'USHER_AUDIT_TRUSTED_KEYS'
    | 'USHER_SECRET_KEY'
    | 'USHER_SECRET_KEY_PREVIOUS'
  >;

/** Records every act, and answers who did what. Needs the global EventLogModule and HealthModule beside it. */
@Module({
  controllers: [
    ...[RecordController, EntriesController, TimelineController, StatisticsController],
    ...[ChainsController, VerifyController],
    ...[PoliciesController, ClearController, ErasuresController, ExportsController, ExportFileController],
    ...[FeedController, StreamsController],
  ],
  providers: [
    ...[EntryWriter, EntryReader, PageSearch, FacetReader, Reading, Totals, StatisticsReader],
    ...[Checkpoints, RoutineCheckpoints, Verification],
    ...[PolicyStore, RetentionService, ClearService, ErasureService, ExportStore, ExportService, AbandonedExports],
    ...[Feed, StreamRepository, StreamsService, DeliveryRunner],
  ],
})
export class AuditModule implements OnApplicationShutdown {
  constructor(
    @Inject(AUDIT_DATABASE) private readonly database: DataSource,
    @Inject(EVENT_LOG) log: EventLog,
    health: HealthRegistry,
  ) {
    health.add('audit', () => database.query('SELECT 1'));
    health.add('event log', () => log.check());
  }

  static register(config: AuditPartConfig): DynamicModule {
    const keys = SigningKeys.from(config);
    const open = async (): Promise<DataSource> => {
      const database = await openDatabase({
        url: config.DATABASE_URL,
        schema: 'audit',
        migrations: MIGRATIONS,
        // Exports and removals hold one each for a while.
        poolSize: 10,
      });
      await takeOver(database, new Checkpoints(keys), (line) => new Logger('Audit').log(line));
      return database;
    };
    return {
      module: AuditModule,
      providers: [
        { provide: AUDIT_DATABASE, useFactory: open },
        { provide: AUDIT_VAULT, useFactory: () => vaultOf(config) },
        { provide: Confirmations, useValue: new Confirmations(config.USHER_OPERATOR_TOKEN) },
        { provide: SigningKeys, useValue: keys },
        ...operatorAuth(config),
      ],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.destroy();
  }
}

function vaultOf({
  USHER_SECRET_KEY: key,
  USHER_SECRET_KEY_PREVIOUS: previous,
}: Pick<AuditConfig, 'USHER_SECRET_KEY' | 'USHER_SECRET_KEY_PREVIOUS'>): Vault | null {
  return key === undefined ? null : Vault.of(key, previous);
}

/** Adds the audit's consumer to an application that has the AuditModule. */
export function connectAudit(app: NestFastifyApplication): void {
  connectEventLog(app, {
    log: app.get<EventLog>(EVENT_LOG),
    group: 'audit',
    transportId: AUDIT_TRANSPORT,
    topics: [TOPICS.users, TOPICS.groups, TOPICS.outcomes, TOPICS.operations],
    concurrency: CONCURRENCY,
  });
}

/** The audit as a service by itself. */
export function auditService(config: AuditConfig): DynamicModule {
  return {
    module: class AuditService {},
    imports: [
      EventLogModule.forRoot({
        databaseUrl: config.DATABASE_URL,
        kafkaBrokers: config.KAFKA_BROKERS,
        clientId: 'usher-audit',
      }),
      HealthModule,
      AuditModule.register(config),
    ],
  };
}
