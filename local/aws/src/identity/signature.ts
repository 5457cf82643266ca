import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { splitOnce, type WireRequest } from '../server/wire.ts';

/** A Signature Version 4 as found in a request, in its header or in its query. */
export interface Signature {
  readonly accessKeyId: string;
  /** Day, Region, service of the credential scope. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ` */
  readonly timestamp: string;
  readonly token: string | undefined;
  /** Seconds a presigned URL lives; absent for a signed header. */
  readonly expiresIn?: number;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const SIGNATURE_PARAM = 'X-Amz-Signature';

interface SignatureParts {
  readonly credential: string | undefined;
  readonly signedHeaders: string | undefined;
  readonly signature: string | undefined;
  readonly timestamp: string | undefined;
  readonly token: string | undefined;
}

function assemble(parts: SignatureParts, expiresIn?: number): Signature | null {
  const [accessKeyId, date, region, service, terminator] = (parts.credential ?? '').split('/');
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request') return null;
  if (!parts.signature || !parts.signedHeaders || !parts.timestamp) return null;
  return {
    accessKeyId, date, region, service,
    signedHeaders: parts.signedHeaders.split(';'),
    signature: parts.signature,
    timestamp: parts.timestamp,
    token: parts.token,
    ...(expiresIn === undefined ? {} : { expiresIn }),
  };
}

function fromHeader(request: WireRequest, header: string): Signature | null {
  const [algorithm, rest = ''] = splitOnce(header, ' ');
  if (algorithm !== ALGORITHM) return null;
  const fields = new Map(rest.split(',').map((field): [string, string | undefined] => {
    const [name, value] = splitOnce(field.trim(), '=');
    return [name, value];
  }));
  return assemble({
    credential: fields.get('Credential'),
    signedHeaders: fields.get('SignedHeaders'),
    signature: fields.get('Signature'),
    timestamp: request.headers['x-amz-date'],
    token: request.headers['x-amz-security-token'],
  });
}

function fromQuery({ query }: WireRequest): Signature | null {
  const parts = {
    credential: query.get('X-Amz-Credential') ?? undefined,
    signedHeaders: query.get('X-Amz-SignedHeaders') ?? undefined,
    signature: query.get(SIGNATURE_PARAM) ?? undefined,
    timestamp: query.get('X-Amz-Date') ?? undefined,
    token: query.get('X-Amz-Security-Token') ?? undefined,
  };
  return assemble(parts, Number(query.get('X-Amz-Expires') ?? 0));
}

/** Finds the signature of a request, or null when it carries none that can be read. */
export function readSignature(request: WireRequest): Signature | null {
  const header = request.headers['authorization'];
  return header === undefined ? fromQuery(request) : fromHeader(request, header);
}

/** True when a request means to be signed, whether or not the signature can be read. */
export function isSigned(request: WireRequest): boolean {
  return request.headers['authorization'] !== undefined || request.query.has(SIGNATURE_PARAM);
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function order(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function canonicalQuery(request: WireRequest): string {
  return [...request.query]
    .filter(([name]) => name !== SIGNATURE_PARAM)
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([name, value], [otherName, otherValue]) => order(name, otherName) || order(value, otherValue))
    .map((pair) => pair.join('='))
    .join('&');
}

/** S3 signs the path as sent; every other service encodes it once more. */
function canonicalPath(request: WireRequest, service: string): string {
  return service === 's3' ? request.path : request.path.split('/').map(encode).join('/');
}

function canonicalRequest(request: WireRequest, signature: Signature): string {
  const headers = signature.signedHeaders.map((name) => `${name}:${(request.headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`);
  const presigned = signature.expiresIn !== undefined;
  const payload = request.headers['x-amz-content-sha256'] ?? (presigned && signature.service === 's3' ? 'UNSIGNED-PAYLOAD' : sha256(request.body));
  return [
    request.method,
    canonicalPath(request, signature.service),
    canonicalQuery(request),
    headers.join(''),
    signature.signedHeaders.join(';'),
    payload,
  ].join('\n');
}

/**
 * Verifies a Signature Version 4 against the secret of its access key.
 * AWS General Reference, "Create a signed AWS API request".
 */
export function verifySignature(request: WireRequest, signature: Signature, secret: string): boolean {
  const scope = `${signature.date}/${signature.region}/${signature.service}/aws4_request`;
  const toSign = [ALGORITHM, signature.timestamp, scope, sha256(canonicalRequest(request, signature))].join('\n');
  const key = [signature.date, signature.region, signature.service, 'aws4_request']
    .reduce<string | Buffer>((previous, part) => hmac(previous, part), `AWS4${secret}`);
  const expected = hmac(key, toSign);
  const given = Buffer.from(signature.signature, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
