import { connect, createServer, type Server, type Socket } from 'node:net';
import { testDatabase, type TestDatabase } from '@usher/testing';
import { PgSession } from './session.js';

const nothing = (): void => undefined;
const OPTIONS = { name: 'session-test', channel: 'session_test', onNotify: nothing, onLost: nothing };

describe('a session', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase();
  });

  afterAll(() => database.drop());

  it('is looked after by the database, so that the locks of a machine that is gone are free soon', async () => {
    const session = await PgSession.open({ url: database.url, ...OPTIONS });
    const { rows } = await session.client.query(`
      SELECT name, setting FROM pg_settings
      WHERE name LIKE 'tcp\\_keepalives\\_%' OR name = 'tcp_user_timeout' ORDER BY name`);
    expect(rows.map(({ setting }: { setting: string }) => Number(setting))).toEqual([10, 10, 1, 20_000]);
    await session.close();
  });

  it('does not wait for ever for the answer of a database that fell silent before it was asked', async () => {
    const way = await wayTo(database.url);
    const session = await PgSession.open({ url: way.url, ...OPTIONS, patience: 500 });
    way.fallSilent();
    await expect(session.tryLock('a', 'b')).rejects.toThrow('timeout');
    await session.close();
    await way.close();
  }, 10_000);
});

/** A way to the database that can swallow all there is. */
async function wayTo(address: string): Promise<{ url: string; fallSilent(): void; close(): Promise<void> }> {
  const { hostname, port } = new URL(address);
  const sockets: Socket[] = [];
  const server: Server = createServer((near) => {
    const far = connect(Number(port), hostname);
    sockets.push(near, far);
    for (const socket of [near, far]) socket.on('error', nothing);
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const way = new URL(address);
  way.host = `127.0.0.1:${(server.address() as { port: number }).port}`;
  return {
    url: way.href,
    fallSilent: () => sockets.forEach((socket) => socket.unpipe().resume()),
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
