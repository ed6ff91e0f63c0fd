import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from './client.js';
import type { Preset } from './presets.js';

export interface Answer {
  mode: 'accepted' | 'applied';
  timeoutSeconds: number;
}

/** Times are RFC 3339. */
export interface ConnectionSummary {
  id: string;
  name: string;
  preset: string;
  strict: boolean;
  /** Requests a second; 0: no limit; null: as configured. */
  rateLimit: number | null;
  answer: Answer;
  passwordSync: boolean;
  created: string;
  archived: string | null;
  users: number;
  liveTokens: number;
  lastRequest: string | null;
  /** When the first of its live tokens expires; null: none does. */
  nextExpiry: string | null;
  /** Live tokens that were never used. */
  unusedTokens: number;
}

export interface Token {
  id: string;
  name: string;
  scope: 'read' | 'write';
  networks: string[];
  created: string;
  expires: string | null;
  revoked: string | null;
  lastUsed: string | null;
  live: boolean;
  /** It is USHER_SCIM_TOKEN. */
  configured: boolean;
}

export interface Connection extends ConnectionSummary {
  baseUrl: string;
  guide: Preset;
  schemas: { user: object[]; group: object[] };
  tokens: Token[];
}

/** What an operator decides; what is left out stays. */
export interface ConnectionSettings {
  name?: string;
  preset?: string;
  strict?: boolean;
  rateLimit?: number | null;
  answer?: Partial<Answer>;
  passwordSync?: boolean;
  schemas?: { user?: object[]; group?: object[] };
  archived?: false;
}

export interface TokenSettings {
  name?: string;
  networks?: string[];
  expires?: string | null;
}

/** A token as it is told once. */
export type MadeToken = Token & { token: string };

/** Milliseconds before its end at which a token is to be followed by another. */
const SOON = 14 * 86_400_000;

/** @param expires RFC 3339; null: never */
export const expiresSoon = (expires: string | null, now: number): boolean =>
  expires !== null && Date.parse(expires) - now < SOON;

const PATH = '/api/connections';
const at = (id: string): string => `${PATH}/${encodeURIComponent(id)}`;

export function useConnections(archived = false) {
  return useQuery({
    queryKey: ['connections', { archived }],
    queryFn: ({ signal }) =>
      api.get<{ connections: ConnectionSummary[] }>(PATH, { query: { archived: archived || null }, signal }),
    select: ({ connections }) => connections,
    refetchInterval: 15_000,
  });
}

export function useConnection(id: string) {
  return useQuery({
    queryKey: ['connections', id],
    queryFn: ({ signal }) => api.get<Connection>(at(id), { signal }),
  });
}

/** Something is done to connections, whose lists and views are then asked for again. */
function useAct<Given, Made>(act: (given: Given) => Promise<Made>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => client.invalidateQueries({ queryKey: ['connections'] }),
  });
}

export const useCreateConnection = () =>
  useAct((settings: ConnectionSettings & { name: string }) => api.post<Connection>(PATH, settings));

export const useUpdateConnection = (id: string) =>
  useAct((settings: ConnectionSettings) => api.patch<Connection>(at(id), settings));

/** @returns how many users are published once more */
export const useResync = (id: string) => useAct(() => api.post<{ users: number }>(`${at(id)}/resync`));

export const useArchiveConnection = (id: string) =>
  useAct((keepUsers: boolean) => api.delete(at(id), { users: keepUsers ? 'keep' : null }));

export const useCreateToken = () =>
  useAct(({ connection, ...settings }: TokenSettings & { connection: string; name: string; scope?: Token['scope'] }) =>
    api.post<MadeToken>(`${at(connection)}/tokens`, settings),
  );

export const useUpdateToken = (connection: string) =>
  useAct(({ id, ...settings }: TokenSettings & { id: string }) =>
    api.patch<Token>(`${at(connection)}/tokens/${encodeURIComponent(id)}`, settings),
  );

export const useRevokeToken = (connection: string) =>
  useAct((id: string) => api.delete(`${at(connection)}/tokens/${encodeURIComponent(id)}`));
