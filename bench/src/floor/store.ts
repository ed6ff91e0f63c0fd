import pg from 'pg';

/**
 * The least durable work for one SCIM request: a create is one row and its outbox row in one statement, a PATCH the
 * update of one attribute and its outbox row in one statement, a read an indexed select of the stored answer.
 */
const SCHEMA = `
  CREATE TABLE users (
    id uuid PRIMARY KEY,
    user_name text NOT NULL UNIQUE,
    external_id text,
    revision integer NOT NULL DEFAULT 1,
    resource text NOT NULL
  );
  CREATE INDEX users_external_id ON users (external_id);
  CREATE TABLE outbox (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic text NOT NULL,
    key text NOT NULL,
    headers text NOT NULL,
    value text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  )`;

const CREATE = {
  name: 'create',
  text: `WITH event AS (INSERT INTO outbox (topic, key, headers, value) VALUES ('users', $1, $5, $4))
         INSERT INTO users (id, user_name, external_id, resource) VALUES ($1::uuid, $2, $3, $4)`,
};
const RENAME = {
  name: 'rename',
  text: `WITH changed AS (
           UPDATE users SET revision = revision + 1,
             resource = jsonb_set(resource::jsonb, '{displayName}', to_jsonb($2::text))::text
           WHERE id = $1::uuid RETURNING resource),
         event AS (
           INSERT INTO outbox (topic, key, headers, value) SELECT 'users', $1, $3, resource FROM changed)
         SELECT resource FROM changed`,
};
const BY_ID = { name: 'by-id', text: 'SELECT resource FROM users WHERE id = $1::uuid' };
const BY_USER_NAME = { name: 'by-user-name', text: 'SELECT resource FROM users WHERE user_name = $1' };
const BY_EXTERNAL_ID = { name: 'by-external-id', text: 'SELECT resource FROM users WHERE external_id = $1' };

interface ResourceRow {
  resource: string;
}

export interface NewUser {
  id: string;
  userName: string;
  externalId: string;
  /** The answer as JSON text. */
  resource: string;
}

/** Users in a bare table; every statement is prepared by name and runs in a transaction of its own. */
export class FloorStore {
  private readonly pool: pg.Pool;

  constructor(databaseUrl: string) {
    this.pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
  }

  async open(): Promise<void> {
    await this.pool.query(SCHEMA);
  }

  async create(user: NewUser, headers: string): Promise<void> {
    await this.pool.query(CREATE, [user.id, user.userName, user.externalId, user.resource, headers]);
  }

  /** The resource after the change; undefined when there is no such user. */
  rename(id: string, displayName: string, headers: string): Promise<string | undefined> {
    return this.one(RENAME, [id, displayName, headers]);
  }

  byId(id: string): Promise<string | undefined> {
    return this.one(BY_ID, [id]);
  }

  byUserName(userName: string): Promise<string | undefined> {
    return this.one(BY_USER_NAME, [userName]);
  }

  byExternalId(externalId: string): Promise<string | undefined> {
    return this.one(BY_EXTERNAL_ID, [externalId]);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async one(statement: { name: string; text: string }, values: string[]): Promise<string | undefined> {
    const { rows } = await this.pool.query<ResourceRow>(statement, values);
    return rows[0]?.resource;
  }
}
