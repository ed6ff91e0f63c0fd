import { useQueries } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import { type TargetDetails, targetKey, targetPath, useTargets } from '../../../api/targets.js';

/** Every site with its settings; undefined until those of all are known. */
export function useTargetDetails(): TargetDetails[] | undefined {
  const { data } = useTargets();
  const sites = useQueries({
    queries: (data ?? []).map(({ id }) => ({
      queryKey: targetKey(id),
      queryFn: ({ signal }: { signal: AbortSignal }) => api.get<TargetDetails>(targetPath(id), { signal }),
      staleTime: 60_000,
    })),
    combine: details,
  });
  return data && sites;
}

function details(results: readonly { data?: TargetDetails | undefined }[]): TargetDetails[] | undefined {
  const known = results.flatMap(({ data }) => data ?? []);
  return known.length === results.length ? known : undefined;
}
