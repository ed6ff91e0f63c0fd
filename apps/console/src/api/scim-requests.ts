import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { api } from './client.js';
import type { Connection } from './connections.js';
import { useEventStream } from './use-event-stream.js';

/** One request of an identity provider, as the SCIM door saw it. */
export interface ScimRequest {
  id: string;
  at: string;
  method: string;
  path: string;
  status: number;
  scimType: string | null;
  detail: string | null;
  milliseconds: number;
  sourceIp: string;
  /** Name of the token; null: it isn't known. */
  token: string | null;
  userAgent: string | null;
  /** Requests before it that aren't kept one by one. */
  skipped: number;
  /** What is wrong, and what to do about it. */
  hint: string | null;
}

const SHOWN = 100;

/** The latest requests of a connection, the newest first, and those that arrive meanwhile. */
export function useScimRequests(connection: string) {
  const path = `/api/connections/${encodeURIComponent(connection)}/requests`;
  const before = useQuery({
    queryKey: ['connections', connection, 'requests'],
    queryFn: ({ signal }) => api.get<{ requests: ScimRequest[] }>(path, { signal }),
    select: ({ requests }) => requests,
  });
  const client = useQueryClient();
  const [arrived, setArrived] = useState<readonly ScimRequest[]>([]);
  const stream = useEventStream(`${path}/live`, ({ event, data }) => {
    if (event !== 'request') return;
    const request = JSON.parse(data) as ScimRequest;
    setArrived((others) => [request, ...others].slice(0, SHOWN));
    // The connection itself tells it to the minute only.
    if (request.token !== null)
      client.setQueryData<Connection>(
        ['connections', connection],
        (known) => known && { ...known, lastRequest: request.at },
      );
  });
  const requests = useMemo(() => newestFirst([...arrived, ...(before.data ?? [])]), [arrived, before.data]);
  return { requests, before, stream };
}

/** Each once: the list and the stream overlap. */
function newestFirst(requests: readonly ScimRequest[]): ScimRequest[] {
  const each = new Map(requests.map((request) => [request.id, request]));
  return [...each.values()].sort((a, b) => b.at.localeCompare(a.at) || Number(b.id) - Number(a.id)).slice(0, SHOWN);
}
