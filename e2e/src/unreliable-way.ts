import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What happens to a request on its way; `lost` and `garbled` after the site has done what it says. */
export type Mishap = 'unreachable' | 'busy' | 'broken' | 'lost' | 'garbled' | 'late';
const MISHAPS: readonly Mishap[] = ['unreachable', 'busy', 'broken', 'lost', 'garbled', 'late'];

/** Longer than the client waits would take a minute each; so long is enough for others to overtake. */
const LATE_MS = 400;

/**
 * The way to a site, through a proxy in front of a host that is not well: of each request it lets `share` come to harm,
 * by a seeded choice.
 */
export class UnreliableWay {
  /** How often what happened. */
  readonly mishaps = new Map<Mishap, number>();

  private constructor(
    private readonly server: Server,
    private readonly to: URL,
    private readonly random: () => number,
    private share: number,
  ) {}

  static async open(to: string, random: () => number, share: number): Promise<UnreliableWay> {
    const server = createServer();
    const way = new UnreliableWay(server, new URL(to), random, share);
    server.on('request', (message, answer) => void way.pass(message, answer).catch(() => answer.destroy()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return way;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From here on every request gets through. */
  mend(): void {
    this.share = 0;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async pass(message: IncomingMessage, answer: ServerResponse): Promise<void> {
    const mishap = this.random() < this.share ? MISHAPS[Math.floor(this.random() * MISHAPS.length)] : undefined;
    if (mishap !== undefined) this.mishaps.set(mishap, (this.mishaps.get(mishap) ?? 0) + 1);
    const body = await buffer(message);
    if (mishap === 'unreachable') return void answer.destroy();
    if (mishap === 'busy') return void answer.writeHead(503, { 'retry-after': '1' }).end('Briefly unavailable');
    if (mishap === 'broken') return void answer.writeHead(500).end('<h1>Critical error</h1>');
    const came = await this.forward(message, body);
    if (mishap === 'lost') return void answer.destroy();
    if (mishap === 'late') await new Promise((resolve) => setTimeout(resolve, LATE_MS));
    const whole = mishap === 'garbled' ? came.body.subarray(0, came.body.length / 2) : came.body;
    answer.writeHead(came.status, { 'content-type': came.type }).end(whole);
  }

  private forward(message: IncomingMessage, body: Buffer): Promise<{ status: number; type: string; body: Buffer }> {
    const headers = { ...message.headers, host: this.to.host, connection: 'close' };
    return new Promise((resolve, reject) => {
      const onward = request(new URL(message.url ?? '/', this.to), { method: message.method, headers }, (response) => {
        const type = response.headers['content-type'] ?? 'text/plain';
        buffer(response).then((all) => resolve({ status: response.statusCode ?? 502, type, body: all }), reject);
      });
      onward.on('error', reject).end(body);
    });
  }
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
