import { once } from 'node:events';
import { connect } from 'node:net';
import { Body, Controller, Delete, Get, Module, Post, Req } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { describeApi } from './describe-api.js';
import { HealthModule } from './health.module.js';
import { HealthRegistry } from './health-registry.js';
import { createHttpApp, type HttpAppOptions } from './http-app.js';
import { serveHttp } from './run-service.js';

@Controller('echo')
class EchoController {
  @Post()
  post(@Body() body: unknown, @Req() request: { ip: string }): object {
    return { body, ip: request.ip };
  }

  @Get('slow')
  async slow(): Promise<object> {
    inFlight();
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { finished: true };
  }

  @Delete(':id')
  delete(): object {
    return { deleted: true };
  }
}

@Module({ imports: [HealthModule], controllers: [EchoController] })
class EchoModule {}

let inFlight: () => void = () => undefined;
let app: NestFastifyApplication;
let url: string;

async function start(options: HttpAppOptions = {}): Promise<void> {
  app = await createHttpApp(EchoModule, options);
  describeApi(app, 'Echo');
  ({ url } = await serveHttp(app, { USHER_HTTP_HOST: '127.0.0.1', USHER_HTTP_PORT: 0 }));
}

const post = (body: string, headers: Record<string, string>) =>
  fetch(`${url}/echo`, { method: 'POST', body, headers: { connection: 'close', ...headers } });

afterEach(() => app.close());

describe('a service over HTTP', () => {
  it.each(['application/json', 'application/scim+json', 'application/scim+json; charset=utf-8'])(
    'reads a body of %s',
    async (type) => {
      await start();
      const answer = await post('{"userName":"bjensen"}', { 'content-type': type });
      await expect(answer.json()).resolves.toMatchObject({ body: { userName: 'bjensen' } });
    },
  );

  it.each([
    ['no JSON', '{bad', 'application/scim+json', 400],
    ['a prototype', '{"__proto__":{"admin":true}}', 'application/json', 400],
    ['another type', 'a=b', 'application/x-www-form-urlencoded', 415],
    ['more than 1 MiB', `"${'x'.repeat(1024 * 1024)}"`, 'application/json', 413],
  ])('answers %s with the right status', async (_, body, type, status) => {
    await start();
    expect((await post(body, { 'content-type': type })).status).toBe(status);
  });

  it('takes an empty JSON body of a DELETE', async () => {
    await start();
    const headers = { 'content-type': 'application/scim+json' };
    expect((await fetch(`${url}/echo/1`, { method: 'DELETE', headers })).status).toBe(200);
  });

  it.each([
    [0, '127.0.0.1'],
    [1, '203.0.113.9'],
    [2, '198.51.100.4'],
  ])('behind %d trusted proxies believes as many hops and no more', async (trustedProxies, ip) => {
    await start({ trustedProxies });
    const answer = await post('{}', {
      'content-type': 'application/json',
      'x-forwarded-for': '192.0.2.66, 198.51.100.4, 203.0.113.9',
    });
    await expect(answer.json()).resolves.toMatchObject({ ip });
  });

  it('asked to stop, takes no new request and finishes the one in flight', async () => {
    await start();
    const begun = new Promise<void>((resolve) => (inFlight = resolve));
    const answer = fetch(`${url}/echo/slow`);
    await begun;
    const closed = app.close();
    await expect((await answer).json()).resolves.toEqual({ finished: true });
    await closed;
    await expect(fetch(`${url}/health/live`)).rejects.toThrow();
  });

  it('asked to stop, waits for no connection that was opened ahead', async () => {
    await start();
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    // One that is answered tells that the server knows of the one before.
    await fetch(`${url}/health/live`);
    await Promise.all([app.close(), once(socket, 'close')]);
  });

  it('is ready only when every part is, and tells its metrics by route', async () => {
    await start();
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    app.get(HealthRegistry).add('log', () => Promise.reject(new Error('postgres://u:secret@h/d is down')));
    const answer = await fetch(`${url}/health/ready`);
    expect(answer.status).toBe(503);
    await expect(answer.json()).resolves.toEqual({
      status: 'unavailable',
      checks: { log: 'postgres://u:***@h/d is down' },
    });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(
      /http_request_duration_seconds_count\{method="GET",route="\/health\/ready",status="503"\} 1/,
    );
    expect(metrics).toContain('process_resident_memory_bytes');
  });

  it('describes its API', async () => {
    await start();
    const answer = await fetch(`${url}/api/docs`);
    expect(answer.headers.get('content-type')).toContain('application/json');
    const document = (await answer.json()) as { info: object; paths: object };
    expect(document.info).toMatchObject({ title: 'Echo' });
    expect(Object.keys(document.paths)).toContain('/echo/{id}');
  });
});
