/** Milliseconds for which a refusal is held back. */
const PATIENCE = 60_000;
const SHORTEST = 100;
const LONGEST = 5_000;

/**
 * Users whose login or e-mail address still belongs to another provisioned user in the site. That user's own change,
 * which gives it up, may be on its way: different users go in parallel. So the refusal counts only when it has held
 * for a minute.
 */
export class Contenders {
  private readonly since = new Map<string, number>();

  constructor(private readonly patience = PATIENCE) {}

  /** Milliseconds until this user is tried again; undefined when it has waited long enough. */
  wait(scimId: string, now = Date.now()): number | undefined {
    const since = this.since.get(scimId) ?? now;
    this.since.set(scimId, since);
    const waited = now - since;
    if (waited < this.patience) return Math.min(Math.max(waited / 2, SHORTEST), LONGEST);
    this.since.delete(scimId);
    return undefined;
  }

  settled(scimId: string): void {
    this.since.delete(scimId);
  }
}
