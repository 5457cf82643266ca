import SchemaBuilder from '@pothos/core';
import { z } from 'zod';
import type { Context } from './context.ts';

export interface Types {
  Context: Context;
  Scalars: {
    DateTime: { Input: Date; Output: Date };
    ID: { Input: string; Output: string };
  };
  DefaultFieldNullability: false;
}

/** The one schema builder; each file of this folder adds one actor's part of the API to it. */
export const builder = new SchemaBuilder<Types>({ defaultFieldNullability: false });

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

builder.scalarType('DateTime', {
  description: 'An instant, ISO 8601 in UTC.',
  serialize: (value) => value.toISOString(),
  parseValue: (value) => instant.parse(value),
});

builder.queryType({});
builder.mutationType({});
builder.subscriptionType({});
