import { TokenBucket } from 'limiter';

/** What is counted of one token in this process. It outlives the refreshes of the token's record. */
export class Meter {
  /** Milliseconds since the epoch; 0: not since the start. */
  usedAt = 0;
  /** Value of {@link usedAt} that the database knows. */
  writtenAt = 0;
  private bucket: TokenBucket | null = null;
  private rate = 0;

  /** @param rate requests a second, as many at once; 0: no limit */
  limitTo(rate: number): this {
    if (rate === this.rate) return this;
    this.rate = rate;
    this.bucket =
      rate === 0 ? null : new TokenBucket({ bucketSize: rate, tokensPerInterval: rate, interval: 'second' });
    if (this.bucket) this.bucket.content = rate;
    return this;
  }

  /** Counts one request; false when there are too many. */
  take(): boolean {
    return this.bucket === null || this.bucket.tryRemoveTokens(1);
  }
}
