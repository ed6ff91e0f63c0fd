/** Tells a person who waits what is being done, with the seconds since the beginning. */
export class Steps {
  private readonly begun = Date.now();
  private readonly live = process.stdout.isTTY === true;
  private pending = false;
  private lastProgress = 0;

  /** For one part: a log of what it does. */
  of(part: string): (message: string) => void {
    return (message) => this.say(part, message);
  }

  say(part: string, message: string): void {
    const line = `${this.seconds().padStart(6)} s  ${part.padEnd(11)} ${message}`;
    // "64 of 159 MB": on a terminal in its place, elsewhere now and then.
    if (/^fetching .*: \d+/.test(message)) {
      if (this.live) process.stdout.write(`\r${line}\u001b[K`);
      else if (Date.now() - this.lastProgress > 5_000) console.log(line);
      else return;
      this.lastProgress = Date.now();
      this.pending = this.live;
      return;
    }
    if (this.pending) process.stdout.write('\n');
    this.pending = false;
    console.log(line);
  }

  seconds(): string {
    return ((Date.now() - this.begun) / 1000).toFixed(1);
  }
}
