import { z } from 'zod';

const strings = z.union([z.string(), z.array(z.string())]).transform((value) => (Array.isArray(value) ? value : [value]));
const scalar = z.union([z.string(), z.boolean(), z.number()]).transform(String);
const scalars = z.union([scalar, z.array(scalar)]).transform((value) => (Array.isArray(value) ? value : [value]));
const principal = z.union([
  z.literal('*').transform(() => ({ AWS: ['*'] as string[] })),
  z.record(z.string(), strings),
]);

const statement = z.object({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: strings.optional(),
  NotAction: strings.optional(),
  Resource: strings.optional(),
  NotResource: strings.optional(),
  Principal: principal.optional(),
  NotPrincipal: principal.optional(),
  Condition: z.record(z.string(), z.record(z.string(), scalars)).optional(),
});

const document = z.object({
  Version: z.string().optional(),
  Statement: z.union([statement.transform((one) => [one]), z.array(statement)]),
});

/** One statement of a policy with every scalar widened to a list. */
export type Statement = z.output<typeof statement>;
/** A policy as the evaluator reads it. */
export type PolicyDocument = z.output<typeof document>;

const parsed = new Map<string, PolicyDocument>();
const CACHE_LIMIT = 2_000;

/** Reads a policy written as JSON, or null when it is not one. Results are cached by text. */
export function readPolicy(text: string): PolicyDocument | null {
  const known = parsed.get(text);
  if (known) return known;
  const result = document.safeParse(parseJson(text));
  if (!result.success) return null;
  if (parsed.size >= CACHE_LIMIT) parsed.clear();
  parsed.set(text, result.data);
  return result.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Allows everything: what AdministratorAccess and FullAWSAccess say. */
export const ALLOW_ALL_TEXT = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});
