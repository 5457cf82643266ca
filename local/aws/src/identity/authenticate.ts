import { AwsError } from '../errors.ts';
import type { ProtocolName } from '../dispatch/service.ts';
import type { WireRequest } from '../server/wire.ts';
import type { Credential, Principal } from '../state/credentials.ts';
import type { CloudState } from '../state/model.ts';
import { principalOf } from './principal.ts';
import { type Signature, verifySignature } from './signature.ts';

type Trouble = 'unknownKey' | 'badToken' | 'expired' | 'mismatch';

/** The code of each trouble in S3, in the query protocols and in the JSON protocols. */
const CODES: Readonly<Record<Trouble, readonly [s3: string, query: string, json: string]>> = {
  unknownKey: ['InvalidAccessKeyId', 'InvalidClientTokenId', 'UnrecognizedClientException'],
  badToken: ['InvalidToken', 'InvalidClientTokenId', 'UnrecognizedClientException'],
  expired: ['ExpiredToken', 'ExpiredToken', 'ExpiredTokenException'],
  mismatch: ['SignatureDoesNotMatch', 'SignatureDoesNotMatch', 'InvalidSignatureException'],
};

const MESSAGES: Readonly<Record<Trouble, string>> = {
  unknownKey: 'The security token included in the request is invalid.',
  badToken: 'The security token included in the request is invalid.',
  expired: 'The security token included in the request is expired',
  mismatch: 'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
};

/** Clock difference AWS tolerates between the signer and itself. */
const SKEW_MS = 15 * 60_000;

function fail(trouble: Trouble, protocol: ProtocolName): AwsError {
  const [s3, query, json] = CODES[trouble];
  if (protocol === 'rest-xml') return new AwsError(s3, MESSAGES[trouble], 403);
  if (protocol === 'query' || protocol === 'ec2') return new AwsError(query, MESSAGES[trouble], 403);
  return new AwsError(json, MESSAGES[trouble], 400);
}

function signedAt(timestamp: string): number {
  return Date.parse(timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function isStale(signature: Signature, now: Date): boolean {
  const age = now.getTime() - signedAt(signature.timestamp);
  if (signature.expiresIn !== undefined) return age > signature.expiresIn * 1000;
  return !(Math.abs(age) <= SKEW_MS);
}

/** Looks a key pair up and checks that a session's token belongs to it and still lives. */
export function checkCredential(
  state: CloudState,
  accessKeyId: string,
  token: string | undefined,
  now: Date,
): { readonly credential: Credential; readonly principal: Principal } | Trouble {
  const credential = state.credentials.get(accessKeyId);
  if (!credential) return 'unknownKey';
  if (credential.kind === 'session') {
    if (credential.token !== token) return 'badToken';
    if (Date.parse(credential.expiresAt) <= now.getTime()) return 'expired';
  }
  const principal = principalOf(state, credential);
  return principal ? { credential, principal } : 'unknownKey';
}

/**
 * Finds out who signed a request. Throws the error the real service answers with for an unknown key, a token that is
 * wrong or expired, and a signature that does not match or is too old.
 */
export function authenticate(
  state: CloudState,
  request: WireRequest,
  signature: Signature,
  { protocol, now }: { readonly protocol: ProtocolName; readonly now: Date },
): Principal {
  const found = checkCredential(state, signature.accessKeyId, signature.token, now);
  if (typeof found === 'string') throw fail(found, protocol);
  if (isStale(signature, now)) throw fail('expired', protocol);
  if (!verifySignature(request, signature, found.credential.secret)) throw fail('mismatch', protocol);
  return found.principal;
}
