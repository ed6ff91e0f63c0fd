import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { Controller, Get, Module, Res } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { follow, sendEvents, type ServerSentEvent } from './event-stream.js';
import { HealthModule } from './health.module.js';
import { createHttpApp } from './http-app.js';
import { serveHttp } from './run-service.js';

/** What there is to tell: numbers that grow. */
let facts: number[] = [];
let ended: () => void = () => undefined;

@Controller('stream')
class StreamController {
  @Get()
  async stream(@Res() reply: FastifyReply): Promise<void> {
    void reply.header('x-of-the-route', 'kept');
    await sendEvents(
      reply,
      async function* (lastEventId, signal): AsyncIterable<ServerSentEvent> {
        let position = Number(lastEventId ?? 0);
        const read = async (): Promise<number[]> => facts.filter((fact) => fact > position);
        for await (const fact of follow(read, signal, 5)) {
          position = fact;
          yield { id: String(fact), event: 'fact', data: { fact, text: 'a\nb' } };
        }
        ended();
      },
      { heartbeat: 20 },
    );
  }

  @Get('broken')
  async broken(@Res() reply: FastifyReply): Promise<void> {
    await sendEvents(reply, async function* () {
      yield { data: 1 };
      throw new Error('no more');
    });
  }

  @Get('deaf')
  async deaf(@Res() reply: FastifyReply): Promise<void> {
    reply.raw.once('close', () => ended());
    const text = 'x'.repeat(1_000_000);
    await sendEvents(
      reply,
      async function* () {
        for (;;) yield { data: text };
      },
      { life: 500 },
    );
  }

  @Get('short')
  async short(@Res() reply: FastifyReply): Promise<void> {
    await sendEvents(reply, (_id, signal) => follow<ServerSentEvent>(async () => [], signal, 10_000), { life: 10 });
  }
}

@Module({ imports: [HealthModule], controllers: [StreamController] })
class StreamModule {}

let app: NestFastifyApplication;
let url: string;

beforeEach(async () => {
  facts = [1, 2];
  app = await createHttpApp(StreamModule);
  ({ url } = await serveHttp(app, { USHER_HTTP_HOST: '127.0.0.1', USHER_HTTP_PORT: 0 }));
});
afterEach(() => app.close());

async function open(path = '', headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const [answer] = (await once(get(`${url}/stream${path}`, { headers, agent: false }), 'response')) as [
    IncomingMessage,
  ];
  return answer.setEncoding('utf8');
}

async function until(answer: IncomingMessage, text: string): Promise<string> {
  let said = '';
  while (!said.includes(text)) said += String((await once(answer, 'data'))[0]);
  return said;
}

const ending = (): Promise<void> => new Promise((resolve) => (ended = resolve));

describe('a stream of events', () => {
  it('tells what there is and what comes, each with its id and as one line of JSON', async () => {
    const answer = await open();
    expect(answer.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-of-the-route': 'kept',
    });
    expect(await until(answer, '"fact":2')).toContain('id: 1\nevent: fact\ndata: {"fact":1,"text":"a\\nb"}\n\nid: 2\n');
    facts.push(3);
    expect(await until(answer, '"fact":3')).not.toContain('"fact":2,');
    answer.destroy();
  });

  it('goes on for a client that was cut off where it was', async () => {
    const answer = await open('', { 'last-event-id': '1' });
    expect(await until(answer, '"fact":2')).not.toContain('"fact":1');
    answer.destroy();
  });

  it('is kept alive while nothing happens', async () => {
    const answer = await open('', { 'last-event-id': '2' });
    await until(answer, ': ping\n\n: ping\n\n');
    answer.destroy();
  });

  it('asks for nothing more when the client has gone', async () => {
    const gone = ending();
    const answer = await open();
    answer.destroy();
    await gone;
  });

  it('ends, so that the service can stop', async () => {
    const answer = await open();
    await until(answer, '"fact":2');
    const over = once(answer.resume(), 'end');
    await app.close();
    await over;
  });

  it('ends when its source fails, and after its time', async () => {
    const broken = await open('/broken');
    await Promise.all([until(broken, 'data: 1'), once(broken, 'end')]);
    const short = await open('/short');
    await once(short.resume(), 'end');
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  it('has no place beside a hundred others, and gets one when one of those has ended', async () => {
    const places = await Promise.all(Array.from({ length: 100 }, () => open()));
    const refused = await fetch(`${url}/stream`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30']);
    expect(await refused.json()).toMatchObject({
      ...{ statusCode: 503, error: 'Service Unavailable' },
      message: expect.stringMatching(/^100 streams are open already/) as string,
    });
    places.pop()?.destroy();
    let taken: IncomingMessage;
    do taken = await open();
    while (taken.resume().statusCode === 503);
    expect(taken.statusCode).toBe(200);
    for (const place of [...places, taken]) place.destroy();
  });

  it('is cut off when its time is over and the client takes nothing', async () => {
    const gone = ending();
    // Not read from.
    const answer = await open('/deaf');
    await gone;
    answer.destroy();
  }, 15_000);

  it('is no request whose duration is measured', async () => {
    const answer = await open('/short');
    await once(answer.resume(), 'end');
    expect(await (await fetch(`${url}/metrics`)).text()).not.toContain('route="/stream/short"');
  });
});
