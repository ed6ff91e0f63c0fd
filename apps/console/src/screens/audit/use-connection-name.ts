import { useCallback } from 'react';
import { useConnections } from '../../api/connections.js';
import { t } from '../../texts/en.js';

/** As which the API knows the acts of no connection. */
export const COMMON = '-';

/** What a connection is called; its id as long as that isn't known, or it is gone. */
export function useConnectionName(): (id: string) => string {
  const { data } = useConnections(true);
  return useCallback(
    (id) => (id === COMMON ? t.audit.entry.common : (data?.find((each) => each.id === id)?.name ?? id)),
    [data],
  );
}
