/** Each bucket of the histogram is a fifth wider than the one before: fine enough for a percentile. */
const GROWTH = 1.2;

/** Number of the bucket of a duration in milliseconds; bucket n ends at {@link bucketEnd}. */
export function bucketOf(milliseconds: number): number {
  return milliseconds <= 1 ? 0 : Math.ceil(Math.log(milliseconds) / Math.log(GROWTH) - 1e-9);
}

/** Longest duration of a bucket, in milliseconds. */
export function bucketEnd(bucket: number): number {
  return Math.round(GROWTH ** bucket);
}
