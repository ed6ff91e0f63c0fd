import { type Dispatcher, Pool } from 'undici';
import type { Exchange } from './operations.js';

export interface Answer {
  status: number;
  body: string;
}

/** As many keep-alive connections as requests in flight, each with one request at a time. */
export class LoadClient {
  private readonly pool: Pool;
  private readonly headers: Record<string, string>;

  constructor(baseUrl: string, token: string, connections: number) {
    this.pool = new Pool(baseUrl, { connections, pipelining: 1 });
    this.headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/scim+json',
      accept: 'application/scim+json',
    };
  }

  /** Rejects only when there is no answer. */
  send({ method, path, body }: Exchange): Promise<Answer> {
    return new Promise((resolve, reject) => {
      let status = 0;
      const chunks: Buffer[] = [];
      const handler: Dispatcher.DispatchHandler = {
        onRequestStart() {},
        onResponseStart(_controller, statusCode) {
          status = statusCode;
        },
        onResponseData(_controller, chunk) {
          chunks.push(chunk);
        },
        onResponseEnd() {
          resolve({ status, body: (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString('utf8') });
        },
        onResponseError(_controller, error) {
          reject(error);
        },
      };
      this.pool.dispatch({ method, path, headers: this.headers, body: body ?? null }, handler);
    });
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}
