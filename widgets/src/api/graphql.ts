import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './generated-schema.d.ts';

/**
 * Writes a GraphQL document with the types of its variables and its answer. Documents stand beside the component that
 * asks. `npm run generate -w widgets` renews the types after the contract changed; a test checks every document.
 */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { DateTime: string };
  disableMasking: true;
}>();

export type { ResultOf, VariablesOf } from 'gql.tada';
