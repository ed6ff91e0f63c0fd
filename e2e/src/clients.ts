import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ScimAnswer {
  status: number;
  // A SCIM body is looked into by the tests attribute by attribute.
  body: Record<string, unknown> & { id: string };
  /** `Usher-Provisioning`: what the sites made of the change; null when the answer didn't wait for them. */
  provisioning: string | null;
  /** Of the request, given with it: every entry of the audit that comes of it has it. */
  traceId: string;
}

/** An IdP: speaks SCIM with a bearer token. */
export class ScimClient {
  constructor(
    private readonly baseUrl: string,
    private readonly token: string,
  ) {}

  post = (body: object): Promise<ScimAnswer> => this.send('POST', '/Users', body);
  find = (filter: string): Promise<ScimAnswer> => this.send('GET', `/Users?${new URLSearchParams({ filter })}`);
  get = (id: string): Promise<ScimAnswer> => this.send('GET', `/Users/${id}`);
  put = (id: string, body: object): Promise<ScimAnswer> => this.send('PUT', `/Users/${id}`, body);
  delete = (id: string): Promise<ScimAnswer> => this.send('DELETE', `/Users/${id}`);

  patch(id: string, ...operations: object[]): Promise<ScimAnswer> {
    const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
    return this.send('PATCH', `/Users/${id}`, body);
  }

  postGroup = (body: object): Promise<ScimAnswer> => this.send('POST', '/Groups', body);

  patchGroup(id: string, ...operations: object[]): Promise<ScimAnswer> {
    const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
    return this.send('PATCH', `/Groups/${id}`, body);
  }

  private async send(method: string, path: string, body?: object): Promise<ScimAnswer> {
    const traceId = randomBytes(16).toString('hex');
    const traceparent = `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
    const response = await fetch(`${this.baseUrl}/scim/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/scim+json', traceparent },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text === '' ? {} : JSON.parse(text)) as ScimAnswer['body'],
      provisioning: response.headers.get('usher-provisioning'),
      traceId,
    };
  }
}

/** An operator: speaks JSON to the services' own APIs. */
export class OperatorClient {
  constructor(
    private readonly baseUrl: string,
    private readonly token: string,
  ) {}

  /**
   * @param path after `/api`
   * @throws Error for any answer but 2xx
   */
  async ask<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<T> {
    const text = await this.text(method, path, body);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** The objects of an answer that has one a line. */
  async lines<T>(path: string, body: object): Promise<T[]> {
    const text = await this.text('POST', path, body);
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T);
  }

  private async text(method: string, path: string, body?: object): Promise<string> {
    const response = await fetch(`${this.baseUrl}/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text;
  }
}

export interface AuditEntry {
  id: string;
  kind: 'request' | 'outcome' | 'operation';
  action: string;
  status: string;
  userName: string;
  resourceId: string;
  sourceIp: string;
  actor: string;
  target: string | null;
  detail: string;
  /** Machine-readable reason; null where it succeeded. */
  code: string | null;
  traceId: string;
  changes: { path: string; before: unknown; after: unknown }[];
}

/** An auditor: reads the audit API with the operator's token. */
export class AuditClient {
  constructor(
    private readonly baseUrl: string,
    private readonly token: string,
  ) {}

  async page(query: Record<string, string>): Promise<{ entries: AuditEntry[]; nextCursor: string | null }> {
    const response = await fetch(`${this.baseUrl}/api/audit/entries?${new URLSearchParams(query)}`, {
      headers: { authorization: `Bearer ${this.token}` },
    });
    if (!response.ok) throw new Error(`audit answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as { entries: AuditEntry[]; nextCursor: string | null };
  }

  async all(query: Record<string, string> = {}): Promise<AuditEntry[]> {
    const entries: AuditEntry[] = [];
    let cursor: string | null = null;
    do {
      const page = await this.page({ ...query, limit: '200', ...(cursor === null ? {} : { cursor }) });
      entries.push(...page.entries);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return entries;
  }
}

/** Waits until `probe` gives something other than undefined or false; throws with `what` after the time. */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined | false>,
  timeoutMs = 30_000,
  paceMs = 150,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      const value = await probe();
      if (value !== undefined && value !== false) return value;
    } catch (error) {
      last = error;
    }
    await sleep(paceMs);
  }
  throw new Error(`${what}: not within ${timeoutMs} ms${last === undefined ? '' : ` (${String(last)})`}`);
}
