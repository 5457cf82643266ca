import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { type Operation, operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { hexId } from '../ids.ts';
import type { KeyPairRecord } from '../state/ec2.ts';
import { ec2Arn, tagSet, tagsFor, tagSpecifications } from './find.ts';

const named = z.object({ KeyName: z.string().min(1).max(255), TagSpecification: tagSpecifications });
const onKey = (input: { readonly KeyName?: string | undefined }, context: CallContext) => ({ arn: ec2Arn(context, `key-pair/${input.KeyName ?? '*'}`) });

function make(context: CallContext, input: z.output<typeof named>, publicKey: Buffer) {
  const { keyPairs } = context.region.ec2;
  if (keyPairs.has(input.KeyName)) throw new AwsError('InvalidKeyPair.Duplicate', `The keypair already exists: ${input.KeyName}`);
  const fingerprint = createHash('sha1').update(publicKey).digest('hex').replaceAll(/(..)(?=.)/g, '$1:');
  const key: KeyPairRecord = { id: hexId('key-0', 16), name: input.KeyName, fingerprint, tags: tagsFor(input.TagSpecification, 'key-pair') };
  keyPairs.set(key.name, key);
  return describe(key);
}

function describe(key: KeyPairRecord) {
  return { keyPairId: key.id, keyName: key.name, keyFingerprint: key.fingerprint, tagSet: tagSet(key.tags) };
}

const createKeyPair = operation({
  name: 'CreateKeyPair',
  access: 'write',
  input: named,
  target: onKey,
  // nobody signs in to a machine here, so that no real key is needed
  run: (input, context) => ({ ...make(context, input, randomBytes(32)), keyMaterial: '-----BEGIN RSA PRIVATE KEY-----\nlocal\n-----END RSA PRIVATE KEY-----' }),
  trail: { response: () => null },
});

const importKeyPair = operation({
  name: 'ImportKeyPair',
  access: 'write',
  input: named.extend({ PublicKeyMaterial: z.string() }),
  target: onKey,
  run: (input, context) => make(context, input, Buffer.from(input.PublicKeyMaterial, 'base64')),
});

/** One that is not there is no error, as in AWS. */
const deleteKeyPair = operation({
  name: 'DeleteKeyPair',
  access: 'write',
  input: z.object({ KeyName: z.string().optional() }),
  target: onKey,
  run: (input, context) => {
    context.region.ec2.keyPairs.delete(input.KeyName ?? '');
    return { return: true };
  },
});

const describeKeyPairs = operation({
  name: 'DescribeKeyPairs',
  access: 'read',
  input: z.object({}),
  run: (_input, context) => ({ keySet: [...context.region.ec2.keyPairs.values()].map(describe) }),
});

/** Key pairs. */
export const keyPairOperations: readonly Operation[] = [createKeyPair, importKeyPair, deleteKeyPair, describeKeyPairs];
