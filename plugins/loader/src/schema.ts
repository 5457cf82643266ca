import type { z } from 'zod';
import type { DocumentPath, SourceDocument } from './document.ts';
import type { PackFaultCode } from './fault-codes.ts';
import type { Faults } from './faults.ts';

/**
 * Checks a document against a schema of the contract; every issue becomes a fault at its line.
 * @returns the parsed value, or undefined when it does not fit.
 */
export function parseWith<S extends z.ZodType>(schema: S, source: SourceDocument, faults: Faults, code: PackFaultCode = 'PACK_SCHEMA'): z.output<S> | undefined {
  const parsed = schema.safeParse(source.content);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues.flatMap((issue) => plainIssues(issue, []))) {
    faults.add(code, source.file, source.lineOf(path), path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`);
  }
  return undefined;
}

interface PlainIssue {
  readonly path: DocumentPath;
  readonly message: string;
}

/**
 * Resolves what a union says: the options are objects told apart by their one key, so the issues of the option whose key is
 * there are what the author needs to see, not those of all the others.
 */
function plainIssues(issue: z.core.$ZodIssue, above: DocumentPath): readonly PlainIssue[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: [...path, key], message: 'unknown field' }));
  if (issue.code !== 'invalid_union') return [{ path, message: issue.message }];
  const meant = issue.errors.find((issues) => !issues.some(isOtherOption));
  if (meant !== undefined) return meant.flatMap((inner) => plainIssues(inner, path));
  const keys = new Set(issue.errors.flatMap((issues) => issues.flatMap((each) => (each.path.length === 1 ? [String(each.path[0])] : []))));
  return [{ path, message: keys.size === 0 ? issue.message : `must have exactly one of these keys: ${[...keys].join(', ')}` }];
}

/** An issue with the object as a whole: a key it may not have, or no object at all. */
function isOtherOption(issue: z.core.$ZodIssue): boolean {
  return issue.path.length === 0;
}
