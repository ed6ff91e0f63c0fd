import { UserManager, WebStorageStateStore, type User } from 'oidc-client-ts';
import type { OidcWay } from './me.js';
import { session } from './session.js';

/** Loaded only where somebody signs in by OpenID Connect: Authorization Code with PKCE. */
function manager({ issuer, clientId, scope, audience }: OidcWay): UserManager {
  return new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${location.origin}/signed-in`,
    scope,
    response_type: 'code',
    // RFC 8707 says `resource`, for addresses; some providers want `audience`.
    ...(audience !== null && { extraQueryParams: { audience } }),
    ...(audience !== null && URL.canParse(audience) && { resource: audience }),
    automaticSilentRenew: true,
    monitorSession: false,
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
  });
}

/** Leaves for the identity provider. @param returnTo the screen to come back to */
export async function leaveToSignIn(oidc: OidcWay, returnTo: string): Promise<void> {
  await manager(oidc).signinRedirect({ state: returnTo });
}

/** Back from the identity provider. @returns the screen to go to */
export async function arriveSignedIn(oidc: OidcWay): Promise<string> {
  const users = manager(oidc);
  const user = await users.signinRedirectCallback();
  begin(user, oidc);
  keepRenewed(users, oidc);
  return typeof user.state === 'string' ? user.state : '/';
}

/** After a reload: renews the session that the tab has. */
export function goOn(oidc: OidcWay): void {
  keepRenewed(manager(oidc), oidc);
}

function keepRenewed(users: UserManager, oidc: OidcWay): void {
  users.events.addUserLoaded((user) => begin(user, oidc));
  users.events.addAccessTokenExpired(() => session.end('expired'));
  // Reading the stored user sets the timers of its renewal.
  void users.getUser();
}

function begin(user: User, { audience }: OidcWay): void {
  session.begin(audience === null ? (user.id_token ?? user.access_token) : user.access_token, 'oidc');
}
