import { useSyncExternalStore } from 'react';
import type { MadeToken } from '../../api/connections.js';

/** Tokens that were just made, by connection: in the memory of this page only, for the guide that wants them. */
const tokens = new Map<string, MadeToken>();
const listeners = new Set<() => void>();

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

export function useFreshToken(connection: string): string | undefined {
  return useSyncExternalStore(subscribe, () => tokens.get(connection)?.token);
}
