import { openPhpDoor, type PhpDoor, quoted, wordPressUnderTest } from '@usher/testing';
import pg from 'pg';
import { type AuditEntry, eventually, type ScimAnswer } from './clients.js';
import { setStage, type Stage } from './stage.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
/** Id of the target. */
export const SITE = 'site';

/** What the identity provider sent, and what the site made of it. */
export interface Told {
  id: string;
  outcome: AuditEntry;
}

/** An account as WordPress has it. */
export interface Account {
  id: number;
  login: string;
  email: string;
  first: string;
  last: string;
  display: string;
  roles: string[];
  /** All its usermeta with one value, by key. */
  meta: Record<string, string>;
}

/**
 * A deployment whose operator has connected the WordPress that the environment of the tests names: changes go in at the
 * SCIM door and at the operator's API, and what came of them is read inside WordPress.
 */
export class ConnectedStage {
  private constructor(
    readonly stage: Stage,
    readonly php: PhpDoor,
    /** The provisioner's and the ingress's database. */
    readonly database: pg.Pool,
  ) {}

  static async set(settings: object = {}): Promise<ConnectedStage> {
    const stage = await setStage('postgres', { wordpress: wordPressUnderTest(), connectedBy: 'operator' });
    try {
      const { connector, url: siteUrl } = stage.wordpress;
      await stage.sites.ask('POST', '/targets', {
        ...{ id: SITE, name: 'Site', connection: 'default', siteUrl, settings },
        ...{ username: connector.username, applicationPassword: connector.applicationPassword },
      });
      const database = new pg.Pool({ connectionString: stage.postgres.url, max: 1 });
      database.on('error', () => undefined);
      return new ConnectedStage(stage, await openPhpDoor(stage.wordpress), database);
    } catch (error) {
      await stage.strike();
      throw error;
    }
  }

  async strike(): Promise<void> {
    await this.database.end();
    await this.stage.strike();
  }

  /** Whether logins may have small letters and digits only. */
  get multisite(): boolean {
    return this.stage.wordpress.kind.multisite;
  }

  /** Key of the usermeta that has the groups: on a network each site has its own. */
  get groupsKey(): string {
    return this.multisite ? 'wp_usher_group' : 'usher_group';
  }

  /** @param settings all of them; what is left out is the default */
  async configure(settings: object): Promise<void> {
    await this.ask('PUT', '/settings', { settings });
  }

  /** @param path below the target's address */
  ask<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<T> {
    return this.stage.sites.ask<T>(method, `/targets/${SITE}${path}`, body);
  }

  /** Starts a job, and gives its counts when it is through. */
  async job(path: string, body: object = {}): Promise<Record<string, number>> {
    const { id } = await this.ask<{ id: string }>('POST', path, body);
    const job = await eventually(`the end of the job ${path}`, async () => {
      const seen = await this.stage.sites.ask<Job>('GET', `/provisioning/jobs/${id}`);
      return seen.state !== 'running' && seen;
    });
    if (job.state !== 'done') throw new Error(`the job ${path} ended as ${JSON.stringify(job)}`);
    return job.counts;
  }

  /** The identity provider makes a person; the e-mail address follows from the user name. */
  async create(userName: string, attributes: object = {}): Promise<Told> {
    const emails = [{ value: `${userName}@example.com`, type: 'work' }];
    return this.told(await this.stage.idp.post({ schemas: [USER], userName, emails, ...attributes }));
  }

  async set(id: string, path: string, value: unknown): Promise<Told> {
    return this.told(await this.stage.idp.patch(id, { op: 'replace', path, value }), id);
  }

  async put(id: string, userName: string, attributes: object): Promise<Told> {
    const emails = [{ value: `${userName}@example.com`, type: 'work' }];
    return this.told(await this.stage.idp.put(id, { schemas: [USER], userName, emails, ...attributes }), id);
  }

  async delete(id: string): Promise<Told> {
    return this.told(await this.stage.idp.delete(id), id);
  }

  /** Makes a group; gives its SCIM id. */
  async group(displayName: string): Promise<string> {
    const answer = await this.stage.idp.postGroup({ schemas: [GROUP], displayName });
    if (answer.status !== 201) throw new Error(`making the group ${displayName} answered ${answer.status}`);
    return answer.body.id;
  }

