import type { Answer } from './http-exchange.js';
import { SiteError } from './port.js';

/** The `code` of a WordPress REST error. */
export function restErrorCode(answer: Answer): string | undefined {
  const { json } = answer;
  return isRecord(json) && typeof json.code === 'string' ? json.code : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * What is wrong with an answer, apart from 401, whose cause takes another request to find.
 * Null when it is a JSON answer of success.
 */
export function answerFault(answer: Answer, url: string): SiteError | null {
  const { status } = answer;
  const host = new URL(url).host;
  const code = restErrorCode(answer);
  if (status === 429)
    return new SiteError('transient', 'rate_limited', `${host} limits the rate of requests.`, retryAfter(answer));
  if (status >= 500) return serverFault(answer, host);
  if (status === 408 || status === 425)
    return new SiteError('transient', `http_${status}`, `${host} answered ${status}.`, retryAfter(answer));
  if (status >= 300 && status < 400) return redirectFault(answer, url);
  if (status === 404 && code === 'rest_no_route')
    return new SiteError('misconfigured', 'plugin_missing', `The Usher connector plugin isn't active on ${host}.`);
  if (status === 403) return forbiddenFault(answer, host);
  if (status === 404 && code === undefined)
    return new SiteError('misconfigured', 'no_rest_api', `There is no WordPress REST API at ${url}.`);
  if (status >= 400)
    return new SiteError(
      'misconfigured',
      code ?? `http_${status}`,
      `${host} refused the request (${status}): ${said(answer)}`,
    );
  if (answer.json === undefined)
    return new SiteError(
      'transient',
      'not_json',
      `${host} answered ${kindOf(answer)} instead of JSON: a cache, a firewall, or a plugin that prints into the answer (${said(answer)}).`,
    );
  return null;
}

function serverFault(answer: Answer, host: string): SiteError {
  const wait = retryAfter(answer);
  if (answer.status === 503 && /scheduled maintenance/i.test(answer.text))
    return new SiteError('transient', 'maintenance', `${host} is in maintenance mode (an update runs).`, wait);
  return new SiteError(
    'transient',
    `http_${answer.status}`,
    `${host} failed (${answer.status}): ${said(answer)}`,
    wait,
  );
}

function forbiddenFault(answer: Answer, host: string): SiteError {
  const code = restErrorCode(answer);
  if (code === 'rest_forbidden')
    return new SiteError(
      'misconfigured',
      'missing_capability',
      `The user lacks the capability usher_provision on ${host}: give it the role "Usher provisioning".`,
    );
  return new SiteError(
    'misconfigured',
    'blocked',
    `${host} refused the request (403): a firewall or a security plugin blocks the REST API (${code ? `${code}: ` : ''}${said(answer)}).`,
  );
}

/** Not followed: a POST would become a GET, and the credentials would go to another address than the one given. */
function redirectFault(answer: Answer, url: string): SiteError {
  const from = new URL(url);
  const location = answer.headers.get('location');
  const to = location && URL.canParse(location, url) ? new URL(location, url) : null;
  if (!to) return new SiteError('misconfigured', 'redirect', `${from.host} answered a redirect without an address.`);
  const hint =
    to.origin === from.origin
      ? 'the REST API must be reachable without a redirect'
      : to.host === from.host
        ? `give the address with ${to.protocol}//`
        : `give ${to.origin} as the address of the site`;
  return new SiteError('misconfigured', 'redirect', `${from.origin} redirects to ${to.origin}${to.pathname}: ${hint}.`);
}

/** Retry-After in milliseconds, from seconds or a date (RFC 9110, 10.2.3). */
function retryAfter(answer: Answer): number | undefined {
  const value = answer.headers.get('retry-after')?.trim();
  if (!value) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function kindOf(answer: Answer): string {
  if (answer.text.trim() === '') return 'nothing';
  return /<(!doctype|html|body|br|b>)/i.test(answer.text) ? 'HTML' : 'text';
}

/** The site's own words, without mark-up, at most a line of them. */
function said(answer: Answer): string {
  const message = isRecord(answer.json) && typeof answer.json.message === 'string' ? answer.json.message : answer.text;
  const words = message
    .replace(/<(style|script|head)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return words === '' ? 'no reason given' : words.length > 160 ? `${words.slice(0, 159)}…` : words;
}
