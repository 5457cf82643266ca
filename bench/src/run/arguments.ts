import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';

/** The command cannot be carried out as it was typed; the message is one clear sentence. */
export class UsageError extends Error {}

export interface Command {
  readonly bench: Bench;
  readonly flags: Readonly<Record<string, number>>;
  readonly json: boolean;
}

/**
 * Reads `NAME [--json] [--smoke] [--flag N …]`.
 * @throws UsageError naming what is known
 */
export function commandOf(args: readonly string[], benches: readonly Bench[]): Command {
  const bench = benchNamed(args.find((arg) => !arg.startsWith('-')), benches);
  const names = Object.keys(bench.flags);
  const { values } = parsed(args, bench, names);
  const flags = names.map((name): [string, number] => [name, numberOf(name, values[name]) ?? usual(bench, name, values['smoke'] === true)]);
  return { bench, flags: Object.fromEntries(flags), json: values['json'] === true };
}

function benchNamed(name: string | undefined, benches: readonly Bench[]): Bench {
  const known = benches.map((bench) => bench.name).join(', ');
  const found = benches.find((bench) => bench.name === name);
  if (found !== undefined) return found;
  throw new UsageError(name === undefined ? `Name a benchmark: ${known}.` : `There is no benchmark "${name}": the known ones are ${known}.`);
}

function parsed(args: readonly string[], bench: Bench, names: readonly string[]): { values: Record<string, string | boolean | undefined> } {
  const numbers = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { json: { type: 'boolean' }, smoke: { type: 'boolean' }, ...numbers } });
  } catch {
    throw new UsageError(`"${bench.name}" takes --json, --smoke${names.map((name) => `, --${name} N`).join('')}.`);
  }
}

function numberOf(name: string, text: string | boolean | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new UsageError(`--${name} takes a whole number above 0, not "${String(text)}".`);
}

function usual(bench: Bench, name: string, smoke: boolean): number {
  const flag = bench.flags[name];
  if (flag === undefined) throw new UsageError(`"${bench.name}" has no flag --${name}.`);
  return smoke ? flag.smoke : flag.usual;
}
