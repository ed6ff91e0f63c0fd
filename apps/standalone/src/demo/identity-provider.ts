import { PEOPLE, userNameOf, type Person } from './people.js';

/** One person of the demo, as the identity provider knows it. */
export interface Employee {
  id: string;
  userName: string;
  email: string;
  givenName: string;
  familyName: string;
  state: 'active' | 'deactivated' | 'deleted';
  /** What was asked of Usher, in order. */
  asked: string[];
}

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
/** Requests in flight, as the large identity providers have. */
const IN_FLIGHT = 5;

/** Plays an identity provider over HTTP: what it sends is what Entra ID or Okta would send. */
export class IdentityProvider {
  constructor(private readonly scim: { baseUrl: string; token: string }) {}

  /** A number that no earlier demo on this data has used. */
  async nextRun(): Promise<number> {
    const [first] = PEOPLE;
    for (let run = 1; first; run += 1) {
      const filter = encodeURIComponent(`userName eq "${userNameOf(first, run)}"`);
      const { totalResults } = (await this.send('GET', `/Users?filter=${filter}`)) as { totalResults: number };
      if (totalResults === 0) return run;
    }
    return 1;
  }

  async hire(people: readonly Person[], run: number): Promise<Employee[]> {
    return inFlight(people, async (person) => {
      const userName = userNameOf(person, run);
      const email = `${userName}@demo.example`;
      const { givenName, familyName, title } = person;
      const body = {
        schemas: [USER],
        userName,
        externalId: `demo-${userName}`,
        name: { givenName, familyName, formatted: `${givenName} ${familyName}` },
        displayName: `${givenName} ${familyName}`,
        title,
        emails: [{ value: email, type: 'work', primary: true }],
        active: true,
      };
      const { id } = (await this.send('POST', '/Users', body)) as { id: string };
      return { id, userName, email, givenName, familyName, state: 'active', asked: ['create'] };
    });
  }

  /** A new family name and e-mail address. */
  async rename(employees: readonly Employee[], familyName: string): Promise<void> {
    await inFlight(employees, async (employee) => {
      const email = `${employee.userName}.${familyName.toLowerCase()}@demo.example`;
      await this.patch(employee, [
        { op: 'replace', path: 'name.familyName', value: familyName },
        { op: 'replace', path: 'displayName', value: `${employee.givenName} ${familyName}` },
        { op: 'replace', path: 'emails[type eq "work"].value', value: email },
      ]);
      Object.assign(employee, { email, familyName });
      employee.asked.push('rename');
    });
  }

  async deactivate(employees: readonly Employee[]): Promise<void> {
    await inFlight(employees, async (employee) => {
      // Without a path, as Okta does it.
      await this.patch(employee, [{ op: 'replace', value: { active: false } }]);
      employee.state = 'deactivated';
      employee.asked.push('deactivate');
    });
  }

  async reactivate(employees: readonly Employee[]): Promise<void> {
    await inFlight(employees, async (employee) => {
      // A text for a truth value and a capital letter, as Entra ID does it.
      await this.patch(employee, [{ op: 'Replace', path: 'active', value: 'True' }]);
      employee.state = 'active';
      employee.asked.push('reactivate');
    });
  }

  async remove(employees: readonly Employee[]): Promise<void> {
    await inFlight(employees, async (employee) => {
      await this.send('DELETE', `/Users/${employee.id}`);
      employee.state = 'deleted';
      employee.asked.push('delete');
    });
  }

  private patch(employee: Employee, operations: object[]): Promise<unknown> {
    return this.send('PATCH', `/Users/${employee.id}`, { schemas: [PATCH], Operations: operations });
  }

  private async send(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.scim.baseUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.scim.token}`, 'content-type': 'application/scim+json' },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${text.slice(0, 300)}`);
    return text === '' ? null : JSON.parse(text);
  }
}

async function inFlight<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return results;
}
