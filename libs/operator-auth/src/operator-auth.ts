import type { Provider } from '@nestjs/common';
import { OWN_ROLE_NAMES, parseRoleNames } from '@usher/config';
import type { ListenerConfig } from '@usher/service';
import { OperatorRefusals } from './operator-refusals.js';
import { OperatorSignIn, type PersonsSignIn } from './operator-sign-in.js';
import { SIGN_IN_OFFER, type SignInOffer } from './sign-in.controller.js';

/** The variables of the sign-in; without an issuer there is the operator token alone. */
export type OperatorAuthConfig = { USHER_OPERATOR_TOKEN: string } & Partial<
  Pick<
    ListenerConfig,
    | 'USHER_OIDC_ISSUER'
    | 'USHER_OIDC_CLIENT_ID'
    | 'USHER_OIDC_AUDIENCE'
    | 'USHER_OIDC_ROLES_CLAIM'
    | 'USHER_OIDC_ROLES'
    | 'USHER_OIDC_SCOPE'
  >
>;

/** What a module needs whose controllers use the OperatorGuard; beside it the EventLogModule. */
export function operatorAuth(config: OperatorAuthConfig): Provider[] {
  return [
    {
      provide: OperatorSignIn,
      useFactory: async () => new OperatorSignIn(config.USHER_OPERATOR_TOKEN, await personsOf(config)),
    },
    { provide: SIGN_IN_OFFER, useValue: offerOf(config) },
    OperatorRefusals,
  ];
}

async function personsOf(config: OperatorAuthConfig): Promise<PersonsSignIn | undefined> {
  const { USHER_OIDC_ISSUER: issuer, USHER_OIDC_CLIENT_ID: clientId, USHER_OIDC_AUDIENCE: audience } = config;
  if (issuer === undefined || clientId === undefined) return undefined;
  const audiences = audience === undefined ? [clientId] : [clientId, audience];
  // What checks signatures is loaded by those only who have a provider.
  const { OpenIdProvider } = await import('./open-id-provider.js');
  const { USHER_OIDC_ROLES: names, USHER_OIDC_ROLES_CLAIM: rolesClaim = 'roles' } = config;
  return {
    provider: new OpenIdProvider({ issuer, clientId, audiences }),
    rolesClaim,
    roleNames: (names === undefined ? null : parseRoleNames(names)) ?? OWN_ROLE_NAMES,
  };
}

function offerOf(config: OperatorAuthConfig): SignInOffer {
  const { USHER_OIDC_ISSUER: issuer, USHER_OIDC_CLIENT_ID: clientId, USHER_OIDC_AUDIENCE: audience = null } = config;
  if (issuer === undefined || clientId === undefined) return { token: true, oidc: null };
  return {
    token: true,
    oidc: { issuer, clientId, audience, scope: config.USHER_OIDC_SCOPE ?? 'openid profile email' },
  };
}
