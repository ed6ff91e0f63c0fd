import type { DataSource } from 'typeorm';
import { Connection, Token } from './entities.js';
import { hashToken } from './token-hash.js';

/** The connection that is always there. */
export const DEFAULT_CONNECTION = 'default';
/** Its token that is configured. */
export const DEFAULT_TOKEN = 'default';

/**
 * Makes the default connection, and its token what the configuration says; what an operator set beside that stays.
 *
 * @throws Error of one line when the token is one of another name already
 */
export async function seedDefaultConnection(dataSource: DataSource, token: string): Promise<void> {
  const hash = hashToken(token);
  await dataSource.transaction(async (manager) => {
    await manager
      .createQueryBuilder()
      .insert()
      .into(Connection)
      .values({ id: DEFAULT_CONNECTION, name: 'Default' })
      .orIgnore()
      .execute();
    const same = await manager.findOneBy(Token, { hash });
    if (same !== null && same.id !== DEFAULT_TOKEN)
      throw new Error(`USHER_SCIM_TOKEN must be another: it is the token "${same.name}" of ${same.connection} already`);
    const changed = await manager.update(Token, { id: DEFAULT_TOKEN }, { hash, revoked: null });
    if (changed.affected !== 0) return;
    await manager
      .createQueryBuilder()
      .insert()
      .into(Token)
      .values({ id: DEFAULT_TOKEN, connection: DEFAULT_CONNECTION, name: 'Default token', hash })
      .orIgnore()
      .execute();
  });
}
