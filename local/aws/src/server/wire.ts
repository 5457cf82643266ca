import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { AwsError } from '../errors.ts';

/** A request of either HTTP version, with its body read. */
export interface WireRequest {
  readonly method: string;
  /** The path as sent, still percent-encoded. */
  readonly path: string;
  /** The query string as sent, without its question mark. */
  readonly rawQuery: string;
  readonly query: URLSearchParams;
  /** Header values by lower-case name. HTTP/2's `:authority`, which clients may sign, is also given as `host`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly remoteAddress: string;
}

/** An answer before it is written to either HTTP version. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

type AnyRequest = IncomingMessage | Http2ServerRequest;
type AnyResponse = ServerResponse | Http2ServerResponse;

/** More than any service here takes in one request (an S3 object of a lab). */
const BODY_LIMIT_BYTES = 64 * 1024 * 1024;

async function readBody(request: AnyRequest): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > BODY_LIMIT_BYTES) throw new AwsError('EntityTooLarge', 'The local AWS endpoint takes bodies of at most 64 MiB.', 413);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function readHeaders(request: AnyRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  const authority = headers[':authority'];
  if (headers['host'] === undefined && authority !== undefined) headers['host'] = authority;
  return headers;
}

/** Reads a whole request. Throws EntityTooLarge beyond 64 MiB. */
export async function readWire(request: AnyRequest): Promise<WireRequest> {
  const [path = '/', rawQuery = ''] = splitOnce(request.url ?? '/', '?');
  return {
    method: request.method ?? 'GET',
    path,
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: readHeaders(request),
    body: await readBody(request),
    remoteAddress: request.socket?.remoteAddress ?? '127.0.0.1',
  };
}

/** Writes an answer; headers and status are the same in both HTTP versions. */
export function writeWire(response: AnyResponse, answer: WireResponse): void {
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  if (answer.status !== 204 && answer.status !== 304 && response.getHeader('content-length') === undefined) {
    response.setHeader('content-length', Buffer.byteLength(answer.body));
  }
  // Safe: both response classes have this signature; TypeScript cannot call a method of their union.
  (response as ServerResponse).end(answer.body);
}

/** Splits text at the first separator; without one the second part is absent. */
export function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
