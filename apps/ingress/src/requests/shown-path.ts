const MAX_LENGTH = 500;

/** Parameters that SCIM knows (RFC 7644 section 3.4.2, RFC 9865), and Entra ID's switch: none is a secret. */
const KNOWN = new Set(
  ['filter', 'attributes', 'excludedAttributes', 'sortBy', 'sortOrder', 'startIndex', 'count', 'cursor']
    .map((name) => name.toLowerCase())
    .concat('aadoptscim062020'),
);

/** A filter may ask for what nobody must see. */
const SECRET = /password/i;

/** The path of a request as it may be shown: a token that somebody has put into the query isn't. */
export function shownPath(url: string): string {
  const [path = '', ...rest] = url.split('?');
  const query = rest.join('?');
  if (query === '') return path.slice(0, MAX_LENGTH);
  const shown = query.split('&').map((parameter) => {
    const [name = '', ...value] = parameter.split('=');
    const shows = KNOWN.has(name.toLowerCase()) && !SECRET.test(readable(parameter));
    return value.length === 0 || shows ? parameter : `${name}=***`;
  });
  return readable(`${path}?${shown.join('&')}`).slice(0, MAX_LENGTH);
}

/** A filter is read better without its percent signs; what doesn't decode stays as it came. */
function readable(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' ')).replace(/[\p{Cc}\p{Cs}]/gu, ' ');
  } catch {
    return text;
  }
}

/** Names of SCIM's endpoints as a segment of a path; case matters, as it does to the server. */
const ENDPOINT = /\/(?:Users|Groups|ServiceProviderConfig|ResourceTypes|Schemas|Bulk)(?:[/?]|$)/;

/** Whether somebody seems to look for the SCIM server where it isn't. */
export function isElsewhere(url: string): boolean {
  if (url.startsWith('/api/')) return false;
  return /^\/scim(?:[/?]|$)/i.test(url) || ENDPOINT.test(url);
}
