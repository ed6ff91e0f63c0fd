import { ENTERPRISE_USER_SCHEMA } from '@usher/scim';
import { bound, type Variables } from './expressions/expression.js';
import type { Json, WantedUser } from './types.js';

/** The user as filters, paths and expressions see it. */
export class Subject {
  /** As SCIM shows it: with `id`, `userName`, `externalId`, `active`, and `groups` (RFC 7643 section 4.1.2). */
  readonly resource: { [name: string]: Json };
  /** What the variables of expressions stand for. */
  readonly scope: { user: Json; enterprise: Json; groups: Json };
  private made: Variables | undefined;

  constructor(user: WantedUser) {
    const { id, userName, externalId, active, attributes, groups } = user;
    const shown = groups.map(({ id: value, displayName, type }): Json => {
      return { value, display: displayName, ...(type === undefined ? {} : { type }) };
    });
    this.resource = {
      ...attributes,
      ...{ id, userName, active },
      ...(externalId === null ? {} : { externalId }),
      ...(shown.length === 0 ? {} : { groups: shown }),
    };
    const enterprise = this.resource[ENTERPRISE_USER_SCHEMA] ?? {};
    this.scope = { user: this.resource, enterprise, groups: groups.map(({ displayName }) => displayName) };
  }

  /** Made when an expression asks: most users are mapped without one. */
  get variables(): Variables {
    this.made ??= bound(this.scope) as unknown as Variables;
    return this.made;
  }
}
