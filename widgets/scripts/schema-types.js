import { readFile, writeFile } from 'node:fs/promises';
import { minifyIntrospection, outputIntrospectionFile } from '@gql.tada/internal';
import { buildSchema, introspectionFromSchema, lexicographicSortSchema } from 'graphql';

const contract = new URL('../../lti-tool/schema.graphql', import.meta.url);

/** Where the generated types stand; committed, so that a checkout type-checks without a step before. */
export const target = new URL('../src/api/generated-schema.d.ts', import.meta.url);

/**
 * The types of the API contract in the form gql.tada reads.
 * @returns {Promise<string>} text of a `.d.ts` file
 */
export async function schemaTypes() {
  // Sorted, so that moving a type about in the contract changes nothing here.
  const schema = lexicographicSortSchema(buildSchema(await readFile(contract, 'utf8')));
  const introspection = minifyIntrospection(introspectionFromSchema(schema));
  return outputIntrospectionFile(introspection, { fileType: '.d.ts', shouldPreprocess: true });
}

if (process.argv.includes('--write')) await writeFile(target, await schemaTypes());
