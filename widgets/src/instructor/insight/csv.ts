/** One cell of a file; null is an empty one. */
export type CsvCell = string | number | null;

/**
 * A spreadsheet takes text that begins so for a formula, in a Korean or Japanese one also where the sign is of full width; learners' values must
 * not become one (https://owasp.org/www-community/attacks/CSV_Injection).
 */
const formula = /^[=+\-@＝＋－＠\t\r\n]/;

/** Comma-separated values (RFC 4180), with a byte order mark so that spreadsheets read Korean as it is. */
export function toCsv(rows: readonly (readonly CsvCell[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(field).join(',')).join('\r\n')}\r\n`;
}

function field(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