  /** Puts a person into a group. */
  async join(id: string, group: string): Promise<Told> {
    const operation = { op: 'add', path: 'members', value: [{ value: id }] };
    return this.told(await this.stage.idp.patchGroup(group, operation), id);
  }

  async leave(id: string, group: string): Promise<Told> {
    return this.told(await this.stage.idp.patchGroup(group, { op: 'remove', path: `members[value eq "${id}"]` }), id);
  }

  /** Waits for the outcome that has the trace of a request. */
  private async told(answer: ScimAnswer, id = answer.body.id): Promise<Told> {
    if (answer.status >= 300) throw new Error(`the ingress answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    const outcome = await this.outcome(id, ({ traceId }) => traceId === answer.traceId);
    return { id, outcome };
  }

  /** The latest outcome for a person that is as asked, when there is one. */
  outcome(id: string, fits: (entry: AuditEntry) => boolean): Promise<AuditEntry> {
    const probe = async () => (await this.outcomes(id)).find(fits);
    return eventually(`the outcome for ${id}`, probe, 30_000, 40);
  }

  /** What the site made of a person's states; the latest first. */
  async outcomes(id: string): Promise<AuditEntry[]> {
    const { entries } = await this.stage.auditor.page({ resourceId: id, target: SITE, limit: '200' });
    return entries.filter(({ kind }) => kind === 'outcome');
  }

  account(login: string): Promise<Account | null> {
    return this.php<Account | null>(`
      $user = get_user_by('login', ${quoted(login)});
      if (! $user || (is_multisite() && ! is_user_member_of_blog($user->ID))) { return null; }
      $meta = array_map('end', array_filter(get_user_meta($user->ID), fn($values) => 1 === count($values)));
      return ['id' => $user->ID, 'login' => $user->user_login, 'email' => $user->user_email,
        'first' => $user->first_name, 'last' => $user->last_name, 'display' => $user->display_name,
        'roles' => array_values($user->roles), 'meta' => (object) $meta];`);
  }

  /** All that Usher could change in the site, row by row: equal ones say that nothing did. */
  snapshot(): Promise<Record<string, unknown[]>> {
    return this.php<Record<string, unknown[]>>(`
      $rows = fn($sql) => $wpdb->get_results($sql, ARRAY_N);
      return ['users' => $rows("SELECT * FROM $wpdb->users ORDER BY ID"),
        'usermeta' => $rows("SELECT * FROM $wpdb->usermeta
          WHERE meta_key NOT IN ('session_tokens', '_application_passwords') ORDER BY umeta_id"),
        'posts' => $rows("SELECT * FROM $wpdb->posts ORDER BY ID"),
        'links' => $rows("SELECT * FROM {$wpdb->prefix}usher_links ORDER BY scim_id"),
        'options' => $rows("SELECT option_name, option_value FROM $wpdb->options WHERE option_name LIKE 'usher%'
          ORDER BY option_name")];`);
  }

  /** Makes an account as a person in WordPress does; gives its id. */
  addAccount({ login, role = 'author', email = `${login}@example.com`, meta = {} }: NewAccount): Promise<number> {
    return this.php<number>(`
      $id = wp_insert_user(['user_login' => ${quoted(login)}, 'user_email' => ${quoted(email)}, 'user_pass' => 'by hand',
        'role' => ${quoted(role)}]);
      foreach (json_decode(${quoted(JSON.stringify(meta))}, true) as $key => $value) { add_user_meta($id, $key, $value); }
      return $id;`);
  }

  /** Gives an account something that it wrote; gives the post's id. */
  write(login: string, title: string): Promise<number> {
    return this.php<number>(`
      $author = get_user_by('login', ${quoted(login)})->ID;
      return wp_insert_post(['post_author' => $author, 'post_title' => ${quoted(title)}, 'post_status' => 'publish']);`);
  }

  authorOf(post: number): Promise<string> {
    return this.php<string>(`return get_userdata(get_post(${post})->post_author)->user_login;`);
  }
}

export interface NewAccount {
  login: string;
  role?: string;
  email?: string;
  meta?: Record<string, string>;
}

interface Job {
  state: string;
  counts: Record<string, number>;
}
