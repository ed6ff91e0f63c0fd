import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Groups with their members, and users that carry the groups they are in. */
export class Groups1764100000000 implements MigrationInterface {
  readonly name = 'Groups1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    // The attributes apart from what surrounds them: a change of a group rewrites the groups of all its users, and
    // their events, without reading one attribute.
    await runner.query(`
      ALTER TABLE ingress.users
        ADD COLUMN attributes text, -- JSON object, without schemas, id, groups and meta
        ADD COLUMN groups text, -- JSON array of {id, displayName, type}; null for none
        ADD COLUMN email_keys text[] COLLATE "C", -- to find a user by an e-mail address
        ADD COLUMN created timestamptz,
        ADD COLUMN modified timestamptz`);
    await runner.query(`
      UPDATE ingress.users SET
        attributes = stored - ARRAY['schemas', 'id', 'groups', 'meta'],
        email_keys = ARRAY(
          SELECT lower(normalize(email->>'value', NFC) COLLATE "und-x-icu") FROM jsonb_array_elements(stored->'emails') email
          WHERE length(email->>'value') <= 512
        ),
        created = (stored->'meta'->>'created')::timestamptz,
        modified = (stored->'meta'->>'lastModified')::timestamptz
      FROM (SELECT connection, id, (document || '}}')::jsonb AS stored FROM ingress.users) old
      WHERE old.connection = users.connection AND old.id = users.id`);
    await runner.query(`
      ALTER TABLE ingress.users
        ALTER COLUMN attributes SET NOT NULL,
        ALTER COLUMN created SET NOT NULL,
        ALTER COLUMN modified SET NOT NULL,
        DROP COLUMN document`);
    // Without the pending list, which every search would read through.
    await runner.query('CREATE INDEX users_email ON ingress.users USING gin (email_keys) WITH (fastupdate = off)');
    await runner.query(`
      CREATE TABLE ingress.groups (
        connection text COLLATE "C" NOT NULL,
        id uuid NOT NULL,
        display_key text COLLATE "C" NOT NULL,
        external_id text COLLATE "C",
        display_name text NOT NULL,
        revision integer NOT NULL,
        attributes text NOT NULL, -- JSON object, without schemas, id, members and meta
        created timestamptz NOT NULL,
        modified timestamptz NOT NULL,
        CONSTRAINT groups_pkey PRIMARY KEY (connection, id),
        CONSTRAINT groups_display_name UNIQUE (connection, display_key),
        CONSTRAINT groups_external_id UNIQUE (connection, external_id)
      ) WITH (fillfactor = 70)`);
    // kind: U a user, G a group; pending as nobody has that id or externalId yet: P, or that id: I.
    // value: the id of the user or group; as the client gave it while pending.
    await runner.query(`
      CREATE TABLE ingress.members (
        connection text COLLATE "C" NOT NULL,
        group_id uuid NOT NULL,
        value text COLLATE "C" NOT NULL,
        kind "char" NOT NULL,
        CONSTRAINT members_pkey PRIMARY KEY (connection, group_id, value)
      )`);
    await runner.query('CREATE INDEX members_value ON ingress.members (connection, value)');
    await runner.query(`CREATE INDEX members_pending ON ingress.members (connection, value) WHERE kind IN ('P', 'I')`);
    await runner.query(`CREATE INDEX members_nested ON ingress.members (connection, value) WHERE kind = 'G'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE ingress.members, ingress.groups');
    await runner.query('ALTER TABLE ingress.users ADD COLUMN document text');
    await runner.query(`
      UPDATE ingress.users SET document = left((
        jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:User'), 'id', id)
        || attributes::jsonb
      )::text, -1) || ',"meta":{"resourceType":"User","created":' || to_json(created) || ',"lastModified":'
        || to_json(modified) || ',"version":"W/\\"' || revision || '\\""'`);
    await runner.query(`
      ALTER TABLE ingress.users
        ALTER COLUMN document SET NOT NULL,
        DROP COLUMN attributes, DROP COLUMN groups, DROP COLUMN email_keys, DROP COLUMN created, DROP COLUMN modified`);
  }
}
