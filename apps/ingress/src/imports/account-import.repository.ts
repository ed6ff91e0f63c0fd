import { Inject, Injectable } from '@nestjs/common';
import { fold } from '@usher/scim';
import type { Pool } from 'pg';
import { INGRESS_POOL } from '../database.js';
import { isIndexable } from '../directory/users/unique-keys.js';

const CONNECTION = 'SELECT archived IS NULL AS live FROM ingress.connections WHERE id = $1';

/** Users with one e-mail address that a site is asked about at most. */
const MANY = 10;

/** Connection, userName key, e-mail key: whoever has either; who has the name comes first. */
const SAME = `
(SELECT id FROM ingress.users WHERE connection = $1 AND user_name_key = $2)
UNION ALL
(SELECT id FROM ingress.users WHERE connection = $1 AND email_keys @> ARRAY[$3::text] AND user_name_key <> $2 LIMIT ${MANY})`;

@Injectable()
export class AccountImportRepository {
  constructor(@Inject(INGRESS_POOL) private readonly pool: Pool) {}

  async connection(id: string): Promise<'live' | 'deleted' | 'unknown'> {
    const { rows } = await this.pool.query<{ live: boolean }>(CONNECTION, [id]);
    const [row] = rows;
    if (row === undefined) return 'unknown';
    return row.live ? 'live' : 'deleted';
  }

  /** Ids of the users that have the login as their userName, or the e-mail address among theirs. */
  async usersLike(connection: string, login: string, email: string): Promise<string[]> {
    const keys = [fold(login), fold(email.trim())];
    if (!keys.every(isIndexable)) return [];
    const { rows } = await this.pool.query<{ id: string }>(SAME, [connection, ...keys]);
    return rows.map(({ id }) => id);
  }
}
