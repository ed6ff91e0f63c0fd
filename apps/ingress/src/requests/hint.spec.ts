import { hintFor } from './hint.js';

const asked = (path: string, status: number, code: string | null = null, method = 'POST') =>
  hintFor({ method, path, status, code, detail: null });

describe('what an administrator is told of a request', () => {
  it.each([
    ['no token', asked('/scim/v2/Users', 401, 'no_token'), /Authorization header is missing.*proxy/],
    ['a token without its scheme', asked('/scim/v2/Users', 401, 'not_bearer'), /"Bearer "/],
    ['an unknown token', asked('/scim/v2/Users', 401, 'unknown_token'), /none of this server/],
    ['an expired token', asked('/scim/v2/Users', 401, 'expired_token'), /expired/],
    ['a wrong network', asked('/scim/v2/Users', 403, 'network'), /networks of the token/],
    ['a token that reads', asked('/scim/v2/Users', 403, 'insufficient_scope'), /"write"/],
    ['too many', asked('/scim/v2/Users', 429, 'rate_limit'), /rate limit/],
    ['a name that is taken', asked('/scim/v2/Users', 409, 'uniqueness'), /already/],
    ['a value that is wrong', asked('/scim/v2/Users', 400, 'invalidValue'), /attribute mapping/],
    ['a refusal without a type', asked('/scim/v2/Users', 413), /too large/],
    ['a fault of the service', asked('/scim/v2/Users', 503), /fault of Usher/],
    ['SCIM 1.1', asked('/scim/v1/Users', 404, 'elsewhere'), /SCIM 2\.0/],
    ['a path twice', asked('/scim/v2/scim/v2/Users', 404), /twice/],
    ['a path with a slash too many', asked('/scim/v2//Users?filter=a', 404), /without a slash/],
    ['a resource twice', asked('/scim/v2/Users/Users', 404), /without \/Users/],
    ['no path', asked('/Users', 404, 'elsewhere'), /must end in \/scim\/v2/],
    ['a page instead of an answer', asked('/Users', 200, 'elsewhere', 'GET'), /must end in \/scim\/v2/],
    ['letters', asked('/scim/v2/users', 404), /\/Users, not \/users/],
    ['the base itself', asked('/scim/v2', 404, null, 'GET'), /must add \/Users/],
    ['something unknown', asked('/scim/v2/Devices', 404), /no \/Devices/],
    ['a look for who is not here', asked('/scim/v2/Users/1', 404, null, 'GET'), /Nothing needs to be done/],
    ['a change of who is not here', asked('/scim/v2/Users/1', 404), /synchronise/],
  ])('%s: %s', (_what, hint, expected) => {
    expect(hint).toMatch(expected);
  });

  it('is nothing when all is well', () => {
    expect(asked('/scim/v2/Users', 201)).toBeNull();
  });
});
