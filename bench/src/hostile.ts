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

interface HostileRequest {
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  body?: object | string;
}

const ROUNDS = 20;
const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const emails = times(1000, (index) => ({ value: `v${index}@x`, type: 'work' }));

/** By name; of a user who has a thousand e-mail addresses. */
function hostileRequests(user: string): Record<string, HostileRequest> {
  const patch = (...Operations: object[]): HostileRequest => ({
    method: 'PATCH',
    path: `/Users/${user}`,
    body: { schemas: [PATCH_SCHEMA], Operations },
  });
  const post = (path: string, body: object): HostileRequest => ({ method: 'POST', path, body });
  const search = (filter: string): HostileRequest => ({
    method: 'GET',
    path: `/Users?filter=${encodeURIComponent(filter)}`,
  });
  const nested = '['.repeat(100_000) + ']'.repeat(100_000);
  const filter = times(40, (index) => `value eq "${index}"`).join(' or ');
  return {
    '10,000 operations': patch(...times(10_000, () => ({ op: 'add', path: 'title', value: 'x' }))),
    'deep nesting': { ...patch(), body: `{"schemas":[],"Operations":[{"op":"add","path":"title","value":${nested}}]}` },
    'a huge index': patch({ op: 'add', path: 'emails[99999999999].value', value: 'x' }),
    'a prototype': patch({ op: 'add', path: '__proto__.active', value: false }),
    'large filters': patch(...times(600, () => ({ op: 'remove', path: `emails[${filter}]` }))),
    'large values': patch(...times(1000, () => ({ op: 'remove', path: 'emails', value: emails.slice(0, 8) }))),
    'paths of many values': patch(...times(1000, () => ({ op: 'replace', path: 'emails.display', value: 'x' }))),
    'many keys': patch({ op: 'add', value: Object.fromEntries(times(5001, (index) => [`a${index}`, 1])) }),
    'many values': post('/Users', {
      schemas: [USER_SCHEMA],
      userName: 'x',
      emails: times(50_000, () => ({ value: 'x' })),
    }),
    'many members': post('/Groups', { schemas: [GROUP_SCHEMA], displayName: 'x', members: times(50_000, () => ({})) }),
    parentheses: search('('.repeat(4000)),
    negations: search('not ('.repeat(800)),
    quotes: search(`userName eq "${'\\"'.repeat(1900)}`),
  };
}

/** Sends requests that are made to be dear, one at a time. */
export async function measureHostile({ server, token }: Side): Promise<HostileFigures> {
  const send = ({ method, path, body }: HostileRequest): Promise<Response> =>
    fetch(`${server.baseUrl}/scim/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      body: typeof body === 'object' ? JSON.stringify(body) : (body ?? null),
    });
  const body = { schemas: [USER_SCHEMA], userName: 'hostile@bench.example', emails };
  const { id } = (await (await send({ method: 'POST', path: '/Users', body })).json()) as { id: string };
  const requests = Object.entries(hostileRequests(id));

  let wrongAnswers = 0;
  let dearest: HostileFigures['dearest'] = { name: '', cpuMs: null };
  for (const [name, request] of requests) {
    const before = cpuOf(server.pid);
    for (let round = 0; round < ROUNDS; round += 1) {
      const answer = await send(request);
      await answer.arrayBuffer();
      if (answer.status !== 400 && answer.status !== 413) wrongAnswers += 1;
    }
    const after = cpuOf(server.pid);
    if (before === undefined || after === undefined) continue;
    const cpuMs = (after - before) / ROUNDS;
    if (cpuMs > (dearest.cpuMs ?? -1)) dearest = { name, cpuMs };
  }
  return { requests: requests.length, dearest, wrongAnswers };
}
