import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error.js';

const ATTEMPTS = 3;

/** Usher says 503 while its database is away, and no answer may be a hiccup; everything else stays as it is. */
function mayPass(failures: number, error: unknown): boolean {
  return failures < ATTEMPTS && error instanceof ApiError && (error.status === 0 || error.status === 503);
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: mayPass, staleTime: 5_000, refetchOnWindowFocus: true, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
});
