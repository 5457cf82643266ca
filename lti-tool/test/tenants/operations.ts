import { getNamedType, isCompositeType, isObjectType, isUnionType, type GraphQLCompositeType, type GraphQLField, type GraphQLObjectType } from 'graphql';
import { schema } from '../../src/graphql/schema.ts';

export type Kind = 'query' | 'mutation' | 'subscription';

/** Every field that a request can begin with, such as `query viewer`. */
export function allFields(): string[] {
  return kinds.flatMap((kind) => Object.keys(rootOf(kind).getFields()).map((name) => `${kind} ${name}`));
}

const kinds: readonly Kind[] = ['query', 'mutation', 'subscription'];

function rootOf(kind: Kind): GraphQLObjectType {
  const root = { query: schema.getQueryType(), mutation: schema.getMutationType(), subscription: schema.getSubscriptionType() }[kind];
  if (root === undefined || root === null) throw new Error(`the schema has no ${kind}`);
  return root;
}

/** The operation that calls a field with its given arguments and asks for everything it can answer. */
export function operationFor(called: string, given: readonly string[]): string {
  const [kind, name = ''] = called.split(' ') as [Kind, string]; // allFields writes both
  const field: GraphQLField<unknown, unknown> | undefined = rootOf(kind).getFields()[name];
  if (field === undefined) throw new Error(`the schema has no ${called}`);
  const args = field.args.filter((arg) => given.includes(arg.name));
  const declared = args.length === 0 ? '' : `(${args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ')})`;
  const passed = args.length === 0 ? '' : `(${args.map((arg) => `${arg.name}: $${arg.name}`).join(', ')})`;
  const type = getNamedType(field.type);
  return `${kind}${declared} { ${name}${passed}${isCompositeType(type) ? everythingOf(type) : ''} }`;
}

function everythingOf(type: GraphQLCompositeType): string {
  if (isUnionType(type)) return `{ __typename ${type.getTypes().map((member, at) => `... on ${member.name} ${aliased(member, at)}`).join(' ')} }`;
  return isObjectType(type) ? `{ ${Object.values(type.getFields()).map((field) => selectionOf(field)).join(' ')} }` : '{ __typename }';
}

function selectionOf({ name, type }: GraphQLField<unknown, unknown>): string {
  const named = getNamedType(type);
  return isCompositeType(named) ? `${name} ${everythingOf(named)}` : name;
}

/** Members of a union may have fields of one name and different types: each gets a name of its own. */
function aliased(type: GraphQLObjectType, at: number): string {
  return `{ ${Object.values(type.getFields()).map((field) => `m${at}_${field.name}: ${selectionOf(field)}`).join(' ')} }`;
}
