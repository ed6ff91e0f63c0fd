/** Beyond it digits get lost, and no index can order them. */
const LARGEST = 1e15;

/** Whether it is a number that is kept as it is: an integer, or a decimal, of at most 15 digits before the point. */
export function isStorable(value: number, type: 'integer' | 'decimal'): boolean {
  return Math.abs(value) < LARGEST && (type === 'decimal' || Number.isInteger(value));
}
