import { type Query, useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';

/** It was asked for again, in vain: what is shown of it is what was said before. */
const isStale = ({ state }: Query): boolean => state.status === 'error' && state.data !== undefined;

/** Why something that is on the screen is old; undefined: nothing is. */
export function useStale(): { error: unknown; refetch: () => void } {
  const client = useQueryClient();
  const subscribe = useCallback((listener: () => void) => client.getQueryCache().subscribe(listener), [client]);
  const error = useSyncExternalStore(
    subscribe,
    () =>
      client
        .getQueryCache()
        .getAll()
        .find((query) => query.isActive() && isStale(query))?.state.error,
  );
  const refetch = useCallback(() => void client.refetchQueries({ type: 'active', predicate: isStale }), [client]);
  return { error: error ?? undefined, refetch };
}
