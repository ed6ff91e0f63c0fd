import { Logger } from '@nestjs/common';
import { inTransaction, type Vault } from '@usher/persistence';
import type { Pool } from 'pg';
import { purposeOf } from './target-row.js';
import type { TargetStore } from './target.store.js';

/** Seals anew what the previous key sealed, so that it isn't needed any more; the log says when that is so. */
export async function resealSecrets(pool: Pool, store: TargetStore, vault: Vault): Promise<void> {
  if (!vault.rotates) return;
  const logger = new Logger('Targets');
  const [resealed, closed] = await inTransaction(pool, async (client) => {
    await store.takeTurn(client);
    const old = (await store.sealed(client)).filter(({ secret }) => vault.isOld(secret));
    let opened = 0;
    for (const row of old) {
      const secret = vault.open(row.secret, purposeOf(row));
      if (!secret.ok) continue;
      await store.reseal(client, row.id, vault.seal(secret.text, purposeOf(row)));
      opened += 1;
    }
    return [opened, old.length - opened] as const;
  });
  const left = closed === 0 ? 'USHER_SECRET_KEY_PREVIOUS can be unset' : `${closed} can't be opened`;
  logger.log(`Application passwords sealed with the new USHER_SECRET_KEY: ${resealed}; ${left}`);
}
