import {
  openPhpDoor,
  type PhpDoor,
  quoted,
  startWordPress,
  wordPressUnderTest,
  type TestWordPress,
} from '@usher/testing';
import { createWordPressSite } from '../create-site.js';
import type { WordPressSite } from '../port.js';
import type { AccountFields, Operation, OperationResult, Privilege, UpsertOperation } from '../protocol.js';

/** A real WordPress of this spec file, and the client connected to it as the dedicated user. */
export interface ConnectedSite {
  wordpress: TestWordPress;
  site: WordPressSite;
  /** Runs one operation. */
  run(operation: Operation): Promise<OperationResult>;
  php: PhpDoor;
  /** Makes an account as a person does, without Usher; gives its id. */
  addAccount(account: { login: string; email?: string; role?: string; meta?: Record<string, string> }): Promise<number>;
  /** The client with the credentials of an administrator, who is not a super admin of a network: those may all. */
  asAdministrator(): Promise<WordPressSite>;
  /** The roles of an account in WordPress itself. */
  rolesOf(login: string): Promise<string[]>;
  /** Ticks privileges as an administrator does. */
  tick(...privileges: Privilege[]): Promise<void>;
  /** Writes a must-use plugin, as if another plugin of the site did so. */
  installPlugin(name: string, code: string): Promise<void>;
  stop(): Promise<void>;
}

/** @param options which WordPress, on what; by default the one that the environment of the tests names */
export async function connectedSite(options: Parameters<typeof startWordPress>[0] = {}): Promise<ConnectedSite> {
  const wordpress = await startWordPress({ ...wordPressUnderTest(), ...options });
  const site = createWordPressSite({ url: wordpress.url, ...wordpress.connector });
  const php = await openPhpDoor(wordpress);
  return {
    wordpress,
    site,
    php,
    async run(operation) {
      const [result] = await site.batch([operation]);
      if (!result) throw new Error('the batch gave no result');
      return result;
    },
    addAccount: ({ login, email = `${login}@example.org`, role = 'author', meta = {} }) =>
      php(`$id = wp_insert_user( [ 'user_login' => ${quoted(login)}, 'user_email' => ${quoted(email)}, 'user_pass' => 'local', 'role' => ${quoted(role)} ] );
        foreach ( json_decode( ${quoted(JSON.stringify(meta))}, true ) as $key => $value ) { add_user_meta( $id, $key, wp_slash( $value ) ); }
        return $id;`),
    async asAdministrator() {
      const made = await php<{ username: string; applicationPassword: string }>(
        `$login = 'boss' . wp_rand();
         $id = wp_insert_user( [ 'user_login' => $login, 'user_email' => "$login@example.org", 'user_pass' => 'x', 'role' => 'administrator' ] );
         $made = WP_Application_Passwords::create_new_application_password( $id, [ 'name' => 'x' ] );
         return [ 'username' => $login, 'applicationPassword' => $made[0] ];`,
      );
      return createWordPressSite({ url: wordpress.url, ...made });
    },
    rolesOf: (login) => php(`return array_values( get_user_by( 'login', ${quoted(login)} )->roles );`),
    async tick(...privileges) {
      await php(
        `Usher\\Connector\\Privileges::tick( json_decode( ${quoted(JSON.stringify(privileges))} ) ); return 1;`,
      );
    },
    async installPlugin(name, code) {
      await php(
        `return file_put_contents( WPMU_PLUGIN_DIR . '/${name}.php', base64_decode( '${base64(`<?php\n${code}`)}' ) );`,
      );
    },
    async stop() {
      await site.close();
      await wordpress.stop();
    },
  };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

let count = 0;

/** An upsert of a user that no other one of this file is like, unless told. */
export function upsert(
  change: Partial<Omit<UpsertOperation, 'op' | 'fields'>> & { fields?: Partial<AccountFields> } = {},
) {
  const name = `user${++count}`;
  const operation: UpsertOperation = {
    op: 'upsert',
    scimId: `scim-${name}`,
    revision: 1,
    active: true,
    ...change,
    fields: { user_login: name, user_email: `${name}@example.org`, ...change.fields },
  };
  return operation;
}

/** Roles that the directory gives. */
export function gives(...given: string[]): NonNullable<UpsertOperation['roles']> {
  return { given, fallback: null };
}

export { quoted };
