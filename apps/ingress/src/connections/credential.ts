import type { Dialects } from '@usher/scim';
import type { Answer } from './answer.js';
import type { TokenScope } from './entities.js';
import type { Meter } from './meter.js';

/** Whom a bearer token stands for. */
export interface Caller {
  connection: string;
  tokenId: string;
  tokenName: string;
  scope: TokenScope;
  /** How the connection speaks of its users and groups. */
  dialects: Dialects;
  /** What its changes of users wait for. */
  answer: Answer;
  /** Whether passwords are passed on. */
  passwordSync: boolean;
}

/** One token as requests are judged by it: everything is at hand. */
export interface Credential {
  caller: Caller;
  /** By itself, or with its connection. */
  revoked: boolean;
  /** Milliseconds since the epoch. */
  expires: number;
  /** Null: from anywhere. */
  allows: ((ip: string) => boolean) | null;
  meter: Meter;
}
