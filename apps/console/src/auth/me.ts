import { api } from '../api/client.js';
import type { Role } from './roles.js';

export interface Me {
  actor: string;
  role: Role;
}

/** Where people sign in by OpenID Connect. */
export interface OidcWay {
  issuer: string;
  clientId: string;
  scope: string;
  /** What the access token is asked for, which is then the bearer; null: the ID token is. */
  audience: string | null;
}

/** How one signs in here. */
export interface SignInWays {
  token: boolean;
  oidc: OidcWay | null;
}

/** Rejects with an ApiError: of status 401 for a bearer that isn't accepted, 403 for a person without a role. */
export const fetchMe = (signal?: AbortSignal): Promise<Me> => api.get('/api/me', { signal });

export const fetchSignInWays = (signal?: AbortSignal): Promise<SignInWays> => api.get('/api/sign-in', { signal });
