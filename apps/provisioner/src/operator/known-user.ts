import { type Answer, refused } from '../jobs/acts.js';
import type { Directory, KnownUser } from '../reconcile/directory.js';

/** Whose users are looked through, and how that is called. */
export interface Whose {
  /** Of the target whose link is wanted; '' for none. */
  targetId: string;
  /** `*`: those of every connection. */
  connection: string;
  name: string;
}

/** The user whom an operator names by either of the two. */
export async function knownUser(
  directory: Pick<Directory, 'byName' | 'byScimIds'>,
  { targetId, connection, name }: Whose,
  { scimId, userName }: { scimId?: string; userName?: string },
): Promise<Answer<KnownUser>> {
  if ((scimId === undefined) === (userName === undefined)) return refused(400, 'Give either "scimId" or "userName".');
  const found =
    scimId === undefined
      ? await directory.byName(targetId, connection, userName ?? '')
      : [...(await directory.byScimIds(targetId, connection, [scimId])).values()];
  const [user, another] = found;
  if (another !== undefined) return refused(409, `Several connections have a user "${userName}": give the "scimId".`);
  if (user !== undefined) return { ok: true, value: user };
  const words = `No user "${scimId ?? userName}" is known to "${name}".`;
  return refused(404, `${words} Perhaps another connection has it, or the identity provider never sent it.`);
}
