import { ApiError, isMissingRoute } from '../api/api-error.js';
import { api } from '../api/client.js';
import type { Role } from './roles.js';

export interface Me {
  actor: string;
  role: Role;
}

/** How one signs in here. */
export interface SignInWays {
  token: boolean;
  oidc: { issuer: string; clientId: string; scope: string } | null;
}

/** @throws {ApiError} of status 401 for a bearer that isn't accepted */
export async function fetchMe(signal?: AbortSignal): Promise<Me> {
  try {
    return await api.get<Me>('/api/me', { signal });
  } catch (error) {
    if (!isMissingRoute(error)) throw error;
    await api.get('/api/connections', { signal });
    return { actor: 'operator', role: 'administrator' };
  }
}

export async function fetchSignInWays(signal?: AbortSignal): Promise<SignInWays> {
  try {
    return await api.get<SignInWays>('/api/sign-in', { signal });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return { token: true, oidc: null };
    throw error;
  }
}
