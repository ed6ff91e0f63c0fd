const FIRST = 200;
const LONGEST = 60_000;

/** 0.2 s, doubled with each attempt up to a minute, up to a quarter of it off so that waiters don't come back together. */
export function defaultBackoff(attempt: number): number {
  const full = Math.min(LONGEST, FIRST * 2 ** Math.min(attempt - 1, 20));
  return Math.round(full * (1 - Math.random() / 4));
}
