/** Runs the work of one key one after another, in order of arrival; different keys at once. */
export class Lanes {
  private readonly tails = new Map<string, Promise<unknown>>();

  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(key);
    const result = before === undefined ? work() : before.then(work, work);
    this.tails.set(key, result);
    const leave = (): void => {
      if (this.tails.get(key) === result) this.tails.delete(key);
    };
    result.then(leave, leave);
    return result;
  }
}
