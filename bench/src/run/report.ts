import type { Bench, Figure, Outcome, Ratio } from './bench.ts';

/** The one object that `--json` prints. */
export function jsonOf(bench: Bench, { figures, ratios }: Outcome): string {
  const values = (all: readonly { name: string; value: number }[]) => Object.fromEntries(all.map(({ name, value }) => [name, rounded(value)]));
  return JSON.stringify({ name: bench.name, figures: values(figures), ratios: values(ratios) });
}

/** The same for a person. */
export function tableOf(bench: Bench, { figures, ratios }: Outcome): string {
  const plain = figures.filter(({ column }) => column === undefined).map(({ label, value, unit }): Line => [label, number(value), unit]);
  const compared = ratios.map((ratio): Line => [ratio.label, number(ratio.value), verdictOf(ratio)]);
  return [`${bench.name}: ${bench.about}`, ...[grid(figures), plain, compared].flatMap((lines) => (lines.length === 0 ? [] : ['', ...aligned(lines)]))].join('\n');
}

type Line = readonly string[];

/** Figures that have a column: a line for each label. */
function grid(figures: readonly Figure[]): Line[] {
  const cells = figures.flatMap((figure) => (figure.column === undefined ? [] : [{ ...figure, column: figure.unit === '' ? figure.column : `${figure.column}, ${figure.unit}` }]));
  const columns = [...new Set(cells.map(({ column }) => column))];
  const labels = [...new Set(cells.map(({ label }) => label))];
  if (labels.length === 0) return [];
  const cell = (label: string, column: string): string => {
    const found = cells.find((figure) => figure.label === label && figure.column === column);
    return found === undefined ? '' : number(found.value);
  };
  return [['', ...columns], ...labels.map((label) => [label, ...columns.map((column) => cell(label, column))])];
}

function verdictOf({ target, value }: Ratio): string {
  if (target === undefined) return '';
  const met = target.at === 'least' ? value >= target.value : value <= target.value;
  return `target: at ${target.at} ${target.value} ${met ? '(met)' : '(missed)'}`;
}

/** The first column to the left, numbers to the right, words after them as they are. */
function aligned(lines: readonly Line[]): string[] {
  const widths = Array.from({ length: Math.max(...lines.map((line) => line.length)) }, (_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const padded = (cell: string, column: number): string => (column === 0 || /^(?:target|[a-z%/])/i.test(cell) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0));
  return lines.map((line) => `  ${line.map(padded).join('  ')}`.trimEnd());
}

/** Four digits say all that a benchmark knows. */
function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(4));
}

function number(value: number): string {
  return rounded(value).toLocaleString('en-US', { maximumFractionDigits: 3 });
}
