/** Why a text of the settings can't be used. */
export interface Fault {
  message: string;
  /** 0-based, in the text. */
  position?: number;
}

/** A text compiled, or why it can't be. */
export type Compiled<T> = { ok: true; value: T } | ({ ok: false } & Fault);

export const compiled = <T>(value: T): Compiled<T> => ({ ok: true, value });

export const faulty = (message: string, position?: number): { ok: false } & Fault => ({
  ...{ ok: false, message },
  ...(position === undefined ? {} : { position }),
});
