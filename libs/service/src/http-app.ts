import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { closeConnectionsWhenIdle } from './drain.js';
import { endEventStreams } from './event-stream.js';
import { parseJsonBodies } from './json-body.js';
import { LineLogger } from './line-logger.js';
import { measureRequests } from './metrics.js';
import { UnavailableFilter } from './unavailable.filter.js';

export interface HttpAppOptions {
  /** Reverse proxies before the service; `request.ip` is the address that the outermost of them saw. Default 0. */
  trustedProxies?: number;
  /** Bytes of a request body at most; default 1 MiB. */
  bodyLimit?: number;
  /** Answers a URL that can't be decoded (`/%zz`): no route sees it. Returns false to leave the answer to Fastify's form. */
  answerMalformedUrl?(request: FastifyRequest, reply: FastifyReply): boolean;
}

const MEBIBYTE = 1024 * 1024;

/**
 * A Nest application on Fastify with what every service needs: JSON bodies of both media types, the client's
 * address behind the trusted proxies, request metrics, one-line logs, 503 while the database is away.
 *
 * On close Nest runs `onModuleDestroy`, then drains requests and microservices, then `onApplicationShutdown`:
 * what a request in flight needs (a database pool) must be closed in the last one only.
 */
export async function createHttpApp(
  rootModule: Type | DynamicModule,
  options: HttpAppOptions = {},
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: options.bodyLimit ?? MEBIBYTE,
    trustProxy: trustHops(options.trustedProxies ?? 0),
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      if (error.code === 'FST_ERR_BAD_URL' && options.answerMalformedUrl?.(request, reply)) return;
      void reply.code(error.statusCode ?? 500).send(error);
    },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1024 },
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  parseJsonBodies(fastify);
  measureRequests(fastify);
  endEventStreams(fastify);
  closeConnectionsWhenIdle(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(rootModule, adapter, {
    abortOnError: false,
    bodyParser: false,
    logger: new LineLogger(),
  });
  return app.useGlobalFilters(new UnavailableFilter(adapter));
}

/** Fastify asks for each address, the nearest first (hop 0), whether it is a proxy's. */
function trustHops(proxies: number): false | ((address: string, hop: number) => boolean) {
  return proxies > 0 && ((_address, hop) => hop < proxies);
}
