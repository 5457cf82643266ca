import { createVerify, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** CloudFront's base64 for URLs swaps the three characters that mean something there. */
const fromUrlSafe = (text: string): Buffer => Buffer.from(text.replaceAll('-', '+').replaceAll('_', '=').replaceAll('~', '/'), 'base64');

const policySchema = z.strictObject({
  Statement: z.tuple([
    z.strictObject({
      Resource: z.string(),
      Condition: z.strictObject({ DateLessThan: z.strictObject({ 'AWS:EpochTime': z.number().int() }) }),
    }),
  ]),
});

/** What a signed policy allows: one resource, in which `*` stands for anything, until a time. */
export interface Policy {
  readonly resource: string;
  readonly expiresAt: Date;
}

/**
 * Writes a CloudFront custom policy.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-creating-signed-url-custom-policy.html
 */
export function writePolicy({ resource, expiresAt }: Policy): string {
  const epochSeconds = Math.floor(expiresAt.getTime() / 1000);
  return JSON.stringify({ Statement: [{ Resource: resource, Condition: { DateLessThan: { 'AWS:EpochTime': epochSeconds } } }] });
}

/**
 * Reads a policy when its signature is the key's; anything else is undefined, never an exception.
 * CloudFront signs with RSA and SHA-1; the format is its, not ours.
 */
export function readSignedPolicy(policy: string, signature: string, publicKey: KeyObject): Policy | undefined {
  const text = fromUrlSafe(policy);
  if (!createVerify('RSA-SHA1').update(text).verify(publicKey, fromUrlSafe(signature))) return undefined;
  const parsed = policySchema.safeParse(parseJson(text.toString('utf8')));
  if (!parsed.success) return undefined;
  const [statement] = parsed.data.Statement;
  return { resource: statement.Resource, expiresAt: new Date(statement.Condition.DateLessThan['AWS:EpochTime'] * 1000) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a policy's resource covers a URL. Only a `*` at the end is used here, so nothing else is understood. */
export function covers(resource: string, url: string): boolean {
  return resource.endsWith('*') ? url.startsWith(resource.slice(0, -1)) : url === resource;
}
