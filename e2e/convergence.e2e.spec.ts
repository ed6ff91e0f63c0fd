import { setTimeout as sleep } from 'node:timers/promises';
import { openPhpDoor, type PhpDoor, wordPressUnderTest } from '@usher/testing';
import { eventually, type ScimAnswer } from './src/clients.js';
import { setStage, type Stage } from './src/stage.js';
import { seededRandom, UnreliableWay } from './src/unreliable-way.js';

const SEED = Number(process.env.USHER_E2E_SEED ?? Math.floor(Math.random() * 1e6));
const PEOPLE = 24;
const CHANGES = 20;
/** Longest rest between two changes of a person, in milliseconds: the site is to fall behind, and to catch up. */
const REST_MS = 1_000;
/** Of the requests to the site that come to harm. */
const HARMED = 0.35;
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

interface Account {
  login: string;
  email: string;
  first: string;
  roles: string[];
  shut: boolean;
  scimId: string | null;
}

/** A person as the identity provider has it; the id changes when it is made anew. */
interface Person {
  userName: string;
  id: string | null;
  email: string;
  first: string;
  active: boolean;
}

describe(`a directory that changes at random, and a site that fails at random (USHER_E2E_SEED=${SEED})`, () => {
  const random = seededRandom(SEED);
  const people: Person[] = Array.from({ length: PEOPLE }, (_, index) => {
    const userName = `person${index + 1}`;
    return { userName, id: null, email: `${userName}@example.com`, first: 'First', active: true };
  });
  let stage: Stage;
  let way: UnreliableWay;
  let php: PhpDoor;

  beforeAll(async () => {
    stage = await setStage('postgres', { wordpress: wordPressUnderTest(), connectedBy: 'operator' });
    way = await UnreliableWay.open(stage.wordpress.url, seededRandom(SEED + 1), HARMED);
    php = await openPhpDoor(stage.wordpress);
    // Two were there before Usher: they are to be taken over, not to be made twice.
    await php<number>(`foreach (['person1', 'person2'] as $login) {
      wp_insert_user(['user_login' => $login, 'user_email' => "$login@example.com", 'user_pass' => 'x', 'role' => 'author']); }
      return 1;`);
    const { username, applicationPassword } = stage.wordpress.connector;
    await stage.sites.ask('POST', '/targets', {
      ...{ id: 'site', name: 'Site', connection: 'default', siteUrl: way.url, username, applicationPassword },
      settings: { budget: { count: null, share: null, windowMinutes: 60 } },
    });
  }, 180_000);

  afterAll(async () => {
    await way?.close();
    await stage?.strike();
  }, 60_000);

  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

  function accept(answer: ScimAnswer): ScimAnswer {
    if (answer.status >= 300) throw new Error(`SCIM answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer;
  }

  async function change(person: Person): Promise<void> {
    const { idp } = stage;
    if (person.id === null) {
      const { userName, email, first, active } = person;
      const body = { schemas: [USER], userName, active, name: { givenName: first }, emails: [{ value: email }] };
      person.id = accept(await idp.post(body)).body.id;
      return;
    }
    const replace = async (path: string, value: unknown): Promise<void> => {
      accept(await idp.patch(person.id!, { op: 'replace', path, value }));
    };
    switch (one(['name', 'email', 'active', 'active', 'delete'])) {
      case 'name':
        person.first = `First ${Math.floor(random() * 1e6)}`;
        return replace('name.givenName', person.first);
      case 'email':
        person.email = `${person.userName}.${Math.floor(random() * 1e6)}@example.com`;
        return replace('emails', [{ value: person.email }]);
      case 'active':
        person.active = !person.active;
        return replace('active', person.active);
      default:
        accept(await idp.delete(person.id));
        Object.assign(person, { id: null, active: true });
    }
  }

  const accounts = (): Promise<Account[]> =>
    php<Account[]>(`
      return array_map(
        function ($user) use ($wpdb) {
          $link = $wpdb->get_row("SELECT scim_id, active FROM {$wpdb->prefix}usher_links WHERE user_id = $user->ID");
          return ['login' => $user->user_login, 'email' => $user->user_email, 'first' => $user->first_name,
            'roles' => array_values($user->roles), 'shut' => $link && ! $link->active, 'scimId' => $link->scim_id ?? null];
        },
        get_users(['search' => 'person*', 'search_columns' => ['user_login'], 'number' => -1]));`);

  /** Whether an account of the site is as the directory has its person. */
  function isAsWanted({ id, email, first, active }: Person, account: Account | undefined): boolean {
    // Who is inactive needs no account; who has one can't use it.
    if (id === null) return account === undefined;
    if (account === undefined) return !active;
    const is = account.scimId === id && account.shut === !active;
    return (
      is &&
      (active
        ? account.roles.length === 1 && account.email === email && account.first === first
        : account.roles.length === 0)
    );
  }

  it('are one in the end: nobody is missing, nobody is there twice, and who left is out', async () => {
    const live = async (person: Person): Promise<void> => {
      for (let count = 0; count < CHANGES; count += 1) {
        await sleep(random() * REST_MS);
        await change(person);
      }
    };
    await Promise.all(people.map(live));
    const mishaps = [...way.mishaps.values()].reduce((sum, count) => sum + count, 0);
    expect(mishaps).toBeGreaterThan(10);
    way.mend();

    const wrong = async (): Promise<unknown[]> => {
      const there = await accounts();
      const found = (person: Person) => there.filter(({ login }) => login === person.userName);
      return people
        .filter((person) => found(person).length > 1 || !isAsWanted(person, found(person)[0]))
        .map((person) => ({ person, found: found(person) }));
    };
    await eventually('the site as the directory', async () => (await wrong()).length === 0, 120_000).catch(
      async (error) => {
        throw new Error(`${String(error)}: ${JSON.stringify(await wrong(), null, 1)}`);
      },
    );
    const there = await accounts();
    expect(there.every(({ login }) => people.some(({ userName }) => userName === login))).toBe(true);
    const dead = await stage.sites.ask<{ deadLetters: unknown[] }>('GET', '/provisioning/dead-letters');
    expect(dead.deadLetters).toEqual([]);
  }, 300_000);
});
