import type { SettingsError } from './settings-error.js';

/** JSON read for what it should be: what is wrong is noted with its path, and the value that stands in goes on. */
export class Reader {
  constructor(
    readonly given: unknown,
    readonly path: string,
    readonly errors: SettingsError[],
  ) {}

  fault(message: string, position?: number): void {
    this.errors.push({ path: this.path, message, ...(position === undefined ? {} : { position }) });
  }

  /** The entries of an object that has no others; not given at all is an empty one. */
  object<K extends string>(names: readonly K[]): Record<K, Reader> {
    const { given } = this;
    const fits = typeof given === 'object' && given !== null && !Array.isArray(given);
    if (!fits && given !== undefined) this.fault(`An object with ${names.join(', ')} is expected.`);
    const entries = fits ? (given as Record<string, unknown>) : {};
    for (const name of Object.keys(entries)) {
      if (!(names as readonly string[]).includes(name)) {
        this.at(name, undefined).fault(`There is no such setting. Known here: ${names.join(', ')}.`);
      }
    }
    const read = (name: K) => [name, this.at(name, Object.hasOwn(entries, name) ? entries[name] : undefined)];
    return Object.fromEntries(names.map(read)) as Record<K, Reader>;
  }

  list(most: number, otherwise: readonly unknown[] = []): Reader[] {
    const { given } = this;
    if (!Array.isArray(given) && given !== undefined) this.fault('A list is expected.');
    const all: readonly unknown[] = Array.isArray(given) ? given : otherwise;
    if (all.length > most) this.fault(`At most ${most} are possible.`);
    return all.slice(0, most).map((each, index) => new Reader(each, `${this.path}[${index}]`, this.errors));
  }

  boolean(otherwise: boolean): boolean {
    if (typeof this.given !== 'boolean' && this.given !== undefined) this.fault('true or false is expected.');
    return typeof this.given === 'boolean' ? this.given : otherwise;
  }

  /** A number within the bounds, both included. */
  number(otherwise: number, least: number, most: number, whole = true): number {
    const { given } = this;
    if (given === undefined) return otherwise;
    const fits = typeof given === 'number' && given >= least && given <= most && (!whole || Number.isInteger(given));
    if (!fits) this.fault(`A ${whole ? 'whole ' : ''}number from ${least} to ${most} is expected.`);
    return fits ? given : otherwise;
  }

  oneOf<T extends string>(values: readonly T[], otherwise: T): T {
    const { given } = this;
    if (given === undefined) return otherwise;
    const fits = (values as readonly unknown[]).includes(given);
    if (!fits) this.fault(`One of ${values.map((value) => `"${value}"`).join(', ')} is expected.`);
    return fits ? (given as T) : otherwise;
  }

  /** A text that isn't blank. */
  text(most: number): string {
    const { given } = this;
    if (typeof given !== 'string') this.fault('A text is expected.');
    else if (given.trim() === '') this.fault('It is empty.');
    else if (given.length > most) this.fault(`It is longer than ${most} characters.`, most);
    else return given;
    return '';
  }

  /** Null where null is given; what reads it is asked for anything else that is given. */
  orNull<T>(otherwise: T | null, read: (reader: Reader) => T | null): T | null {
    if (this.given === undefined) return otherwise;
    return this.given === null ? null : read(this);
  }

  private at(name: string, value: unknown): Reader {
    return new Reader(value, this.path === '' ? name : `${this.path}.${name}`, this.errors);
  }
}
