import { type DynamicModule, Inject, Module, type NestModule, type OnApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type OperatorAuthConfig, SignInController } from '@usher/operator-auth';
import { HealthRegistry } from '@usher/service';
import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { IngressConfig } from './config.js';
import { connectionProviders } from './connections/providers.js';
import { Refusals } from './connections/refusals/refusals.js';
import { seedDefaultConnection } from './connections/seed.js';
import { TokenDirectory } from './connections/token-directory.js';
import { TokenUse } from './connections/token-use.js';
import { INGRESS_DATABASE, INGRESS_POOL, openIngressDatabase, openIngressPool } from './database.js';
import { IngressEventsController } from './consume/ingress-events.controller.js';
import { BulkService } from './directory/bulk.service.js';
import { GroupRepository } from './directory/groups/group.repository.js';
import { GroupsQuery } from './directory/groups/groups.query.js';
import { GroupsService } from './directory/groups/groups.service.js';
import { PendingMembers } from './directory/groups/pending-members.js';
import { Listings } from './directory/listing.js';
import { PeopleQuery } from './directory/people/people.query.js';
import { PeopleRepository } from './directory/people/people.repository.js';
import { SearchRepository } from './directory/search/search.repository.js';
import { UserResync } from './directory/users/user-resync.js';
import { UserRepository } from './directory/users/user.repository.js';
import { UsersQuery } from './directory/users/users.query.js';
import { UsersService } from './directory/users/users.service.js';
import { AccountImport } from './imports/account-import.js';
import { AccountImportRepository } from './imports/account-import.repository.js';
import { ConnectionsController } from './operator/connections.controller.js';
import { DirectoryController } from './operator/directory.controller.js';
import { PresetsController } from './operator/presets.controller.js';
import { RequestsController } from './operator/requests.controller.js';
import { TokensController } from './operator/tokens.controller.js';
import { RequestLog } from './requests/request-log.js';
import { RequestRepository } from './requests/request.repository.js';
import { RequestsQuery } from './requests/requests.query.js';
import { watchRequests } from './requests/watch-requests.js';
import { AwaitedAnswer } from './scim/awaited-answer.js';
import { BulkController } from './scim/bulk.controller.js';
import { DiscoveryController } from './scim/discovery.controller.js';
import { FallbackController } from './scim/fallback.controller.js';
import { GroupsController } from './scim/groups.controller.js';
import { ListingDoor } from './scim/listing-door.js';
import { bearerToken, prepareScimRoutes, SCIM_PATH } from './scim/scim-routes.js';
import { SearchController } from './scim/search.controller.js';
import { UsersController } from './scim/users.controller.js';
import { AppliedAnswers } from './settlements/applied-answers.js';
import { SettlementInbox } from './settlements/settlement-inbox.js';
import { SettlementRepository } from './settlements/settlement.repository.js';
import { LISTEN_URL, SettlementWaits } from './settlements/settlement-waits.js';

type Settings = OperatorAuthConfig & Pick<IngressConfig, 'DATABASE_URL' | 'USHER_SCIM_TOKEN' | 'USHER_SCIM_RATE_LIMIT'>;

async function open(config: Settings): Promise<DataSource> {
  const dataSource = await openIngressDatabase(config.DATABASE_URL);
  try {
    await seedDefaultConnection(dataSource, config.USHER_SCIM_TOKEN);
    return dataSource;
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}

/** The SCIM server as a feature; the root module imports EventLogModule and HealthModule. */
@Module({})
export class IngressModule implements NestModule, OnApplicationShutdown {
  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly tokens: TokenDirectory,
    private readonly tokenUse: TokenUse,
    private readonly refusals: Refusals,
    private readonly requests: RequestLog,
    @Inject(INGRESS_DATABASE) private readonly dataSource: DataSource,
    @Inject(INGRESS_POOL) private readonly pool: Pool,
    health: HealthRegistry,
  ) {
    health.add('ingress-database', () => dataSource.query('SELECT 1'));
  }

  static register(config: Settings): DynamicModule {
    return {
      module: IngressModule,
      controllers: [
        SearchController,
        UsersController,
        GroupsController,
        BulkController,
        DiscoveryController,
        FallbackController,
        SignInController,
        ConnectionsController,
        TokensController,
        PresetsController,
        DirectoryController,
        RequestsController,
        IngressEventsController,
      ],
      providers: [
        { provide: INGRESS_DATABASE, useFactory: () => open(config) },
        // Opened after the migrations.
        { provide: INGRESS_POOL, useFactory: () => openIngressPool(config.DATABASE_URL), inject: [INGRESS_DATABASE] },
        ...connectionProviders(config),
        UserRepository,
        UsersQuery,
        UsersService,
        GroupRepository,
        GroupsQuery,
        GroupsService,
        PendingMembers,
        BulkService,
        SearchRepository,
        Listings,
        ListingDoor,
        UserResync,
        PeopleRepository,
        PeopleQuery,
        RequestRepository,
        RequestLog,
        RequestsQuery,
        { provide: LISTEN_URL, useValue: config.DATABASE_URL },
        SettlementRepository,
        SettlementWaits,
        SettlementInbox,
        AppliedAnswers,
        AwaitedAnswer,
        AccountImportRepository,
        AccountImport,
      ],
    };
  }

  /** Nest calls it before it registers the routes. */
  configure(): void {
    const fastify = this.adapters.httpAdapter.getInstance<FastifyInstance>();
    prepareScimRoutes(fastify, this.tokens, this.refusals);
    watchRequests(fastify, SCIM_PATH, this.requests, (authorization) => {
      const token = bearerToken(authorization);
      return token === undefined ? undefined : this.tokens.known(token);
    });
  }

  /** The last request is answered. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.refusals.close(), this.tokenUse.close(), this.requests.close()]);
    await Promise.all([this.pool.end(), this.dataSource.destroy()]);
  }
}
