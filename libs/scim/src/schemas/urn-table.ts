/** The URNs that a resource type knows, to what they mean. */
export class UrnTable {
  private readonly byName: ReadonlyMap<string, string>;
  /** Longest first: one URN may begin with another. */
  private readonly byLength: readonly (readonly [string, string])[];

  /** @param urns each in lower case, with the URN that it stands for */
  constructor(urns: readonly (readonly [string, string])[]) {
    this.byName = new Map(urns);
    this.byLength = [...urns].sort(([a], [b]) => b.length - a.length);
  }

  /** The canonical URN, whatever the case and version in which the client wrote it. */
  find(text: string): string | undefined {
    return this.byName.get(text.toLowerCase());
  }

  /** Splits `urn:...:User:name.givenName`; the rest is '' for a bare URN. Undefined when no known URN begins it. */
  split(text: string): { urn: string; rest: string } | undefined {
    const lower = text.toLowerCase();
    for (const [key, urn] of this.byLength) {
      if (lower === key) return { urn, rest: '' };
      if (lower.startsWith(key) && lower[key.length] === ':') return { urn, rest: text.slice(key.length + 1) };
    }
    return undefined;
  }
}
