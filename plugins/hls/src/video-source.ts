import { getSignedUrl } from '@aws-sdk/cloudfront-signer';
import { createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { VideoSource, Viewing } from '@cloudclass/plugin-contract';
import { isInside, mapUris } from './playlist.ts';
import { covers, readSignedPolicy, writePolicy } from './policy.ts';

export interface HlsOptions {
  /** Origin of the edge that serves the files, without a trailing slash. */
  readonly baseUrl: string;
  /** CloudFront's id of the public key; any name when the tool is its own edge. */
  readonly keyPairId: string;
  readonly privateKeyPem: string;
  readonly publicKeyPem: string;
}

/**
 * Signs HLS videos with CloudFront's signed URLs. One policy covers a viewing's folder, so a playlist's segments carry the
 * playlist's own signature. The embedded edge checks the same signatures: there is one code path.
 */
export function createHlsVideoSource(options: HlsOptions): VideoSource {
  const publicKey = createPublicKey(options.publicKeyPem);
  const signatureOf = rememberedSignatures(options);
  const signUrl = (viewing: Viewing, path: string): string => {
    assertInside(path);
    const folder = `${options.baseUrl}${viewing.prefix}`;
    return `${folder}${path}?${signatureOf(writePolicy({ resource: `${folder}*`, expiresAt: viewing.expiresAt }))}`;
  };
  return {
    signUrl,
    signPlaylist: (viewing, playlist) => mapUris(playlist, (uri) => signUrl(viewing, uri)),
    verify: (requestUrl, now) => verify(requestUrl, now, { ...options, publicKey }),
  };
}

/** As many folders as are opened in a second. */
const REMEMBERED = 100;

/**
 * Signs a policy once: every file of a folder, and everybody who opens it in the same second, has the same policy. An RSA signature
 * takes longer than all else that a page asks for.
 * @returns the query that CloudFront checks
 */
function rememberedSignatures({ baseUrl, keyPairId, privateKeyPem: privateKey }: HlsOptions): (policy: string) => string {
  const remembered = new Map<string, string>();
  return (policy) => {
    const known = remembered.get(policy);
    if (known !== undefined) return known;
    if (remembered.size >= REMEMBERED) remembered.clear();
    const { search } = new URL(getSignedUrl({ url: `${baseUrl}/`, keyPairId, privateKey, policy }));
    remembered.set(policy, search.slice(1));
    return search.slice(1);
  };
}

/** A playlist may name files of its own folder only. */
function assertInside(path: string): void {
  if (!isInside(path)) throw new Error(`"${path}" leads out of the video's folder`);
}

type Verification = ReturnType<VideoSource['verify']>;

function verify(requestUrl: string, now: Date, { baseUrl, keyPairId, publicKey }: HlsOptions & { publicKey: ReturnType<typeof createPublicKey> }): Verification {
  const invalid: Verification = { ok: false, code: 'VIDEO_SIGNATURE_INVALID' };
  if (!URL.canParse(requestUrl)) return invalid;
  const { origin, pathname, searchParams } = new URL(requestUrl);
  const [policyText, signature] = [searchParams.get('Policy'), searchParams.get('Signature')];
  if (policyText === null || signature === null || searchParams.get('Key-Pair-Id') !== keyPairId) return invalid;
  const policy = readSignedPolicy(policyText, signature, publicKey);
  // the edge decodes paths, so an encoded dot or slash could lead out of the folder the policy names
  if (policy === undefined || pathname.includes('%') || !covers(policy.resource, `${origin}${pathname}`) || origin !== new URL(baseUrl).origin) return invalid;
  return policy.expiresAt > now ? { ok: true } : { ok: false, code: 'VIDEO_LINK_EXPIRED' };
}

const generate = promisify(generateKeyPair);

/** Makes a key pair for signing, off the event loop. CloudFront takes RSA-2048. */
export async function generateVideoKeys(): Promise<{ privateKeyPem: string; publicKeyPem: string }> {
  const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048 });
  return {
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}
