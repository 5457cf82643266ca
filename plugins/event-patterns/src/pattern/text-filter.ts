import { FilterError } from './fault.ts';
import { isObject, type Scalar } from './scalar.ts';

/** Whether a leaf of a record is what a filter asks for. */
export type Test = (value: Scalar) => boolean;

const onText = (test: (text: string) => boolean): Test => (value) => typeof value === 'string' && test(value);

function textOf(argument: unknown, filter: string): string {
  if (typeof argument !== 'string') throw new FilterError(`${filter} takes a string`);
  return argument;
}

/** `{"equals-ignore-case": "x"}` */
export function equalsIgnoreCase(argument: unknown): Test {
  const wanted = textOf(argument, 'equals-ignore-case').toLowerCase();
  return onText((text) => text.toLowerCase() === wanted);
}

/** Reads the argument of `prefix` and `suffix`: a string, or `{"equals-ignore-case": string}`. */
function affixOf(argument: unknown, filter: string): { readonly affix: string; readonly fold: (text: string) => string } {
  if (!isObject(argument)) return { affix: textOf(argument, filter), fold: (text) => text };
  const [key, ...more] = Object.keys(argument);
  if (key !== 'equals-ignore-case' || more.length > 0) throw new FilterError(`${filter} takes a string or {"equals-ignore-case": string}`);
  return { affix: textOf(argument[key], `${filter} with equals-ignore-case`).toLowerCase(), fold: (text) => text.toLowerCase() };
}

/** `{"prefix": "x"}`, `{"prefix": {"equals-ignore-case": "x"}}` */
export function prefix(argument: unknown): Test {
  const { affix, fold } = affixOf(argument, 'prefix');
  return onText((text) => fold(text).startsWith(affix));
}

/** `{"suffix": "x"}`, `{"suffix": {"equals-ignore-case": "x"}}` */
export function suffix(argument: unknown): Test {
  const { affix, fold } = affixOf(argument, 'suffix');
  return onText((text) => fold(text).endsWith(affix));
}

/**
 * `{"wildcard": "a*b"}`: `*` stands for any run of characters, `\*` and `\\` for themselves.
 * Compiled to the literal runs between the stars, so that matching is a scan without backtracking.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function wildcard(argument: unknown): Test {
  const runs = literalRuns(textOf(argument, 'wildcard'));
  return onText((text) => matchesRuns(runs, text));
}

function literalRuns(glob: string): readonly string[] {
  const runs: string[] = [];
  let run = '';
  for (let i = 0; i < glob.length; i += 1) {
    const char = glob[i];
    if (char === '\\') {
      const escaped = glob[(i += 1)];
      if (escaped !== '*' && escaped !== '\\') throw new FilterError('wildcard: a backslash may only stand before * or another backslash');
      run += escaped;
    } else if (char === '*') {
      if (glob[i + 1] === '*') throw new FilterError('wildcard: two stars must not stand together');
      runs.push(run);
      run = '';
    } else {
      run += char;
    }
  }
  return [...runs, run];
}

function matchesRuns(runs: readonly string[], text: string): boolean {
  const first = runs[0] ?? '';
  if (runs.length === 1) return text === first;
  const last = runs.at(-1) ?? '';
  const end = text.length - last.length;
  if (!text.startsWith(first) || !text.endsWith(last) || end < first.length) return false;
  let from = first.length;
  for (const run of runs.slice(1, -1)) {
    const found = text.indexOf(run, from);
    if (found < 0 || found + run.length > end) return false;
    from = found + run.length;
  }
  return true;
}
