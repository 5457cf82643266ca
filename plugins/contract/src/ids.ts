import { z } from 'zod';

/** Lower-case words joined by hyphens: the form of every name an author gives. */
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');

/** Names a course pack, for instance `s3-static-site`. */
export const packIdSchema = slug.max(64).brand<'PackId'>();
export type PackId = z.infer<typeof packIdSchema>;

/** A pack's version, Semantic Versioning 2.0.0 without build metadata. */
export const packVersionSchema = z
  .string()
  .regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'must be a semantic version such as 1.0.0')
  .brand<'PackVersion'>();
export type PackVersion = z.infer<typeof packVersionSchema>;

/** Names a step within its pack, for instance `create-bucket`. */
export const stepIdSchema = slug.max(64).brand<'StepId'>();
export type StepId = z.infer<typeof stepIdSchema>;

/** A twelve digit AWS account id. */
export const awsAccountIdSchema = z.string().regex(/^\d{12}$/, 'must be twelve digits').brand<'AwsAccountId'>();
export type AwsAccountId = z.infer<typeof awsAccountIdSchema>;

/** An AWS Region code such as `ap-northeast-2`. */
export const regionSchema = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a Region such as ap-northeast-2').brand<'Region'>();
export type Region = z.infer<typeof regionSchema>;
