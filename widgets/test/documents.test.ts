import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { buildSchema, concatAST, Kind, NoUnusedFragmentsRule, parse, specifiedRules, validate, type DocumentNode } from 'graphql';
import { schemaTypes, target } from '../scripts/schema-types.js';

const src = new URL('../src/', import.meta.url).pathname;
const contract = new URL('../../lti-tool/schema.graphql', import.meta.url);

/** Every document that a page asks with, and every fragment, from all sources. */
async function documents(): Promise<DocumentNode> {
  const files = (await readdir(src, { recursive: true })).filter((name) => /\.tsx?$/.test(name));
  const sources = await Promise.all(files.map((name) => readFile(join(src, name), 'utf8')));
  const texts = sources.flatMap((source) => [...source.matchAll(/graphql\(\s*`([^`]+)`/g)].map(([, text]) => parse(text ?? '')));
  return concatAST(texts);
}

describe('the API contract', () => {
  test('the generated types are those of the contract: npm run generate -w widgets', async () => {
    // Compared as a whole: the difference of two files of one line per type helps nobody.
    expect((await readFile(target, 'utf8')) === (await schemaTypes())).toBe(true);
  });

  test('every document asks for what the contract has', async () => {
    const schema = buildSchema(await readFile(contract, 'utf8'));
    const all = await documents();
    expect(all.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length).toBeGreaterThan(10);
    expect(validate(schema, all, specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule)).map(String)).toEqual([]);
  });
});
