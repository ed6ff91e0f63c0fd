import { hash, verify } from '@node-rs/bcrypt';

/** As PHP's password_hash has it by default; WordPress verifies any. About 50 ms, on another thread. */
const COST = 10;
/** What bcrypt makes of a password ends here: a longer one would let in whoever knows its beginning. */
const MAX_BYTES = 72;

/** Kept in the place of a hash: a password was sent that can't be passed on. */
export const TOO_LONG = '';

/**
 * The hash to be kept: `stored` itself when no password was given, or the same one once more.
 *
 * @param given in clear; null to forget the one that is kept
 * @returns `$2y$...`, the prefix by which PHP knows what others call `$2b$`
 */
export async function nextPassword(given: string | null | undefined, stored: string | null): Promise<string | null> {
  if (given === undefined) return stored;
  if (given === null) return null;
  if (Buffer.byteLength(given) > MAX_BYTES) return TOO_LONG;
  if (stored !== null && stored !== TOO_LONG && (await verify(given, stored))) return stored;
  return (await hash(given, COST)).replace(/^\$2b\$/, '$2y$$');
}
