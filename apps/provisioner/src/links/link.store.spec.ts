import { RetryLaterError } from '@usher/event-log';
import type { EndRecord } from './end-record.js';
import type { LinkRepository } from './link.repository.js';
import { LinkStore } from './link.store.js';

const end = (scimId: string): EndRecord => ({
  ...{
    targetId: 'default',
    connection: 'default',
    scimId,
    userName: scimId,
    revision: 1,
    link: null,
    candidates: null,
    predecessor: null,
  },
  work: { id: '1', eventId: scimId, jobId: null },
  outcome: { type: 'succeeded', message: { topic: 'outcomes', key: scimId, headers: {}, value: '{}' } },
  ...{ deadLetter: null, holdAs: null, deletion: 'none', settled: null },
});

/** A repository that fails as told, and remembers what it was asked to write at once. */
function store(fault: (ids: string[]) => Error | undefined) {
  const statements: string[][] = [];
  const repository: Pick<LinkRepository, 'load' | 'record'> = {
    load: (keys) => Promise.resolve(keys.map(() => null)),
    record: (ends) => {
      const ids = ends.map(({ scimId }) => scimId);
      statements.push(ids);
      const error = fault(ids);
      return error ? Promise.reject(error) : Promise.resolve();
    },
  };
  return { statements, links: new LinkStore(repository as LinkRepository) };
}

const sqlError = (code: string) => Object.assign(new Error(`sql ${code}`), { code });

describe('recording the ends of events', () => {
  it('writes those of the same moment with one statement', async () => {
    const { links, statements } = store(() => undefined);
    await Promise.all(['a', 'b', 'c'].map((id) => links.record(end(id))));
    expect(statements).toEqual([['a', 'b', 'c']]);
  });

  it('lets one whose data the database refuses fail alone', async () => {
    const { links, statements } = store((ids) => (ids.includes('b') ? sqlError('22021') : undefined));
    const results = await Promise.allSettled(['a', 'b', 'c'].map((id) => links.record(end(id))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(statements.slice(1)).toEqual([['a'], ['b'], ['c']]);
  });

  it('has the event given again when it is the database that does not serve', async () => {
    const { links } = store(() => sqlError('57P01'));
    await expect(links.record(end('a'))).rejects.toBeInstanceOf(RetryLaterError);
  });
});
