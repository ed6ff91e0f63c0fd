import { useSyncExternalStore } from 'react';

/** Tokens that were just made, by connection: in the memory of this page only, for the guide that wants them. */
const tokens = new Map<string, string>();
const listeners = new Set<() => void>();

function changed(): void {
  for (const listener of listeners) listener();
}

export function keepFreshToken(connection: string, token: string): void {
  tokens.set(connection, token);
  changed();
}

export function forgetFreshToken(connection: string): void {
  tokens.delete(connection);
  changed();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useFreshToken(connection: string): string | undefined {
  return useSyncExternalStore(subscribe, () => tokens.get(connection));
}
