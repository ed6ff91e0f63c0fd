import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { fetchMe, type Me } from './me.js';
import { mayAct, type Role } from './roles.js';
import { session } from './session.js';

/** The bearer of who is signed in. */
export function useBearer(): string | undefined {
  return useSyncExternalStore(session.subscribe, () => session.bearer());
}

/** Who is signed in, as Usher says. */
export function useMe() {
  const bearer = useBearer();
  return useQuery({
    queryKey: ['me', bearer],
    queryFn: ({ signal }) => fetchMe(signal),
    enabled: bearer !== undefined,
    staleTime: 60_000,
    // Renewed, the sign-in is another bearer of the same person: without it the screen, and what is typed in it, would go.
    placeholderData: keepPreviousData,
  });
}

/** Below the shell somebody is signed in. */
export function useRole(): { me: Me; role: Role; may: (needed: Role) => boolean } {
  const { data } = useMe();
  const me: Me = data ?? { actor: '', role: 'viewer' };
  return { me, role: me.role, may: (needed) => mayAct(me.role, needed) };
}
