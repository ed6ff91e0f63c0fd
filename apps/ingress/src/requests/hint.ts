import { ELSEWHERE, type SeenRequest } from './seen-request.js';

type Facts = Pick<SeenRequest, 'method' | 'path' | 'status' | 'code' | 'detail'>;

const BASE = 'The base URL (SCIM connector base URL, tenant URL) must end in /scim/v2';

/** What is wrong and what to do, by the code of a refusal. */
const BY_CODE: Readonly<Record<string, string>> = {
  no_token:
    'The Authorization header is missing. Enter the token in the identity provider; if it is there, a reverse proxy on the way strips the header: let it pass Authorization on.',
  not_bearer:
    'The Authorization header is there, but not as "Bearer <token>". Choose bearer token (or HTTP header) as authentication; where the identity provider sends the field as it is typed, type "Bearer " before the token.',
  unknown_token:
    'The token is none of this server. Make a new one here and paste all of it, without blanks or line feeds; a token is shown only once, when it is made.',
  revoked_token: 'The token was revoked. Make another one here and enter it in the identity provider.',
  expired_token: 'The token has expired. Make another one here and enter it in the identity provider.',
  network:
    'The token may not be used from this address. Add the address to the networks of the token, or, if it is that of your own proxy, set USHER_TRUSTED_PROXIES.',
  insufficient_scope: 'The token may only read. Make a token with the scope "write".',
  rate_limit:
    'Too many requests in a second; the identity provider comes again. Raise the rate limit of the connection if this goes on.',
  uniqueness:
    'Somebody has this name or externalId already: the identity provider takes them for two people. Look who has it under People; let the identity provider match by that attribute instead of creating.',
  invalidFilter: 'The filter is not understood. Look at the attribute by which the identity provider matches people.',
  invalidSyntax: 'The body is not JSON as SCIM wants it. Choose SCIM 2.0 in the identity provider, not 1.1.',
  invalidValue:
    'A value is missing or of the wrong kind: the detail names it. Correct the attribute mapping of the identity provider.',
  invalidPath:
    'An attribute is not known. Correct the attribute mapping, or add the attribute to the connection as a custom schema.',
  noTarget: 'What is to be changed is not there. Let the identity provider synchronise this person once more.',
  mutability: 'An attribute that can not be changed was sent. Take it out of the attribute mapping.',
  tooMany: 'The search is too large. Let the identity provider search by userName, externalId or id.',
};

const BY_STATUS: Readonly<Record<number, string>> = {
  400: 'The request is not as SCIM wants it: the detail says what is wrong. Correct the attribute mapping of the identity provider.',
  404: 'This person or group is not here, or was deleted. The identity provider makes it anew, or must be told to synchronise it once more.',
  405: 'This can not be done at this address. Check the base URL: it must end in /scim/v2, without /Users.',
  409: 'It clashes with what is here already; the detail says with what.',
  412: 'It was changed in the meantime; the identity provider tries again.',
  413: 'The request is too large. Let the identity provider send fewer members or operations in one request.',
  415: 'The body has another type. Choose application/scim+json or application/json.',
  501: 'This is no part of what the server offers; the identity provider works without it.',
};

const OF_USHER =
  'That is a fault of Usher or of its database, not of the identity provider: look at the log of the ingress and at /health/ready.';

/** In the words of an administrator; null for a request that was granted. */
export function hintFor({ method, path, status, code }: Facts): string | null {
  if (code !== ELSEWHERE && status < 400) return null;
  const [address = ''] = path.split('?');
  const wrong = code === ELSEWHERE || status === 404 || status === 405 ? addressFault(address) : undefined;
  if (wrong !== undefined) return wrong;
  if (status >= 500 && status !== 501) return OF_USHER;
  if (status === 404 && method === 'GET') {
    return 'Nobody with this id: that is how an identity provider asks whether somebody is here. Nothing needs to be done.';
  }
  return BY_CODE[code ?? ''] ?? BY_STATUS[status] ?? null;
}

/** What is wrong with where it went; undefined when the address could be right. */
function addressFault(address: string): string | undefined {
  if (/\/scim\/v2\/.*scim\/v2(\/|$)/i.test(address)) return `${BASE} once: /scim/v2 is in it twice.`;
  if (/\/scim\/v?1(\.\d)?(\/|$)/i.test(address)) {
    return `This is an address of SCIM 1.1. ${BASE}; choose SCIM 2.0 in the identity provider.`;
  }
  if (address.includes('//')) return `${BASE}, without a slash after it.`;
  if (/\/(Users|Groups)\/(Users|Groups)(\/|$)/.test(address)) return `${BASE}, without /Users or /Groups.`;
  if (!address.startsWith('/scim/v2')) {
    return /^\/scim\/v2/i.test(address) ? `${BASE} in small letters.` : `${BASE}; what was asked for is ${address}.`;
  }
  const [, resource = ''] = /^\/scim\/v2\/([^/]*)/.exec(address) ?? [];
  if (resource === '')
    return 'There is nothing at the base URL itself: the identity provider must add /Users and /Groups.';
  const right = ['Users', 'Groups', 'Schemas', 'ResourceTypes', 'ServiceProviderConfig', 'Bulk'];
  if (right.includes(resource)) return undefined;
  const meant = right.find((name) => name.toLowerCase() === resource.toLowerCase());
  return meant === undefined
    ? `There is no /${resource}. ${BASE}, with nothing after it.`
    : `Small and capital letters matter: /${meant}, not /${resource}.`;
}
