import type { Question, Samples } from './questions.js';

export interface Answered {
  name: string;
  /** Milliseconds of each request, in the order of asking. */
  times: number[];
  /** Entries of the first page of the last asking. */
  entries: number;
  faults: string[];
}

interface Entry {
  id: string;
  occurredAt: string;
  status: string;
  action: string;
  connection: string | null;
  kind: string;
}

interface Page {
  entries: Entry[];
  nextCursor: string | null;
}

export interface Server {
  baseUrl: string;
  token: string;
}

/** Asks a question so many times, all pages of it; every answer is checked against what was asked for. */
export async function ask(server: Server, question: Question, samples: Samples, times: number): Promise<Answered> {
  const answered: Answered = { name: question.name, times: [], entries: 0, faults: [] };
  for (let n = 0; n < times; n += 1) {
    const parameters = question.parameters(samples, n);
    let cursor: string | null = null;
    const seen = new Set<string>();
    for (let page = 0; page < (question.pages ?? 1); page += 1) {
      const begin = performance.now();
      const answer = await request(server, cursor === null ? parameters : { ...parameters, cursor });
      answered.times.push(performance.now() - begin);
      if (typeof answer === 'string') {
        answered.faults.push(`${question.name}: ${answer}`);
        break;
      }
      answered.faults.push(...faultsOf(question.name, parameters, answer.entries, seen));
      if (page === 0) answered.entries = answer.entries.length;
      cursor = answer.nextCursor;
      if (cursor === null) break;
    }
  }
  return answered;
}

async function request({ baseUrl, token }: Server, parameters: Record<string, string>): Promise<Page | string> {
  const answer = await fetch(`${baseUrl}/api/audit/entries?${new URLSearchParams(parameters).toString()}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return answer.ok ? ((await answer.json()) as Page) : `${answer.status} ${await answer.text()}`;
}

function faultsOf(name: string, parameters: Record<string, string>, entries: Entry[], seen: Set<string>): string[] {
  const { sort = 'occurredAt', order = 'desc' } = parameters;
  const fits = (entry: Entry): boolean =>
    (['action', 'status', 'kind', 'connection'] as const).every(
      (field) => parameters[field]?.split(',').includes(entry[field] ?? '-') ?? true,
    );
  const faults: string[] = [];
  if (!entries.every(fits)) faults.push(`${name}: an entry that was not asked for`);
  if (entries.some(({ id }) => seen.has(id))) faults.push(`${name}: an entry comes twice`);
  for (const { id } of entries) seen.add(id);
  const times = entries.map(({ occurredAt }) => occurredAt);
  const ordered = order === 'desc' ? times.toSorted().reverse() : times.toSorted();
  if (sort === 'occurredAt' && times.join() !== ordered.join()) faults.push(`${name}: not in order`);
  return faults;
}
