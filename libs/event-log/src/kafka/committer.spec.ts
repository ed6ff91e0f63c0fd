import { setTimeout as delay } from 'node:timers/promises';
import { OffsetCommitter } from './committer.js';

it('commits what is finished in the very moment in which a commit ends, though nothing comes after it', async () => {
  let finished = 0n;
  const commits: string[] = [];
  const commitOffsets = async ([first]: { offset: string }[]): Promise<void> => {
    commits.push(first!.offset);
    if (finished > 5n) return;
    // So many turns later than the commit, one for each round.
    const turns = Number(finished);
    void (async () => {
      for (let turn = 0; turn <= turns; turn += 1) await null;
      finished += 1n;
      committer.progressed('t', 0);
    })();
  };
  const committer = new OffsetCommitter({ commitOffsets }, () => finished);
  committer.progressed('t', 0);
  await delay(400);
  expect(commits).toEqual(['1', '2', '3', '4', '5', '6', '7']);
});
