import { z } from 'zod';
import { stepIdSchema } from './ids.ts';
import { localizedSchema } from './localized.ts';

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export const jsonSchema: z.ZodType<Json> = z.json();

/**
 * An EventBridge event pattern: an object whose leaves are arrays of allowed values or content filters.
 * Its grammar is checked when the pattern is compiled, so that a fault names the clause.
 * Strings may hold `${lab.region}`, `${lab.accountId}`, `${lab.outputs.X}` and `${steps.S.captured.Y}`.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export const eventPatternSchema = z.record(z.string(), jsonSchema);
export type EventPattern = z.infer<typeof eventPatternSchema>;

/** A dotted path into a record, for instance `requestParameters.bucketName`. */
const recordPathSchema = z.string().regex(/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/, 'must be a dotted path into the record');

/** A clause the author comments on, keyed by the path of the field it tests. */
const clauseHintsSchema = z.record(recordPathSchema, localizedSchema);

const eventValidatorSchema = z.strictObject({
  pattern: eventPatternSchema,
  /** How many different matching records are needed. */
  count: z.number().int().min(1).max(1000).default(1),
  /** ISO 8601 duration counted from the start of the lab in which a matching record must lie. */
  within: z.iso.duration().optional(),
  /** Only records later than the passing of these steps count. */
  after: z.array(stepIdSchema).default([]),
  /** Names given to fields of the matching record, for later steps. */
  capture: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), recordPathSchema).default({}),
  /** The author's own sentence for a clause that differs. */
  hints: clauseHintsSchema.default({}),
  /** Paths whose expected value must not be shown to the learner. */
  secret: z.array(recordPathSchema).default([]),
  /** Makes the step hold only while no later record matches one of these. */
  undoneBy: z.array(eventPatternSchema).default([]),
});

const mustNotValidatorSchema = z.strictObject({
  pattern: eventPatternSchema,
  /** What the learner is told when the forbidden act was seen. */
  hint: localizedSchema,
  /** A later record that matches one of these lifts the prohibition's effect. */
  liftedBy: z.array(eventPatternSchema).default([]),
});

const probeValidatorSchema = z.strictObject({
  service: z.string(),
  operation: z.string(),
  input: z.record(z.string(), jsonSchema).default({}),
  region: z.string().optional(),
  /** A JMESPath expression on the answer that must yield true. */
  assert: z.string().min(1),
  hint: localizedSchema,
});

const codeValidatorSchema = z.strictObject({
  /** Path in the pack of an ES module whose default export takes (records, lab) and returns a verdict. */
  file: z.string().regex(/^validators\/[A-Za-z0-9_-]+\.js$/),
  hint: localizedSchema,
});

/** What makes a step pass. Exactly one of the keys is present. */
export type Validator =
  | { event: z.infer<typeof eventValidatorSchema> }
  | { mustNot: z.infer<typeof mustNotValidatorSchema> }
  | { probe: z.infer<typeof probeValidatorSchema> }
  | { code: z.infer<typeof codeValidatorSchema> }
  | { all: Validator[] }
  | { any: Validator[] }
  | { sequence: Validator[] };

export type EventValidator = z.infer<typeof eventValidatorSchema>;
export type MustNotValidator = z.infer<typeof mustNotValidatorSchema>;
export type ProbeValidator = z.infer<typeof probeValidatorSchema>;
export type CodeValidator = z.infer<typeof codeValidatorSchema>;

export const validatorSchema: z.ZodType<Validator> = z.lazy(() =>
  z.union([
    z.strictObject({ event: eventValidatorSchema }),
    z.strictObject({ mustNot: mustNotValidatorSchema }),
    z.strictObject({ probe: probeValidatorSchema }),
    z.strictObject({ code: codeValidatorSchema }),
    z.strictObject({ all: z.array(validatorSchema).min(1) }),
    z.strictObject({ any: z.array(validatorSchema).min(1) }),
    z.strictObject({ sequence: z.array(validatorSchema).min(1) }),
  ]),
);

/** A file in `validators/`: the step it belongs to and what makes it pass. */
export const validatorFileSchema = z.strictObject({ step: stepIdSchema, validator: validatorSchema });
export type ValidatorFile = z.infer<typeof validatorFileSchema>;
