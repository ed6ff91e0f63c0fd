import type { Side } from './measure.js';
import { cpuOf } from './usage.js';

/** What the dearest of the hostile requests costs. */
export interface HostileFigures {
  requests: number;
  /** Processor time of the server for one request. */
  dearest: { name: string; cpuMs: number | null };
  /** Answers that were neither 400 nor 413. */
  wrongAnswers: number;
}

const ROUNDS = 20;
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const MEMBERS = 'urn:ietf:params:scim:schemas:core:2.0:Group';

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const operations = (list: unknown[]): object => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: list,
});
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const emails = times(1000, (index) => ({ value: `v${index}@x`, type: 'work' }));
const filter = times(40, (index) => `value eq "${index}"`).join(' or ');

/** Bodies of a PATCH of a user with a thousand e-mail addresses. */
const PATCHES: Record<string, object | string> = {
  '10,000 operations': operations(times(10_000, () => ({ op: 'add', path: 'title', value: 'x' }))),
  'deep nesting': `{"schemas":[],"Operations":[{"op":"add","path":"title","value":${nested(100_000)}}]}`,
  'a huge index': operations([{ op: 'add', path: 'emails[99999999999].value', value: 'x' }]),
  prototypes: operations([{ op: 'add', path: '__proto__.active', value: false }]),
  'large filters': operations(times(600, () => ({ op: 'remove', path: `emails[${filter}]` }))),
  'large values': operations(times(1000, () => ({ op: 'remove', path: 'emails', value: emails.slice(0, 8) }))),
  'paths of many values': operations(times(1000, () => ({ op: 'replace', path: 'emails.display', value: 'x' }))),
  'many keys': operations([{ op: 'add', value: Object.fromEntries(times(5001, (index) => [`a${index}`, 1])) }]),
};
const POSTS: Record<string, [path: string, body: object]> = {
  'many values': ['/Users', { schemas: [USER], userName: 'x', emails: times(50_000, () => ({ value: 'x' })) }],
  'many members': ['/Groups', { schemas: [MEMBERS], displayName: 'x', members: times(50_000, () => ({})) }],
};
const FILTERS: Record<string, string> = {
  parentheses: '('.repeat(4000),
  not: 'not ('.repeat(800),
  quotes: `userName eq "${'\\"'.repeat(1900)}`,
};

/** Sends requests that are made to be dear, one at a time. */
export async function measureHostile({ server, token }: Side): Promise<HostileFigures> {
  const send = (method: string, path: string, body?: object | string): Promise<Response> =>
    fetch(`${server.baseUrl}/scim/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: typeof body === 'object' ? JSON.stringify(body) : (body ?? null),
    });
  const made = await send('POST', '/Users', { schemas: [USER], userName: 'hostile@bench.example', emails });
  const { id } = (await made.json()) as { id: string };
  const requests: [name: string, () => Promise<Response>][] = [
    ...Object.entries(PATCHES).map(([name, body]): [string, () => Promise<Response>] => [
      name,
      () => send('PATCH', `/Users/${id}`, body),
    ]),
    ...Object.entries(POSTS).map(([name, [path, body]]): [string, () => Promise<Response>] => [
      name,
      () => send('POST', path, body),
    ]),
    ...Object.entries(FILTERS).map(([name, text]): [string, () => Promise<Response>] => [
      name,
      () => send('GET', `/Users?filter=${encodeURIComponent(text)}`),
    ]),
  ];

  let wrongAnswers = 0;
  const dearest: HostileFigures['dearest'] = { name: '', cpuMs: null };
  for (const [name, request] of requests) {
    const before = cpuOf(server.pid);
    for (let round = 0; round < ROUNDS; round += 1) {
      const answer = await request();
      await answer.arrayBuffer();
      if (answer.status !== 400 && answer.status !== 413) wrongAnswers += 1;
    }
    const after = cpuOf(server.pid);
    if (before === undefined || after === undefined) continue;
    const cpuMs = (after - before) / ROUNDS;
    if (cpuMs > (dearest.cpuMs ?? -1)) Object.assign(dearest, { name, cpuMs });
  }
  return { requests: requests.length, dearest, wrongAnswers };
}
