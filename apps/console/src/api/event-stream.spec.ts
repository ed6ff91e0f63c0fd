import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';
import type { ApiError } from './api-error.js';
import { listen, type StreamEvent } from './event-stream.js';

let server: Server;
let stop: () => void = () => undefined;
const resumed: (string | undefined)[] = [];
let status = 200;

beforeAll(async () => {
  server = createServer((request, response) => {
    const after = request.headers['last-event-id'] as string | undefined;
    resumed.push(after);
    response.writeHead(status, { 'content-type': 'text/event-stream' });
    if (status !== 200) response.end('{"message":"not for you"}');
    // One event for each connection, which is then lost.
    else response.end(`: ping\n\nevent: entry\nid: ${Number(after ?? 0) + 1}\ndata: {"name":\ndata: "Zoë"}\n\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => stop());
afterAll(() => server.close());

const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/live`;

describe('a stream of events', () => {
  it('that is lost is taken up again after the last event', async () => {
    const events: StreamEvent[] = [];
    await new Promise<void>((resolve) => {
      stop = listen(url(), { onEvent: (event) => events.push(event) === 2 && resolve() });
    });
    expect(events).toEqual([
      { event: 'entry', id: '1', data: '{"name":\n"Zoë"}' },
      { event: 'entry', id: '2', data: '{"name":\n"Zoë"}' },
    ]);
    expect(resumed.splice(0)).toEqual([undefined, '1']);
  });

  it('that Usher has ended after its time is asked for again at once, and is not called lost', async () => {
    const clock = jest.spyOn(Date, 'now');
    const states: string[] = [];
    await new Promise<void>((resolve) => {
      let events = 0;
      stop = listen(url(), {
        onState: (state) => states.push(state),
        onEvent: () => {
          events += 1;
          if (events === 2) return resolve();
          const later = Date.now() + 15 * 60_000;
          clock.mockImplementation(() => later);
        },
      });
    });
    clock.mockRestore();
    expect(states).toEqual(['connecting', 'open', 'connecting', 'open']);
    expect(resumed.splice(0)).toEqual([undefined, '1']);
  });

  it('that is refused is not asked for again', async () => {
    status = 403;
    const error = await new Promise<ApiError>((resolve) => {
      stop = listen(url(), { onEvent: () => undefined, onEnd: resolve });
    });
    expect(error).toMatchObject({ status: 403, message: 'not for you' });
  });
});
