import { type DynamicModule, Inject, Module, type NestModule } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { HealthRegistry } from '@usher/service';
import type { FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';
import type { IngressConfig } from './config.js';
import { seedDefaultConnection } from './connections/seed.js';
import { TokenDirectory } from './connections/token-directory.js';
import { INGRESS_DATABASE, openIngressDatabase } from './database.js';
import { UserRepository } from './directory/user.repository.js';
import { UsersQuery } from './directory/users.query.js';
import { UsersService } from './directory/users.service.js';
import { DiscoveryController } from './scim/discovery.controller.js';
import { FallbackController } from './scim/fallback.controller.js';
import { prepareScimRoutes } from './scim/scim-routes.js';
import { UsersController } from './scim/users.controller.js';

type Settings = Pick<IngressConfig, 'DATABASE_URL' | 'USHER_SCIM_TOKEN'>;

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
export class IngressModule implements NestModule {
  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly tokens: TokenDirectory,
    @Inject(INGRESS_DATABASE) dataSource: DataSource,
    health: HealthRegistry,
  ) {
    health.add('ingress-database', () => dataSource.query('SELECT 1'));
  }

  static register(config: Settings): DynamicModule {
    return {
      module: IngressModule,
      controllers: [UsersController, DiscoveryController, FallbackController],
      providers: [
        { provide: INGRESS_DATABASE, useFactory: () => open(config) },
        TokenDirectory,
        UserRepository,
        UsersQuery,
        UsersService,
      ],
    };
  }

  /** Nest calls it before it registers the routes. */
  configure(): void {
    prepareScimRoutes(this.adapters.httpAdapter.getInstance<FastifyInstance>(), this.tokens);
  }
}
