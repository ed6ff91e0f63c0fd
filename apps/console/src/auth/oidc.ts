import { UserManager, WebStorageStateStore, type User } from 'oidc-client-ts';
import type { SignInWays } from './me.js';
import { session } from './session.js';

/** Loaded only where somebody signs in by OpenID Connect: Authorization Code with PKCE. */
function manager({ issuer, clientId, scope }: NonNullable<SignInWays['oidc']>): UserManager {
  return new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${location.origin}/signed-in`,
    scope,
    response_type: 'code',
    automaticSilentRenew: true,
    monitorSession: false,
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
  });
}

/** Leaves for the identity provider. @param returnTo the screen to come back to */
export async function leaveToSignIn(oidc: NonNullable<SignInWays['oidc']>, returnTo: string): Promise<void> {
  await manager(oidc).signinRedirect({ state: returnTo });
}

/** Back from the identity provider. @returns the screen to go to */
export async function arriveSignedIn(oidc: NonNullable<SignInWays['oidc']>): Promise<string> {
  const users = manager(oidc);
  const user = await users.signinRedirectCallback();
  begin(user, oidc);
  keepRenewed(users, oidc);
  return typeof user.state === 'string' ? user.state : '/';
}

/** After a reload: renews the session that the tab has. */
export function goOn(oidc: NonNullable<SignInWays['oidc']>): void {
  keepRenewed(manager(oidc), oidc);
}

function keepRenewed(users: UserManager, oidc: NonNullable<SignInWays['oidc']>): void {
  users.events.addUserLoaded((user) => begin(user, oidc));
  users.events.addAccessTokenExpired(() => session.end('expired'));
  // Reading the stored user sets the timers of its renewal.
  void users.getUser();
}

function begin(user: User, { issuer, clientId }: NonNullable<SignInWays['oidc']>): void {
  const meant = isMeantForUs(user.access_token, issuer, clientId);
  session.begin(meant ? user.access_token : (user.id_token ?? user.access_token), 'oidc');
}

/** Some issuers give access tokens that only their own APIs can read; then the ID token says who it is. */
export function isMeantForUs(token: string, issuer: string, clientId: string): boolean {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const { iss, aud, azp, cid, client_id } = JSON.parse(atob(payload)) as Record<string, unknown>;
    const names = [aud, azp, cid, client_id].flat();
    return iss === issuer && names.includes(clientId);
  } catch {
    return false;
  }
}
