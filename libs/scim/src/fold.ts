/** The one rule of comparing without case: of filters, and of what must be unique. */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
