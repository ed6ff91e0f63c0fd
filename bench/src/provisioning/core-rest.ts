import { randomBytes } from 'node:crypto';

/** Users that core's own REST API made, and the seconds it took. */
export interface Tally {
  users: number;
  seconds: number;
}

/** What an integration without the connector does: core's `POST /wp/v2/users`, one request for each user. */
export class CoreRest {
  private made = 0;

  /** @param authorization of an administrator */
  constructor(
    private readonly url: string,
    private readonly authorization: string,
  ) {}

  /** @throws {Error} when an answer isn't 201 */
  async create(users: number, inFlight: number): Promise<Tally> {
    let left = users;
    const begin = performance.now();
    const lane = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await this.createOne();
      }
    };
    await Promise.all(Array.from({ length: inFlight }, lane));
    return { users, seconds: (performance.now() - begin) / 1000 };
  }

  /** The fields that Usher sets too. */
  private async createOne(): Promise<void> {
    const number = (this.made += 1);
    const answer = await fetch(`${this.url}/wp-json/wp/v2/users`, {
      method: 'POST',
      headers: { authorization: this.authorization, 'content-type': 'application/json' },
      body: JSON.stringify({
        username: `floor.${number}@bench.example`,
        email: `floor.${number}@bench.example`,
        password: randomBytes(24).toString('base64'),
        first_name: 'Ada',
        last_name: `Lovelace ${number}`,
        name: `Ada Lovelace ${number}`,
        locale: 'en_US',
        roles: ['subscriber'],
      }),
    });
    const text = await answer.text();
    if (answer.status !== 201) throw new Error(`WordPress answered ${answer.status}: ${text.slice(0, 300)}`);
  }
}

export const together = (...tallies: readonly Tally[]): Tally => ({
  users: tallies.reduce((sum, { users }) => sum + users, 0),
  seconds: tallies.reduce((sum, { seconds }) => sum + seconds, 0),
});
