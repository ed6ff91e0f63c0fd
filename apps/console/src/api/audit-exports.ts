import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type AuditFilter, bodyOf } from './audit-filter.js';
import { api } from './client.js';
import { download, follow } from './download.js';

export type ExportFormat = 'csv' | 'ndjson';

export interface AuditExport {
  id: string;
  madeAt: string;
  actor: string;
  format: ExportFormat;
  filter: Record<string, string | string[]>;
  /** Null: it wasn't fetched to its end. */
  finishedAt: string | null;
  entries: number | null;
  bytes: number | null;
}

const PATH = '/api/audit/exports';

/** Refetched while one is on its way. */
export function useAuditExports() {
  return useQuery({
    queryKey: ['audit', 'exports'],
    queryFn: ({ signal }) => api.get<{ exports: AuditExport[] }>(PATH, { signal }),
    select: ({ exports }) => exports,
    refetchInterval: 5_000,
  });
}

/** Orders a file, and has the browser fetch it. */
export function useExport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ format, filter }: { format: ExportFormat; filter: AuditFilter }) => {
      const ordered = await api.post<{ id: string; download: string }>(PATH, { format, filter: bodyOf(filter) });
      follow(ordered.download);
      return ordered;
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['audit', 'exports'] }),
  });
}

/** What the file was, signed: proves later that it still is. */
export const saveManifest = ({ id, madeAt, format }: AuditExport): Promise<void> =>
  download(
    `${PATH}/${encodeURIComponent(id)}/manifest`,
    `audit-${madeAt.slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}.${format}.manifest.json`,
  );
