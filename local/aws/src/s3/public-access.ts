import { decide } from '../identity/policy.ts';
import { type PolicyDocument, readPolicy, type Statement } from '../identity/policy-document.ts';
import type { BucketRecord } from '../state/model.ts';
import { publicAccessBlockOf } from './bucket.ts';

/** Conditions that tie a statement to something fixed, so that S3 does not call it public. */
const RESTRICTING = /^aws:(sourcevpc|sourcevpce|principalarn|principalaccount|principalorgid|sourcearn|sourceaccount|userid)$/i;

/** Networks wider than this do not restrict anything. Amazon S3 User Guide, "The meaning of public". */
const WIDEST_IPV4_PREFIX = 8;
const WIDEST_IPV6_PREFIX = 32;

function isNarrow(network: string): boolean {
  const [address = '', bits] = network.split('/');
  return bits === undefined || Number(bits) >= (address.includes(':') ? WIDEST_IPV6_PREFIX : WIDEST_IPV4_PREFIX);
}

function restricts(key: string, values: readonly string[]): boolean {
  return key.toLowerCase() === 'aws:sourceip' ? values.every(isNarrow) : RESTRICTING.test(key);
}

function isPublicStatement(statement: Statement): boolean {
  if (statement.Effect !== 'Allow' || !(statement.Principal?.['AWS'] ?? []).includes('*')) return false;
  const conditions = Object.entries(statement.Condition ?? {}).filter(([operator]) => !operator.includes('Not'));
  return !conditions.some(([, block]) => Object.entries(block).some(([key, values]) => restricts(key, values)));
}

/** True when a bucket policy lets anyone in. Amazon S3 User Guide, "The meaning of public". */
export function isPublicPolicy(policy: PolicyDocument): boolean {
  return policy.Statement.some(isPublicStatement);
}

/**
 * Whether someone without credentials may read an object: its bucket's policy allows, and Block Public Access does not
 * override a public policy.
 *
 * @param sourceIp address of the reader.
 */
export function isReadableByAnyone(bucket: BucketRecord, key: string, sourceIp: string): boolean {
  const policy = bucket.policy === undefined ? null : readPolicy(bucket.policy);
  if (!policy || (publicAccessBlockOf(bucket).RestrictPublicBuckets && isPublicPolicy(policy))) return false;
  const context = new Map([['aws:sourceip', sourceIp], ['aws:securetransport', 'false']]);
  const policies = {
    identity: [], session: [], boundary: null, scps: [], resource: policy, sameAccount: true, resourceMustAllow: true,
  };
  const request = {
    action: 's3:GetObject', resource: `arn:aws:s3:::${bucket.name}/${key}`, context, principal: null,
  };
  return decide(policies, request).effect === 'allow';
}
