import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from './client.js';

/** What is kept of a connection's acts, and for how long. */
export interface AuditPolicy {
  /** Id of the connection; `-` for acts that concern none. */
  connection: string;
  /** Null: for good. */
  retentionDays: number | null;
  /** SCIM paths whose values aren't stored. */
  masked: string[];
}

const PATH = '/api/audit/policies';

export function useAuditPolicies() {
  return useQuery({
    queryKey: ['audit', 'policies'],
    queryFn: ({ signal }) => api.get<{ policies: AuditPolicy[] }>(PATH, { signal }),
    select: ({ policies }) => policies,
  });
}

export function useSetAuditPolicy() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ connection, ...policy }: AuditPolicy) =>
      api.put<AuditPolicy>(`${PATH}/${encodeURIComponent(connection)}`, policy),
    onSettled: () => client.invalidateQueries({ queryKey: ['audit', 'policies'] }),
  });
}
