import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { ko as shared } from '../src/messages/ko.ts';
import { en } from '../src/operator/words/en.ts';

const src = new URL('../src/', import.meta.url);

type Leaf = string | ((...parts: unknown[]) => string);
interface Words {
  readonly [key: string]: Leaf | Words;
}

/** Every dictionary: the shared one and the `words` folder of each actor. */
async function dictionaries(): Promise<readonly string[]> {
  const actors = await readdir(src, { withFileTypes: true });
  const folders = await Promise.all(
    actors.filter((entry) => entry.isDirectory()).map(async ({ name }) => ((await readdir(new URL(`${name}/`, src))).includes('words') ? [`${name}/words`] : [])),
  );
  return ['messages', ...folders.flat()];
}

async function read(folder: string): Promise<{ readonly ko: Words; readonly en: Words }> {
  const [korean, english] = await Promise.all(['ko', 'en'].map((language) => import(new URL(`${folder}/${language}.ts`, src).pathname)));
  return { ko: korean.ko, en: english.en };
}

test('every rule of the ledger whose violation is an alarm has words', async () => {
  const ledger = await readFile(new URL('../../billing/src/reconciliation/invariants.ts', import.meta.url), 'utf8');
  const rules = [...ledger.matchAll(/^ {2}(?:'([^']+)'|"([^"]+)"): `/gm)].map(([, one, other]) => one ?? other);
  expect(rules.length).toBeGreaterThan(10);
  expect(Object.keys(en.alarms.invariants)).toEqual(rules);
});

/** Parts of docs/errors.md whose codes are answered to pages; of the other parts, those codes alone. */
const metOnPages = ['Any page', 'Live pages', 'Labs and accounts', 'AWS', 'Choosing a lab', 'Help', 'Video', 'Credit, prices and invoices', 'Calls to other systems'];
const metOnPagesToo = ['LAUNCH_NOT_CHOOSING', 'PLATFORM_MISSING', 'INSTITUTION_SIMILAR', 'INVITE_INPUT', 'INVITE_MISSING', 'INVITE_CLOSED', 'GRADE_NOTHING_TO_SEND'];
/** Answered to the payment provider. */
const ofWebhooks = /^WEBHOOK_/;

test('every error that a page can be answered with has a sentence in the reader’s language: the server’s own is English', async () => {
  const parts = (await readFile(new URL('../../docs/errors.md', import.meta.url), 'utf8')).split('\n## ').filter((part) => metOnPages.includes(part.slice(0, part.indexOf('\n'))));
  expect(parts.length).toBe(metOnPages.length);
  const codes = parts.flatMap((part) => [...part.matchAll(/^\| `(\w+)` \| \d/gm)].map(([, code = '']) => code)).filter((code) => !ofWebhooks.test(code));
  expect([...codes, ...metOnPagesToo].filter((code) => !(code in shared.errors))).toEqual([]);
});

/** Each text with its path; a sentence with parameters is said with numbers, which every one of them can print. */
function texts(words: Words, path: readonly string[] = []): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]) => {
      const here = [...path, key];
      if (typeof value === 'string') return [[here.join('.'), value]];
      if (typeof value === 'function') return [[here.join('.'), value(2, 3, 4)]];
      return [...texts(value, here)];
    }),
  );
}

/** Words that are the same in both languages: names, and abbreviations that Korean documents leave as they are. */
const names = new Set(['Cloudclass', 'CLI', 'macOS, Linux', 'Windows PowerShell']);

describe.each(await dictionaries())('the words of %s', (folder) => {
  test('both languages say the same things', async () => {
    const { ko, en } = await read(folder);
    expect([...texts(ko).keys()].sort()).toEqual([...texts(en).keys()].sort());
  });

  test('no text is empty', async () => {
    const { ko, en } = await read(folder);
    expect([...texts(ko), ...texts(en)].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('no particle that follows the last sound of a word stands right behind a word that is filled in', async () => {
    const source = await readFile(new URL(`${folder}/ko.ts`, src), 'utf8');
    expect(source.match(/\}(이|가|은|는|을|를|과|와|로|으로|이며|이나|나)(?=[\s,.`])/g)).toBeNull();
  });

  test('Korean is written in Korean, English in English', async () => {
    const { ko, en } = await read(folder);
    const hangul = /[가-힣]/;
    expect([...texts(ko)].filter(([, text]) => !hangul.test(text) && !names.has(text))).toEqual([]);
    expect([...texts(en)].filter(([, text]) => hangul.test(text))).toEqual([]);
  });
});
