/** Signing in and out. */
export const signIn = {
  title: 'Sign in',
  lead: 'To the console of Usher.',
  oidc: 'Sign in with your account',
  or: 'or with the operator token',
  token: 'Operator token',
  tokenHint:
    'In operator.token of credentials.json in the data folder (npm start), or USHER_OPERATOR_TOKEN in .env (compose).',
  tokenMissing: 'Enter the operator token.',
  submit: 'Sign in',
  wrongToken: 'Usher does not accept this token.',
  noRole: 'You are known, but no role is given to you: ask an administrator of Usher.',
  reasons: {
    expired: 'Your session is over. Sign in again to go on where you were.',
    refused: 'Usher does not accept this sign-in any more. Sign in again to go on where you were.',
    signedOut: 'You are signed out.',
  },
  finishing: 'Signing you in',
  oidcFailed: 'The identity provider did not sign you in',
  again: 'Back to sign-in',
} as const;
