import { Injectable } from '@nestjs/common';
import { follow, type ServerSentEvent } from '@usher/service';
import { hintFor } from './hint.js';
import { RequestRepository, type StoredRequest } from './request.repository.js';
import { ELSEWHERE } from './seen-request.js';

export interface RequestView {
  id: string;
  at: Date;
  /** Null: the token isn't known. */
  connection: string | null;
  method: string;
  path: string;
  status: number;
  scimType: string | null;
  /** Why it wasn't let in, `elsewhere` when it went to a wrong address, or the scimType. */
  code: string | null;
  /** What the client was told. */
  detail: string | null;
  milliseconds: number;
  sourceIp: string;
  /** Name of the token. */
  token: string | null;
  userAgent: string | null;
  /** Requests before it that aren't kept one by one. */
  skipped: number;
  /** What is wrong and what to do about it; null: nothing. */
  hint: string | null;
}

/** Milliseconds between looks for new ones. */
const LOOK = 300;

/** The last requests of a connection, as an administrator looks at them. */
@Injectable()
export class RequestsQuery {
  constructor(private readonly repository: RequestRepository) {}

  /** Newest first. @param unknown those with an unknown token, too, which are shown anyway until one was good */
  async newest(connection: string, unknown: boolean): Promise<RequestView[]> {
    return (await this.repository.newest(connection, unknown)).map(requestView);
  }

  /** @param lastEventId null: from now on */
  async *live(
    connection: string,
    unknown: boolean,
    lastEventId: string | null,
    signal: AbortSignal,
  ): AsyncIterable<ServerSentEvent> {
    const newest = await this.repository.lastId();
    const given = lastEventId !== null && /^\d{1,18}$/.test(lastEventId) ? lastEventId : newest;
    // The table is emptied when the database crashes, and numbers begin anew.
    let last = BigInt(given) > BigInt(newest) ? '0' : given;
    // Who is cut off before anything has come knows where to go on all the same.
    yield { id: last, event: 'begin', data: { after: last } };
    for await (const row of follow(() => this.repository.after(connection, last, unknown), signal, LOOK)) {
      last = row.id;
      yield { id: row.id, event: 'request', data: requestView(row) };
    }
  }
}

function requestView(row: StoredRequest): RequestView {
  const { connection, code, status, ...rest } = row;
  const ofScim = ![401, 403, 429].includes(status) && code !== ELSEWHERE;
  return {
    ...rest,
    connection: connection || null,
    status,
    code,
    scimType: ofScim ? code : null,
    hint: hintFor(row),
  };
}
