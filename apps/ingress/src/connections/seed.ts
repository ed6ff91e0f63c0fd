import type { DataSource } from 'typeorm';
import { Connection, Token } from './entities.js';
import { hashToken } from './token-hash.js';

export const DEFAULT_CONNECTION = 'default';

/** Makes the default connection, and its token what the configuration says. */
export async function seedDefaultConnection(dataSource: DataSource, token: string): Promise<void> {
  await dataSource.transaction(async (manager) => {
    await manager
      .createQueryBuilder()
      .insert()
      .into(Connection)
      .values({ id: DEFAULT_CONNECTION, name: 'Default' })
      .orIgnore()
      .execute();
    await manager.upsert(
      Token,
      {
        id: DEFAULT_CONNECTION,
        connection: DEFAULT_CONNECTION,
        name: 'Default token',
        hash: hashToken(token),
        revoked: null,
      },
      ['id'],
    );
  });
}
