import { randomBytes } from 'node:crypto';
import { ENVIRONMENT_TARGET } from './environment-target.js';

/** Of the environment's target, and words of the API's addresses. */
const RESERVED = [ENVIRONMENT_TARGET, 'check', 'default-settings', 'fields', 'preview', 'sources'];

/**
 * The id that is wanted, or one made of the name: `Blog (EU)` becomes `blog-eu`, or `blog-eu-` and four digits where
 * that is taken. Null when the one that is wanted is.
 */
export async function freeId(
  wanted: string | undefined,
  name: string,
  isTaken: (id: string) => Promise<boolean>,
): Promise<string | null> {
  const taken = async (id: string): Promise<boolean> => RESERVED.includes(id) || (await isTaken(id));
  if (wanted !== undefined) return (await taken(wanted)) ? null : wanted;
  const letters = name.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  const slug =
    letters
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 50)
      .replace(/^-+|-+$/g, '') || 'site';
  return (await taken(slug)) ? `${slug}-${randomBytes(2).toString('hex')}` : slug;
}
