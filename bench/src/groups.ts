import type { Side } from './measure.js';

/** How long it takes to change one member of a small and of a large group, in turn. */
export interface GroupFigures {
  small: { members: number; p50Ms: number };
  large: { members: number; p50Ms: number };
  /** Large over small. */
  ratio: number;
  wrongAnswers: number;
}

const SMALL = 10;
const CHUNK = 1000;
const AT_ONCE = 32;
const ROUNDS = 100;

/** @param members of the large group */
export async function measureGroups({ server, token }: Side, members: number): Promise<GroupFigures> {
  let wrong = 0;
  const send = async (method: string, path: string, body: object): Promise<{ id?: unknown }> => {
    const answer = await fetch(`${server.baseUrl}/scim/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) wrong += 1;
    return text === '' ? {} : (JSON.parse(text) as { id?: unknown });
  };
  const change = (group: string, op: 'add' | 'remove', users: readonly string[]) =>
    send('PATCH', `/Groups/${group}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op, path: 'members', value: users.map((value) => ({ value })) }],
    });
  const groupOf = async (name: string, users: readonly string[]): Promise<string> => {
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:Group'];
    const id = String((await send('POST', '/Groups', { schemas, displayName: name })).id);
    for (let at = 0; at < users.length; at += CHUNK) await change(id, 'add', users.slice(at, at + CHUNK));
    return id;
  };

  const users = await makeUsers(members + 1, send);
  const spare = users.pop() ?? '';
  const small = { id: await groupOf('Bench small', users.slice(0, SMALL)), times: [] as number[] };
  const large = { id: await groupOf('Bench large', users), times: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { id, times } of [small, large]) {
      for (const op of ['add', 'remove'] as const) {
        const begun = performance.now();
        await change(id, op, [spare]);
        times.push(performance.now() - begun);
      }
    }
  }
  const [p50Small, p50Large] = [median(small.times), median(large.times)];
  return {
    small: { members: SMALL, p50Ms: p50Small },
    large: { members, p50Ms: p50Large },
    ratio: p50Large / p50Small,
    wrongAnswers: wrong,
  };
}

async function makeUsers(
  count: number,
  send: (method: string, path: string, body: object) => Promise<{ id?: unknown }>,
): Promise<string[]> {
  const ids: string[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      const userName = `member.${next}@bench.example`;
      const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName };
      ids.push(String((await send('POST', '/Users', user)).id));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return ids;
}

function median(times: number[]): number {
  return times.sort((a, b) => a - b)[times.length >> 1] ?? NaN;
}
