import { decide } from '../identity/policy.ts';
import { type PolicyDocument, readPolicy, type Statement } from '../identity/policy-document.ts';
import type { BucketRecord } from '../state/model.ts';
import { publicAccessBlockOf } from './bucket.ts';

/** Conditions that tie a statement to something fixed, so that S3 does not call it public. */
const RESTRICTING = /^aws:(sourceip|sourcevpc|sourcevpce|principalarn|principalaccount|principalorgid|sourcearn|sourceaccount|userid)$/i;

function isPublicStatement(statement: Statement): boolean {
  if (statement.Effect !== 'Allow' || !(statement.Principal?.['AWS'] ?? []).includes('*')) return false;
  const keys = Object.values(statement.Condition ?? {}).flatMap((block) => Object.keys(block));
  return !keys.some((key) => RESTRICTING.test(key));
}

/** True when a bucket policy lets anyone in. Amazon S3 User Guide, "The meaning of public". */
export function isPublicPolicy(policy: PolicyDocument): boolean {
  return policy.Statement.some(isPublicStatement);
}

/** Whether someone without credentials may read an object: its bucket's policy allows, and no switch overrides it. */
export function isPubliclyReadable(bucket: BucketRecord, key: string): boolean {
  const policy = bucket.policy === undefined ? null : readPolicy(bucket.policy);
  if (!policy || publicAccessBlockOf(bucket).RestrictPublicBuckets) return false;
  const policies = {
    identity: [], session: [], boundary: null, scps: [], resource: policy, sameAccount: true, resourceMustAllow: true,
  };
  const request = {
    action: 's3:GetObject', resource: `arn:aws:s3:::${bucket.name}/${key}`, context: new Map<string, string>(), principal: null,
  };
  return decide(policies, request).effect === 'allow';
}
