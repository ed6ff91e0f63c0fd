import { startWordPress, type TestWordPress } from '@usher/testing';
import { processesOf } from '../usage.js';
import type { SiteDatabase } from './plan.js';

/** A fresh WordPress, and what is asked inside it. */
export interface Site {
  wordpress: TestWordPress;
  /** Accounts that the connector has made or taken over, open and there. */
  openAccounts(): Promise<number>;
  /**
   * Looks every few milliseconds until the connector shut the user's account.
   * @returns that moment, in milliseconds since 1970; null when it is still open after five minutes
   */
  whenShut(scimId: string): Promise<number | null>;
  /** Whether the connector shut the user's account and its roles are gone. */
  isShut(scimId: string): Promise<boolean>;
  /** An application password of an administrator, as the value of an Authorization header. */
  administrator(): Promise<string>;
}

export async function startSite(database: SiteDatabase): Promise<Site> {
  const wordpress = await startWordPress({ database });
  // Ctrl-C and the like end this process without its clean-up, and PHP runs in a group of its own.
  const address = `-S ${new URL(wordpress.url).host}`;
  process.once('exit', () => processesOf(address).forEach(end));
  const ask = async <T>(code: string): Promise<T> => JSON.parse(await wordpress.evaluate(code)) as T;
  return {
    wordpress,
    openAccounts: () =>
      ask(`
        global $wpdb;
        echo (int) $wpdb->get_var(
          "SELECT COUNT(*) FROM {$wpdb->prefix}usher_links l JOIN {$wpdb->users} u ON u.ID = l.user_id WHERE l.active = 1"
        );`),
    // One PHP that looks again and again: another for each look would take its time from what is measured.
    whenShut: (scimId) =>
      ask(`
        global $wpdb;
        $query = $wpdb->prepare(
          "SELECT COUNT(*) FROM {$wpdb->prefix}usher_links WHERE scim_id = %s AND active = 0", ${phpText(scimId)}
        );
        $until = microtime(true) + 300;
        do {
          usleep(20000);
          $shut = '1' === (string) $wpdb->get_var($query);
        } while (! $shut && microtime(true) < $until);
        echo json_encode($shut ? 1000 * microtime(true) : null);`),
    isShut: (scimId) =>
      ask(`
        global $wpdb;
        $link = $wpdb->get_row(
          $wpdb->prepare("SELECT user_id, active FROM {$wpdb->prefix}usher_links WHERE scim_id = %s", ${phpText(scimId)})
        );
        $user = $link ? get_userdata($link->user_id) : false;
        echo json_encode($user && '0' === (string) $link->active && array() === $user->roles);`),
    async administrator() {
      const { login, password } = await ask<{ login: string; password: string }>(`
        $user = get_users(array('role' => 'administrator', 'number' => 1))[0];
        $made = WP_Application_Passwords::create_new_application_password($user->ID, array('name' => 'Bench'));
        echo json_encode(array('login' => $user->user_login, 'password' => $made[0]));`);
      return `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;
    },
  };
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

const phpText = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
