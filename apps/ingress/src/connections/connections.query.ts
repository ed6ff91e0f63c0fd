import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { INGRESS_DATABASE } from '../database.js';
import type { Answer } from './answer.js';
import { Connection, isLive, Token, type TokenScope } from './entities.js';
import { ELSEWHERE } from '../requests/seen-request.js';
import { DEFAULT_TOKEN } from './seed.js';

export interface ConnectionSummary {
  id: string;
  name: string;
  preset: string;
  strict: boolean;
  rateLimit: number | null;
  answer: Answer;
  passwordSync: boolean;
  created: Date;
  /** Since when it is deleted. */
  archived: Date | null;
  users: number;
  /** Tokens that are neither revoked nor expired. */
  liveTokens: number;
  /** Of any of its tokens, to the minute about; null: never. */
  lastRequest: Date | null;
  /** With one of its tokens, whatever it was answered; null: never since this is kept. */
  firstRequestAt: Date | null;
  lastRequestAt: Date | null;
  /** That was granted. */
  lastGoodRequestAt: Date | null;
  /** When the first of its live tokens expires; null: none does. */
  nextExpiry: Date | null;
  /** Live tokens that were never used. */
  unusedTokens: number;
}

export interface TokenView {
  id: string;
  name: string;
  scope: TokenScope;
  networks: string[];
  created: Date;
  expires: Date | null;
  revoked: Date | null;
  lastUsed: Date | null;
  /** Whether requests with it are let in. */
  live: boolean;
  /** It is USHER_SCIM_TOKEN. */
  configured: boolean;
}

export interface ConnectionDetails extends ConnectionSummary {
  schemas: { user: object[]; group: object[] };
  /** Newest first. */
  tokens: TokenView[];
}

/** Users are counted as they come and go: the list costs no count over them. */
const LIST = `
  SELECT c.id, c.name, c.preset, c.strict, c.rate_limit AS "rateLimit", c.answer,
    c.password_sync AS "passwordSync", c.created, c.archived,
    (SELECT coalesce(sum(users), 0)::int FROM ingress.user_counts u WHERE u.connection = c.id) AS users,
    (SELECT count(*)::int FROM ingress.tokens t
      WHERE t.connection = c.id AND t.revoked IS NULL AND (t.expires IS NULL OR t.expires > now())) AS "liveTokens",
    (SELECT max(last_used) FROM ingress.tokens t WHERE t.connection = c.id) AS "lastRequest",
    least(used.first_request, recent.first) AS "firstRequestAt",
    greatest(used.last_request, recent.last) AS "lastRequestAt",
    greatest(used.last_good, recent.good) AS "lastGoodRequestAt",
    (SELECT min(expires) FROM ingress.tokens t
      WHERE t.connection = c.id AND t.revoked IS NULL AND t.expires > now()) AS "nextExpiry",
    (SELECT count(*)::int FROM ingress.tokens t WHERE t.connection = c.id AND t.last_used IS NULL
      AND t.revoked IS NULL AND (t.expires IS NULL OR t.expires > now())) AS "unusedTokens"
  FROM ingress.connections c
  LEFT JOIN ingress.connection_use used ON used.connection = c.id
  CROSS JOIN LATERAL (
    SELECT min(at) AS first, max(at) AS last,
      max(at) FILTER (WHERE status < 400 AND code IS DISTINCT FROM '${ELSEWHERE}') AS good
    FROM ingress.requests r WHERE r.connection = c.id
  ) recent
  WHERE ($1::text IS NULL OR c.id = $1) AND ($2 OR c.archived IS NULL)
  ORDER BY c.created, c.id`;

/** What an operator sees of connections; nothing of it is secret. */
@Injectable()
export class ConnectionsQuery {
  constructor(@Inject(INGRESS_DATABASE) private readonly dataSource: DataSource) {}

  list(archived: boolean): Promise<ConnectionSummary[]> {
    return this.dataSource.query(LIST, [null, archived]);
  }

  async find(id: string): Promise<ConnectionDetails | null> {
    const [summary] = (await this.dataSource.query(LIST, [id, true])) as ConnectionSummary[];
    const connection = await this.dataSource.getRepository(Connection).findOneBy({ id });
    if (summary === undefined || connection === null) return null;
    const tokens = await this.dataSource
      .getRepository(Token)
      .find({ where: { connection: id }, order: { created: 'DESC', id: 'DESC' } });
    return {
      ...summary,
      schemas: { user: connection.userSchemas, group: connection.groupSchemas },
      tokens: tokens.map(tokenView),
    };
  }

  async findToken(connection: string, id: string): Promise<TokenView | null> {
    const token = await this.dataSource.getRepository(Token).findOneBy({ connection, id });
    return token && tokenView(token);
  }
}

function tokenView(token: Token): TokenView {
  const { id, name, scope, networks, created, expires, revoked, lastUsed } = token;
  const configured = id === DEFAULT_TOKEN;
  return { id, name, scope, networks, created, expires, revoked, lastUsed, live: isLive(token), configured };
}
