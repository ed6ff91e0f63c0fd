/** The last entry of a page: the next page begins behind it. Two entries of the same millisecond differ in id. */
export interface Position {
  occurredAt: Date;
  id: string;
}

const SHAPE = /^(\d{1,15})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** An opaque text that fits a query parameter without escaping. */
export function encodeCursor(position: Position): string {
  return Buffer.from(`${position.occurredAt.getTime()}.${position.id}`).toString('base64url');
}

/** Undefined for a text that {@link encodeCursor} didn't make. */
export function decodeCursor(text: string): Position | undefined {
  const match = SHAPE.exec(Buffer.from(text, 'base64url').toString('latin1'));
  if (match === null) return undefined;
  const occurredAt = new Date(Number(match[1]));
  return Number.isNaN(occurredAt.getTime()) ? undefined : { occurredAt, id: String(match[2]) };
}
