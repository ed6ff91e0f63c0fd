/** When a change of a user is answered: once it is stored, or once the sites have it too. */
export const ANSWER_MODES = ['accepted', 'applied'] as const;

export interface Answer {
  mode: (typeof ANSWER_MODES)[number];
  /** How long `applied` waits for the sites. */
  timeoutSeconds: number;
}

/** Identity providers and the proxies before Usher give a request up after half a minute. */
export const MAX_ANSWER_SECONDS = 25;

export const ACCEPTED: Answer = { mode: 'accepted', timeoutSeconds: 10 };
