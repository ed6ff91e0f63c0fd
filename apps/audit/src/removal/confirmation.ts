import { createHmac, timingSafeEqual } from 'node:crypto';

/** What is going to be done, as it was shown before. */
export interface Shown {
  /** `clear 1234 entries`: what a person types. */
  words: string;
  /** Everything that the act depends on, with the number of entries. */
  about: unknown;
  /** The last entry of the ledger when it was shown: later ones aren't concerned. */
  position: number;
}

/** `changed`: it isn't what was shown any more. */
export type ConfirmationFault = 'malformed' | 'expired' | 'changed';

const MINUTES = 10;
const SHAPE = /^(.+) ([0-9a-z]+)-([0-9a-z]+)-([0-9a-f]{32})$/;

/**
 * Ties an act that can't be undone to what was shown of it. Nothing is stored: every process that has the same secret
 * understands it.
 */
export class Confirmations {
  private readonly key: Buffer;

  constructor(secret: string) {
    this.key = createHmac('sha256', secret).update('usher.audit.confirmation.v1').digest();
  }

  /** `clear 1234 entries 2s-mf3x1-9f86d081...`, good for ten minutes. */
  make(shown: Shown, now: Date): { confirmation: string; expiresAt: string } {
    const expires = Math.ceil(now.getTime() / 1000) + MINUTES * 60;
    const { words, position } = shown;
    return {
      confirmation: `${words} ${position.toString(36)}-${expires.toString(36)}-${this.mac(shown, expires)}`,
      expiresAt: new Date(expires * 1000).toISOString(),
    };
  }

  /** The position that it was made at. */
  positionOf(confirmation: string): number | undefined {
    const position = SHAPE.exec(confirmation)?.[2];
    const number = position === undefined ? NaN : parseInt(position, 36);
    return Number.isSafeInteger(number) ? number : undefined;
  }

  check(confirmation: string, shown: Shown, now: Date): ConfirmationFault | undefined {
    const [, words, , expiry = '', mac = ''] = SHAPE.exec(confirmation) ?? [];
    const expires = parseInt(expiry, 36);
    if (words === undefined || !Number.isSafeInteger(expires)) return 'malformed';
    if (expires * 1000 < now.getTime()) return 'expired';
    const same = timingSafeEqual(Buffer.from(mac, 'hex'), Buffer.from(this.mac(shown, expires), 'hex'));
    return same && words === shown.words ? undefined : 'changed';
  }

  private mac({ words, about, position }: Shown, expires: number): string {
    const text = JSON.stringify([words, about, position, expires]);
    return createHmac('sha256', this.key).update(text).digest('hex').slice(0, 32);
  }
}

export const FAULTS: Readonly<Record<ConfirmationFault, string>> = {
  malformed: 'confirmation must be the one that the preview answered',
  expired: 'confirmation is older than ten minutes: ask for the preview again',
  changed:
    'confirmation is for something else: other entries fit now, or the request differs; ask for the preview again',
};
