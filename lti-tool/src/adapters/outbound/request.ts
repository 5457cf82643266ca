import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { errorsOf } from '../../errors.ts';
import { guardedLookup, refuseInwardHost, type Lookup } from './addresses.ts';
import { outboundErrors } from './outbound-errors.ts';

const fail = errorsOf(outboundErrors);

interface OutboundRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Other limits than usual, for what is known to be long: bytes of the answer, and milliseconds until it is there. */
  readonly maxBytes?: number;
  readonly timeoutMilliseconds?: number;
}

interface OutboundResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * Sends one request to a host that somebody else named. A redirect is an answer like any other: it is not followed.
 * @throws OUTBOUND_PRIVATE_ADDRESS, OUTBOUND_TIMED_OUT, OUTBOUND_TOO_LARGE, or the connection's own error
 */
export type Outbound = (request: OutboundRequest) => Promise<OutboundResponse>;

export interface OutboundOptions {
  /** Also reach addresses of private networks: the embedded set-up, and an LMS on a campus network. */
  readonly allowPrivateAddresses: boolean;
  /** How names are resolved where private addresses are refused; the system's way unless said otherwise. */
  readonly lookup?: Lookup;
  readonly timeoutMilliseconds?: number;
  readonly maxBytes?: number;
}

const TIMEOUT_MILLISECONDS = 5_000;
const MAX_BYTES = 1_000_000;
/** Canvas refuses requests without one. */
const USER_AGENT = 'Cloudclass';

export function createOutbound(options: OutboundOptions): Outbound {
  const limits = { timeout: options.timeoutMilliseconds ?? TIMEOUT_MILLISECONDS, maxBytes: options.maxBytes ?? MAX_BYTES };
  return async (request) => {
    const url = new URL(request.url);
    if (!options.allowPrivateAddresses) refuseInwardHost(url);
    const own = { timeout: request.timeoutMilliseconds ?? limits.timeout, maxBytes: request.maxBytes ?? limits.maxBytes };
    return send(url, request, { ...own, ...(options.allowPrivateAddresses ? {} : { lookup: options.lookup ?? guardedLookup }) });
  };
}

interface Limits {
  readonly lookup?: Lookup;
  readonly timeout: number;
  readonly maxBytes: number;
}

function send(url: URL, { method = 'GET', headers, body }: OutboundRequest, { timeout, maxBytes, lookup }: Limits): Promise<OutboundResponse> {
  const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const request = open(url, {
      method,
      headers: { 'user-agent': USER_AGENT, ...headers, ...length },
      // one deadline for name, connection and the whole answer
      signal: AbortSignal.timeout(timeout),
      ...(lookup === undefined ? {} : { lookup }),
    });
    const failed = (cause: Error): void => reject(cause.name === 'TimeoutError' || cause.name === 'AbortError' ? fail('OUTBOUND_TIMED_OUT', { detail: url.host, cause }) : cause);
    request.on('error', failed);
    request.on('response', (response) => {
      bodyOf(response, maxBytes).then((text) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }), failed);
    });
    request.end(body);
  });
}

/** The body as text. Leaving the loop ends the connection. */
async function bodyOf(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('a response without encoding is read as bytes');
    bytes += chunk.length;
    if (bytes > maxBytes) throw fail('OUTBOUND_TOO_LARGE', { detail: `more than ${maxBytes} bytes` });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
