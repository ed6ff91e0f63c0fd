import { useSyncExternalStore } from 'react';
import type { MadeToken } from '../../api/connections.js';
import { session } from '../../auth/session.js';

/** Tokens that were just made, by connection: in the memory of this page only, for the guide that wants them. */
const tokens = new Map<string, MadeToken>();
const listeners = new Set<() => void>();

// What one person was told once is not the next one's to see.
session.subscribe(() => {
  if (session.bearer() !== undefined) return;
  tokens.clear();
  changed();
});

function changed(): void {
  for (const listener of listeners) listener();
}

export function keepFreshToken(connection: string, made: MadeToken): void {
  tokens.set(connection, made);
  changed();
}

/** @param id only if it is this one; else whichever it is */
export function forgetFreshToken(connection: string, id?: string): void {
  if (id === undefined || tokens.get(connection)?.id === id) tokens.delete(connection);
  changed();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const freshToken = (connection: string): string | undefined => tokens.get(connection)?.token;

export function useFreshToken(connection: string): string | undefined {
  return useSyncExternalStore(subscribe, () => freshToken(connection));
}
