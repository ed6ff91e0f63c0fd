import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import { ACCEPTED, type Answer } from './answer.js';

/** One identity provider. */
@Entity({ name: 'connections', schema: 'ingress' })
export class Connection {
  /** Never changes, and is never given again: events and the audit name it. */
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  name: string;

  /** Whose habits it has: a key of the presets. */
  @Column('text', { default: 'generic' })
  preset: string;

  /** No leniency at all: what RFC 7643 and 7644 don't allow is refused. */
  @Column('boolean', { default: false })
  strict: boolean;

  /** Custom extensions of the user, SCIM schemas as RFC 7643 section 7 writes them. */
  @Column('json', { name: 'user_schemas', default: [] })
  userSchemas: object[];

  @Column('json', { name: 'group_schemas', default: [] })
  groupSchemas: object[];

  /** Requests a second for each token; 0: no limit; null: as configured. */
  @Column('integer', { name: 'rate_limit', nullable: true })
  rateLimit: number | null;

  @Column('json', { default: ACCEPTED })
  answer: Answer;

  /** Passwords are passed on to the sites, as hashes; else they are dropped. */
  @Column('boolean', { name: 'password_sync', default: false })
  passwordSync: boolean;

  /** Grows with every change. */
  @Column('integer', { default: 1 })
  revision: number;

  @CreateDateColumn({ type: 'timestamptz' })
  created: Date;

  /** Since when it is deleted: its tokens are refused, what it has provisioned stays. */
  @Column('timestamptz', { nullable: true })
  archived: Date | null;
}

/** `read`: GET, HEAD and POST of a search. */
export const TOKEN_SCOPES = ['read', 'write'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** A bearer token of a connection; the token itself isn't kept. */
@Entity({ name: 'tokens', schema: 'ingress' })
export class Token {
  @PrimaryColumn('text')
  id: string;

  @Column('text')
  connection: string;

  /** Human name of who holds it: the actor in events and in the audit. */
  @Column('text')
  name: string;

  /** SHA-256, hex. */
  @Column('text')
  hash: string;

  @Column('text', { default: 'write' })
  scope: TokenScope;

  /** CIDR (`10.0.0.0/8`): from where it may be used; empty: from anywhere. */
  @Column('text', { array: true, default: [] })
  networks: string[];

  @CreateDateColumn({ type: 'timestamptz' })
  created: Date;

  @Column('timestamptz', { nullable: true })
  expires: Date | null;

  @Column('timestamptz', { nullable: true })
  revoked: Date | null;

  /** To the minute, about. */
  @Column('timestamptz', { name: 'last_used', nullable: true })
  lastUsed: Date | null;
}

/** Neither revoked nor expired. */
export function isLive(token: Pick<Token, 'revoked' | 'expires'>, now = Date.now()): boolean {
  return token.revoked === null && (token.expires === null || token.expires.getTime() > now);
}
