import type { Provider } from '@nestjs/common';
import { operatorAuth, type OperatorAuthConfig } from '@usher/operator-auth';
import type { IngressConfig } from '../config.js';
import { ConnectionsQuery } from './connections.query.js';
import { ConnectionsService } from './connections.service.js';
import { OperatorActs } from './operator-acts.js';
import { Refusals } from './refusals/refusals.js';
import { DEFAULT_RATE_LIMIT, TokenDirectory } from './token-directory.js';
import { TokenUse } from './token-use.js';
import { TokensService } from './tokens.service.js';

/** Connections and their tokens: who is let in, and what operators do with them. */
export function connectionProviders(
  config: OperatorAuthConfig & Pick<IngressConfig, 'USHER_SCIM_RATE_LIMIT'>,
): Provider[] {
  return [
    ...operatorAuth(config),
    { provide: DEFAULT_RATE_LIMIT, useValue: config.USHER_SCIM_RATE_LIMIT },
    TokenDirectory,
    TokenUse,
    Refusals,
    OperatorActs,
    ConnectionsService,
    TokensService,
    ConnectionsQuery,
  ];
}
