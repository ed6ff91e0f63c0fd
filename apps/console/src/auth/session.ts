/** Why a session is over. */
export type EndReason = 'expired' | 'refused' | 'signedOut';

interface Kept {
  bearer: string;
  via: 'token' | 'oidc';
}

const KEY = 'usher.session';

/** Who is signed in, as long as the tab is open: kept where no other tab and no later visit finds it. */
class Session {
  private kept: Kept | undefined = restored();
  private reason: EndReason | undefined;
  private readonly listeners = new Set<() => void>();

  bearer(): string | undefined {
    return this.kept?.bearer;
  }

  via(): Kept['via'] | undefined {
    return this.kept?.via;
  }

  /** Why there is none; undefined when there never was. */
  endedBy(): EndReason | undefined {
    return this.reason;
  }

  begin(bearer: string, via: Kept['via']): void {
    this.kept = { bearer, via };
    this.reason = undefined;
    sessionStorage.setItem(KEY, JSON.stringify(this.kept));
    this.tell();
  }

  /** @param bearer the one that was refused: a newer one stays */
  end(reason: EndReason, bearer: string | undefined = this.kept?.bearer): void {
    if (this.kept === undefined || this.kept.bearer !== bearer) return;
    this.kept = undefined;
    this.reason = reason;
    sessionStorage.removeItem(KEY);
    this.tell();
  }

  /** It never really began: a bearer that was tried. */
  forget(): void {
    this.end('refused');
    this.reason = undefined;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

function restored(): Kept | undefined {
  try {
    const { bearer, via } = JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Partial<Kept>;
    return typeof bearer === 'string' && via !== undefined ? { bearer, via } : undefined;
  } catch {
    return undefined;
  }
}

export const session = new Session();
