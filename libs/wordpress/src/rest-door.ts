import { answerFault, isRecord, restErrorCode } from './answer-faults.js';
import { exchange, type Answer } from './http-exchange.js';
import { SiteError, type CredentialsHeader } from './port.js';
import { basicCredentials, type WordPressSiteOptions } from './site-options.js';

export interface RestRequest {
  method: 'GET' | 'POST' | 'PUT';
  /** Path below the namespace, such as `/status`. */
  path: string;
  query?: Record<string, string>;
  body?: unknown;
}

/** How this site wants to be asked; found out once by a request that carries no credentials. */
interface Manner {
  /** `/wp-json/...`, or `?rest_route=/...` where permalinks are plain. */
  addressing: 'pretty' | 'query';
  credentialsIn: CredentialsHeader;
}

const NAMESPACE = '/usher/v1';
const DEFAULT_TIMEOUT_MS = 60_000;

/** The REST API of the connector as one function: a request in, JSON out, and a {@link SiteError} for whatever else happens. */
export class RestDoor {
  private readonly base: string;
  private readonly credentials: string;
  private readonly secrets: string[];
  private readonly closing = new AbortController();
  private manner: Promise<Manner> | null = null;

  constructor(private readonly options: WordPressSiteOptions) {
    const url = new URL(options.url);
    this.base = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
    this.credentials = basicCredentials(options);
    const password = options.applicationPassword;
    this.secrets = [password, password.replaceAll(' ', ''), this.credentials.slice(6)].filter(
      (secret) => secret !== '',
    );
  }

  /** @throws SiteError. A 404 `usher_unknown_user` is `null`. */
  async request(request: RestRequest): Promise<unknown> {
    try {
      const manner = await this.findManner();
      const url = this.address(manner.addressing, request);
      const answer = await this.send(request, url, { [manner.credentialsIn]: this.credentials });
      if (answer.status === 404 && restErrorCode(answer) === 'usher_unknown_user') return null;
      const fault = answer.status === 401 ? await this.explain401(answer, manner) : answerFault(answer, url);
      if (fault) throw fault;
      return answer.json;
    } catch (error) {
      if (!(error instanceof SiteError)) throw error;
      // The manner may be what has changed: the next request finds it out again.
      if (error.kind === 'misconfigured' || error.code === 'not_json') this.manner = null;
      throw this.withoutSecrets(error);
    }
  }

  /** @throws SiteError */
  async credentialsIn(): Promise<CredentialsHeader> {
    return (await this.findManner()).credentialsIn;
  }

  close(): void {
    this.closing.abort();
  }

  private findManner(): Promise<Manner> {
    this.manner ??= this.probe().catch((error: unknown) => {
      this.manner = null;
      throw error;
    });
    return this.manner;
  }

  private async probe(): Promise<Manner> {
    const pretty = await this.ping('pretty');
    if (isRestAnswer(pretty)) return mannerOf('pretty', this.pingResult(pretty, 'pretty'));
    const prettyFault = answerFault(pretty, this.address('pretty', { method: 'GET', path: '/ping' }));
    // To another origin: the address is wrong, not its form. On the same one it may be WordPress that knows no permalinks.
    const elsewhere = prettyFault?.code === 'redirect' && !this.redirectsToItself(pretty);
    if (prettyFault && (prettyFault.kind === 'transient' ? prettyFault.code !== 'not_json' : elsewhere))
      throw prettyFault;

    const query = await this.ping('query');
    if (isRestAnswer(query)) return mannerOf('query', this.pingResult(query, 'query'));
    throw (
      answerFault(query, this.address('query', { method: 'GET', path: '/ping' })) ??
      new SiteError('misconfigured', 'no_rest_api', `There is no WordPress REST API at ${this.base}.`)
    );
  }

