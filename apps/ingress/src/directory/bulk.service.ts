import { Injectable } from '@nestjs/common';
import {
  type BulkOperation,
  type BulkRequest,
  type Dialect,
  inOrderOfReference,
  referencesOf,
  resolveBulkIds,
  type Result,
  type ScimError,
} from '@usher/scim';
import type { AwaitedChange, Cause } from './cause.js';
import { failure } from './failure.js';
import { GroupsService } from './groups/groups.service.js';
import type { Precondition } from './precondition.js';
import { newResourceId } from './resource-id.js';
import { UsersService } from './users/users.service.js';

/** What came of one operation, in the order of the request. */
export interface BulkOutcome {
  operation: BulkOperation;
  /** Of the resource; null when none was made. */
  id: string | null;
  revision: number | null;
  status: number;
  error?: ScimError;
  /** The change that the answer waits for, if it does. */
  awaiting: AwaitedChange[];
}

type Written = Result<{ id: string; revision: number } | null>;

/** Each operation is a change of its own: those before one that fails are done (RFC 7644 section 3.7). */
@Injectable()
export class BulkService {
  constructor(
    private readonly users: UsersService,
    private readonly groups: GroupsService,
  ) {}

  /**
   * @param check reads an operation's version as If-Match
   * @returns the outcomes of the operations that were tried, until `failOnErrors` have failed
   */
  async run(
    cause: Cause,
    dialects: { user: Dialect; group: Dialect },
    request: BulkRequest,
    check: (version: string | null) => Precondition,
  ): Promise<BulkOutcome[]> {
    // Known beforehand, so that an operation may refer to one that comes later, or both to one another.
    const ids = new Map<string, string>();
    for (const { method, bulkId } of request.operations) {
      if (method === 'POST' && bulkId !== null) ids.set(bulkId, newResourceId());
    }
    const failed = new Set<string>();
    const outcomes = new Map<BulkOperation, BulkOutcome>();
    let errors = 0;
    for (const operation of inOrderOfReference(request.operations)) {
      const broken = referencesOf(operation).find((bulkId) => failed.has(bulkId) || !ids.has(bulkId));
      const own = cause.awaiting ? { ...cause, awaiting: [] } : cause;
      const written =
        broken === undefined
          ? await this.write(own, dialects, operation, ids, check)
          : failure(409, 'invalidValue', `There is no resource of bulkId "${broken}"`);
      outcomes.set(operation, { ...outcomeOf(operation, written, ids), awaiting: own.awaiting ?? [] });
      if (written.ok) continue;
      if (operation.bulkId !== null) failed.add(operation.bulkId);
      errors += 1;
      if (request.failOnErrors !== null && errors >= request.failOnErrors) break;
    }
    return request.operations.flatMap((operation) => outcomes.get(operation) ?? []);
  }

  private write(
    cause: Cause,
    { user, group }: { user: Dialect; group: Dialect },
    operation: BulkOperation,
    ids: ReadonlyMap<string, string>,
    check: (version: string | null) => Precondition,
  ): Promise<Written> {
    const [service, dialect] = operation.type === 'User' ? [this.users, user] : [this.groups, group];
    const data = resolveBulkIds(operation.data, ids);
    const id = resolveBulkIds(operation.id ?? '', ids) as string;
    const condition = check(operation.version);
    switch (operation.method) {
      case 'POST':
        return service.create(cause, dialect, data, ids.get(operation.bulkId ?? ''));
      case 'PUT':
        return service.replace(cause, dialect, id, data, condition);
      case 'PATCH':
        return service.patch(cause, dialect, id, data, condition);
      case 'DELETE':
        return service.delete(cause, id, condition);
    }
  }
}

const DONE = { POST: 201, PUT: 200, PATCH: 200, DELETE: 204 } as const;

function outcomeOf(
  operation: BulkOperation,
  written: Written,
  ids: ReadonlyMap<string, string>,
): Omit<BulkOutcome, 'awaiting'> {
  const given = operation.id === null ? null : (resolveBulkIds(operation.id, ids) as string);
  if (!written.ok) return { operation, id: given, revision: null, status: written.error.status, error: written.error };
  const { id = given, revision = null } = written.value ?? {};
  return { operation, id, revision, status: DONE[operation.method] };
}
