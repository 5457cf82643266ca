import { expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { printedSchema } from '../src/graphql/print-schema.ts';

const file = join(import.meta.dirname, '../schema.graphql');

test('schema.graphql is what the server builds (UPDATE_SCHEMA=1 writes it anew)', () => {
  if (process.env.UPDATE_SCHEMA === '1') writeFileSync(file, printedSchema());
  expect(readFileSync(file, 'utf8')).toBe(printedSchema());
});
