import type { Dialect } from '../dialect.js';
import { bad, type Failure, type Result, type ScimType } from '../errors.js';
import type { Leniency } from '../quirks/leniency.js';

const MAX_NAMES = 50;
const MAX_NAME_LENGTH = 200;

/** Collects what reading a body finds: the first fault, and the attributes that no schema knows. */
export class Reader {
  /** As it was sent, for whoever may pass it on as a hash: it is no attribute. Null: it was taken away. */
  password: string | null | undefined;
  private readonly names = new Set<string>();
  private fault: { scimType: ScimType; detail: string } | null = null;

  constructor(readonly dialect: Dialect) {}

  allows(leniency: Leniency): boolean {
    return this.dialect.leniencies.has(leniency);
  }

  get failed(): boolean {
    return this.fault !== null;
  }

  get failure(): Failure | undefined {
    return this.fault === null ? undefined : bad(this.fault.scimType, this.fault.detail);
  }

  get ignored(): string[] {
    return [...this.names];
  }

  ignore(name: string): void {
    if (this.names.size < MAX_NAMES) this.names.add(name.slice(0, MAX_NAME_LENGTH));
  }

  /** Returns undefined, so that a reading function can end with it. */
  fail(detail: string, scimType: ScimType = 'invalidValue'): undefined {
    this.fault ??= { scimType, detail };
    return undefined;
  }

  result<T>(value: T): Result<T> {
    return this.failure ?? { ok: true, value };
  }
}
