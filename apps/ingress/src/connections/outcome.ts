/** What came of an operator's act: expected failures are values, with the status that tells of them. */
export type Outcome<T> = { ok: true; value: T } | Refused;

export interface Refused {
  ok: false;
  status: 400 | 404 | 409;
  message: string;
}

export const done = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

export function refuse(status: Refused['status'], message: string): Refused {
  return { ok: false, status, message };
}

export const noConnection = (id: string): Refused => refuse(404, `There is no connection "${id}".`);
export const noToken = (id: string): Refused => refuse(404, `There is no token "${id}" of this connection.`);
