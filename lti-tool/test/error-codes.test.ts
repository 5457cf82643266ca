import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allErrors, type ErrorCode } from '../src/composition/error-codes.ts';

const source = join(import.meta.dirname, '../src');
const file = join(import.meta.dirname, '../../docs/errors.md');
const FIRST_TABLE = '\n## ';
const ROW = /^\| `([A-Z_]+)` \| .* \| (.*) \|$/gm;

const page = (): string => readFileSync(file, 'utf8');

/** What to do about each code is written by hand, in the last column; the rest of a row comes from the code. */
function remediesOf(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(ROW)].map(([, code = '', remedy = '']) => [code, remedy]));
}

function expectedPage(text: string): string {
  const remedies = remediesOf(text);
  const row = ({ code, status, sentence }: ErrorCode): string => `| \`${code}\` | ${status ?? '–'} | ${sentence} | ${remedies.get(code) ?? ''} |`;
  const tables = allErrors().map(({ title, codes }) => `## ${title}\n| code | status | what the person reads | what to do about it |\n|---|---|---|---|\n${codes.map(row).join('\n')}\n`);
  return `${text.slice(0, text.indexOf(FIRST_TABLE))}\n${tables.join('\n')}`;
}

describe('docs/errors.md', () => {
  test('lists every code with its status and sentence, and nothing else (UPDATE_ERRORS=1 writes it anew)', () => {
    if (process.env.UPDATE_ERRORS === '1') writeFileSync(file, expectedPage(page()));
    expect(page()).toBe(expectedPage(page()));
  });

  test('says for every code what to do about it', () => {
    const remedies = remediesOf(page());
    const silent = allErrors().flatMap(({ codes }) => codes).filter(({ code }) => !remedies.get(code));
    expect(silent).toEqual([]);
  });
});

test('no code stands in two catalogues', () => {
  const codes = allErrors().flatMap((group) => group.codes.map(({ code }) => code));
  expect(codes).toHaveLength(new Set(codes).size);
});

test("every catalogue of the server is in the list", () => {
  const joined = readFileSync(join(source, 'composition/error-codes.ts'), 'utf8');
  const missing = catalogues().filter((path) => !joined.includes(`'../${path}'`));
  expect(missing).toEqual([]);
});

function catalogues(): string[] {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('-errors.ts'));
  return files.filter((path) => readFileSync(join(source, path), 'utf8').includes('satisfies Record<string, ErrorEntry>'));
}
