/** SQLSTATE classes 22 (data exception) and 23 (integrity constraint): trying again can't help. */
export function isDataFault(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^2[23]...$/.test(code);
}
