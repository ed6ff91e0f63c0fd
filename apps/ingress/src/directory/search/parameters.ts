/** The values of a statement; each is named in the text by its place. */
export class Parameters {
  readonly values: unknown[] = [];

  /** @param type what PostgreSQL is to take it for */
  add(value: unknown, type: 'text' | 'boolean' | 'float8' | 'timestamptz' | 'uuid' | 'bigint'): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}
