import { z } from 'zod';
import { packIdSchema, packVersionSchema, regionSchema, stepIdSchema, type StepId } from './ids.ts';
import { localizedSchema, type Language, type Localized } from './localized.ts';
import type { ValidatorFile } from './validator.ts';

/** One step of the assignment, as `pack.yaml` names it; its validator stands in `validators/`. */
export const stepSchema = z.strictObject({
  id: stepIdSchema,
  title: localizedSchema,
  points: z.number().int().min(0).max(1000),
  /** Revealed one by one, on request. */
  hints: z.array(localizedSchema).default([]),
});
export type Step = z.infer<typeof stepSchema>;

/** `pack.yaml`: what the pack is, without its files. */
export const packManifestSchema = z.strictObject({
  id: packIdSchema,
  version: packVersionSchema,
  title: localizedSchema,
  summary: localizedSchema,
  /** Billing product the lab's running time is rated by. */
  product: z.string().min(1),
  /** How long a learner usually needs and how long the lab may run, in minutes. */
  duration: z.strictObject({ usualMinutes: z.number().int().min(1), limitMinutes: z.number().int().min(1).max(24 * 60) }),
  regions: z.array(regionSchema).min(1),
  /** AWS service prefixes the learner may use, as in IAM actions (`s3`, `ec2`). */
  services: z.array(z.string().regex(/^[a-z0-9-]+$/)).min(1),
  /** Words by which instructors find the pack, in any language. */
  tags: z.array(z.string().trim().min(1).max(40)).max(20).optional(),
  /** What each resource of the template is for, by logical id. */
  resources: z.record(z.string(), localizedSchema).default({}),
  steps: z.array(stepSchema).min(1),
});
export type PackManifest = z.infer<typeof packManifestSchema>;

/** `video/video.yaml`: chapters, captions and the steps that chapters teach. */
export const packVideoSchema = z.strictObject({
  title: localizedSchema,
  durationSeconds: z.number().positive(),
  /** HLS playlist, relative to `video/`. */
  playlist: z.string(),
  poster: z.string().optional(),
  captions: z.record(z.enum(['ko', 'en']), z.string()),
  chapters: z.array(
    z.strictObject({ startSeconds: z.number().min(0), title: localizedSchema, step: stepIdSchema.optional() }),
  ),
});
export type PackVideo = z.infer<typeof packVideoSchema>;

/** `fixtures/*.json`: records of a walk and the verdict status that each named step must end with. */
export const packFixtureSchema = z.strictObject({
  description: z.string().min(1),
  lab: z.strictObject({
    accountId: z.string(),
    region: z.string(),
    startedAt: z.iso.datetime(),
    learnerRoleArns: z.array(z.string()),
    outputs: z.record(z.string(), z.string()),
  }),
  expect: z.record(z.string(), z.enum(['todo', 'seen', 'near-miss', 'forbidden', 'held', 'passed'])),
  records: z.array(z.unknown()),
});
export type PackFixture = z.infer<typeof packFixtureSchema>;

/** A resource of the pack's template, as the learner's picture of it shows. */
export interface PackResource {
  readonly logicalId: string;
  readonly type: string;
  readonly purpose: Localized;
  /** Logical ids this resource refers to. */
  readonly dependsOn: readonly string[];
}

/** The guide of one language: an introduction, and Markdown for each step. */
export interface PackGuide {
  readonly introduction: string;
  readonly steps: Readonly<Record<StepId, string>>;
}

/** A pack that was read and checked. A published version never changes: its digest is compared. */
export interface CoursePack {
  readonly manifest: PackManifest;
  /** CloudFormation template body, as the author wrote it. */
  readonly template: string;
  readonly resources: readonly PackResource[];
  readonly guide: Readonly<Record<Language, PackGuide>>;
  readonly validators: readonly ValidatorFile[];
  /** Sources of `code` validators by path in the pack. */
  readonly code: Readonly<Record<string, string>>;
  readonly video: PackVideo | undefined;
  /** SHA-256, hexadecimal, over every file of the pack in path order. */
  readonly digest: string;
}

/** One thing wrong with a pack, with where to mend it. */
export interface PackFault {
  readonly code: `PACK_${string}`;
  readonly file: string;
  readonly line: number;
  readonly message: string;
}