  /** A scheme that WordPress doesn't know: shows whether the header arrives, and gives nothing away. */
  private ping(addressing: Manner['addressing']): Promise<Answer> {
    const request: RestRequest = { method: 'GET', path: '/ping' };
    return this.send(request, this.address(addressing, request), { authorization: 'Bearer usher-ping' });
  }

  /** What the plugin said; null when something before it (a plugin that wants a login for all of REST) answered. */
  private pingResult(answer: Answer, addressing: Manner['addressing']): PingResult | null {
    if (answer.status === 200 && isPingResult(answer.json)) return answer.json;
    if (answer.status === 401 || answer.status === 403) return null;
    const url = this.address(addressing, { method: 'GET', path: '/ping' });
    throw (
      answerFault(answer, url) ?? new SiteError('misconfigured', 'no_rest_api', `${url} is not the Usher connector.`)
    );
  }

  private redirectsToItself(answer: Answer): boolean {
    const location = answer.headers.get('location') ?? '';
    return URL.canParse(location, this.base) && new URL(location, this.base).origin === new URL(this.base).origin;
  }

  private async explain401(answer: Answer, manner: Manner): Promise<SiteError> {
    const host = new URL(this.base).host;
    const code = restErrorCode(answer);
    if (code === undefined)
      return new SiteError(
        'misconfigured',
        'blocked',
        `${host} wants a login of its own before WordPress (401), such as a password on the folder.`,
      );
    const ping = await this.ping(manner.addressing);
    const facts = isPingResult(ping.json) ? ping.json : null;
    if (facts && !facts.authorization && (code === 'rest_forbidden' || code === 'rest_not_logged_in'))
      return new SiteError(
        'misconfigured',
        'authorization_stripped',
        `The host of ${host} strips the Authorization header, and the substitute X-Usher-Authorization didn't help either.`,
      );
    if (facts && !facts.applicationPasswords)
      return new SiteError(
        'misconfigured',
        'application_passwords_unavailable',
        `${host} doesn't accept application passwords: they need HTTPS, and no plugin may have turned them off.`,
      );
    return new SiteError(
      'misconfigured',
      'invalid_credentials',
      `${host} doesn't accept the user name "${this.options.username}" with this application password (${code}).`,
    );
  }

  private send(request: RestRequest, url: string, authorization: Record<string, string>): Promise<Answer> {
    const headers: Record<string, string> = {
      accept: 'application/json',
      'user-agent': this.options.userAgent ?? 'Usher',
      ...authorization,
    };
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    if (body !== undefined) headers['content-type'] = 'application/json';
    const timeoutMs = this.options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    return exchange({ method: request.method, url, headers, body, timeoutMs, signal: this.closing.signal });
  }

  private address(addressing: Manner['addressing'], { path, query }: RestRequest): string {
    const url = new URL(addressing === 'pretty' ? `${this.base}/wp-json${NAMESPACE}${path}` : `${this.base}/index.php`);
    if (addressing === 'query') url.searchParams.set('rest_route', `${NAMESPACE}${path}`);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    return url.href;
  }

  private withoutSecrets(error: SiteError): SiteError {
    const message = this.secrets.reduce((text, secret) => text.replaceAll(secret, '***'), error.message);
    return message === error.message ? error : new SiteError(error.kind, error.code, message, error.retryAfterMs);
  }
}

interface PingResult {
  authorization: boolean;
  applicationPasswords: boolean;
}

function isPingResult(value: unknown): value is PingResult {
  return isRecord(value) && typeof value.authorization === 'boolean' && typeof value.applicationPasswords === 'boolean';
}

function mannerOf(addressing: Manner['addressing'], ping: PingResult | null): Manner {
  return { addressing, credentialsIn: ping?.authorization === false ? 'x-usher-authorization' : 'authorization' };
}

/** JSON of the plugin or of WordPress's REST API; a server error settles nothing about the addressing. */
function isRestAnswer(answer: Answer): boolean {
  return answer.status < 500 && (isPingResult(answer.json) || restErrorCode(answer) !== undefined);
}
