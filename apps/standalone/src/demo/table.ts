/** Lines of text in columns, the first row as their head; what is wider than the terminal is cut off. */
export function table(rows: readonly (readonly string[])[], width = process.stdout.columns ?? Infinity): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((size) => '-'.repeat(size)).join('  '));
  return lines.map((line) => fit(`  ${line}`, width)).join('\n');
}

function fit(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`;
}
