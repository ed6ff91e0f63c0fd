import { type Leniency, LENIENCIES } from './quirks/leniency.js';
import type { SchemaDefinition } from './schemas/definition.js';
import { groupType, type ResourceType, userType } from './schemas/resource-type.js';
import type { UrnTable } from './schemas/urn-table.js';

/** How one connection speaks of one type of resource. */
export interface Dialect {
  type: ResourceType;
  leniencies: ReadonlySet<Leniency>;
}

export interface Dialects {
  user: Dialect;
  group: Dialect;
}

export interface DialectOptions {
  /** Nothing beyond the RFC, whatever `leniencies` says. */
  strict?: boolean;
  /** All of them when not given. */
  leniencies?: Iterable<Leniency>;
  /** As of {@link parseSchema}; their URNs differ. */
  userExtensions?: readonly SchemaDefinition[];
  groupExtensions?: readonly SchemaDefinition[];
}

export function dialectsOf(options: DialectOptions = {}): Dialects {
  const { strict = false, leniencies: some = LENIENCIES, userExtensions, groupExtensions } = options;
  const leniencies = new Set<Leniency>(strict ? [] : some);
  return {
    user: { type: userType(userExtensions), leniencies },
    group: { type: groupType(groupExtensions), leniencies },
  };
}

/** With every leniency and no custom extension. */
export const { user: USER, group: GROUP } = dialectsOf();

/** The URNs that the dialect knows. */
export function urnsOf({ type, leniencies }: Dialect): UrnTable {
  return leniencies.has('olderSchemas') ? type.urnsWithOlder : type.urns;
}
