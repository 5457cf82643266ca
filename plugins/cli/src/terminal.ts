/** What the commands need of the program they are mounted in. */
export interface Terminal {
  /** Prints a line of the answer. */
  out(line: string): void;
  /** Asks for a non-zero exit once everything is printed: 1 when a pack is at fault. */
  setExitCode(code: number): void;
}

/** What somebody else wrote, as one line of the answer: no line of its own, nothing that a terminal obeys. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** Rows as lines with aligned columns; the last column is not padded. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows.reduce<readonly number[]>((known, row) => row.map((cell, column) => Math.max(known[column] ?? 0, cell.length)), []);
  return rows.map((row) => row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  '));
}
