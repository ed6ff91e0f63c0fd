import { useQueries } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import { type TargetDetails, targetKey, targetPath, useTargets } from '../../../api/targets.js';

/** Every site with its settings, as far as they are known yet. */
export function useTargetDetails(): TargetDetails[] {
  const { data = [] } = useTargets();
  return useQueries({
    queries: data.map(({ id }) => ({
      queryKey: targetKey(id),
      queryFn: ({ signal }: { signal: AbortSignal }) => api.get<TargetDetails>(targetPath(id), { signal }),
      staleTime: 60_000,
    })),
    combine: details,
  });
}

const details = (results: readonly { data?: TargetDetails | undefined }[]): TargetDetails[] =>
  results.flatMap(({ data }) => data ?? []);
