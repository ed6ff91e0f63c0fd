import { testDatabase } from '@usher/testing';
import { PgSession } from './session.js';

it('a session is looked after by the database, so that the locks of a machine that is gone are free soon', async () => {
  const database = await testDatabase();
  const nothing = (): void => undefined;
  const names = { name: 'session-test', channel: 'session_test' };
  const session = await PgSession.open({ url: database.url, ...names, onNotify: nothing, onLost: nothing });
  const { rows } = await session.client.query(`
    SELECT name, setting FROM pg_settings WHERE name LIKE 'tcp\\_keepalives\\_%' ORDER BY name`);
  expect(rows.map(({ setting }: { setting: string }) => Number(setting))).toEqual([10, 10, 1]);
  await session.close();
  await database.drop();
});
