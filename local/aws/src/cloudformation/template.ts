import { isAlias, isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { z } from 'zod';
import { AwsError } from '../errors.ts';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const parameter = z.object({
  Type: z.string(),
  Default: text.optional(),
  AllowedValues: z.array(text).optional(),
  AllowedPattern: z.string().optional(),
  ConstraintDescription: z.string().optional(),
  Description: z.string().optional(),
  MinLength: z.coerce.number().optional(),
  MaxLength: z.coerce.number().optional(),
  MinValue: z.coerce.number().optional(),
  MaxValue: z.coerce.number().optional(),
  NoEcho: z.union([z.boolean(), z.stringbool()]).optional(),
});

const resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DependsOn: z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]),
  Condition: z.string().optional(),
  DeletionPolicy: z.enum(['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot']).default('Delete'),
});

const output = z.object({
  Value: z.unknown(),
  Description: z.string().optional(),
  Condition: z.string().optional(),
});

const template = z.object({
  AWSTemplateFormatVersion: z.literal('2010-09-09').optional(),
  Description: z.string().default(''),
  Parameters: z.record(z.string(), parameter).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), resource).refine((all) => Object.keys(all).length > 0, 'At least one Resources member must be defined.'),
  Outputs: z.record(z.string(), output).default({}),
});

export type Template = z.output<typeof template>;
export type TemplateParameter = z.output<typeof parameter>;
export type TemplateResource = z.output<typeof resource>;

/** A fault of a template or of its parameters, as CloudFormation answers it. */
export function templateError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

/** Short forms `!Ref` and `!Condition` stand for members of that name, all others for `Fn::` functions. */
function longForm(tag: string, value: unknown): unknown {
  const name = tag.slice(1);
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  return { [`Fn::${name}`]: value };
}

function isShortForm(tag: string | undefined): tag is string {
  return tag !== undefined && tag.startsWith('!') && !tag.startsWith('!!');
}

function plain(node: Node | null | unknown): unknown {
  const value = untagged(node);
  const tag = typeof node === 'object' && node !== null && 'tag' in node && typeof node.tag === 'string' ? node.tag : undefined;
  return isShortForm(tag) ? longForm(tag, value) : value;
}

function untagged(node: unknown): unknown {
  if (isMap(node)) return Object.fromEntries(node.items.map(({ key, value }) => [String(untagged(key)), plain(value)]));
  if (isSeq(node)) return node.items.map(plain);
  if (isAlias(node)) throw templateError('Template format error: YAML aliases are not allowed in CloudFormation templates');
  return isScalar(node) ? node.value : undefined;
}

/** Reads a template written in YAML, with the short forms of its functions, or in JSON. Throws ValidationError. */
export function parseTemplate(body: string): Template {
  const document = parseDocument(body, { schema: 'core', logLevel: 'silent' });
  const [fault] = document.errors;
  if (fault) throw templateError(`Template format error: YAML not well-formed. (${fault.message.split('\n')[0]})`);
  const result = template.safeParse(plain(document.contents));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw templateError(`Template format error: [/${issue?.path.join('/') ?? ''}] ${issue?.message ?? ''}`);
}
