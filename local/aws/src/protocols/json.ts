import { AwsError } from '../errors.ts';
import type { Protocol } from './protocol.ts';

function readBody(text: string): object {
  try {
    const body: unknown = JSON.parse(text || '{}');
    if (typeof body === 'object' && body !== null) return body;
  } catch {
    // Answered below, as any body that is no object.
  }
  throw new AwsError('SerializationException', 'The body of the request is not a JSON object.');
}

function write(value: unknown): string {
  return JSON.stringify(value, function replace(this: Record<string, unknown>, key, member: unknown) {
    const original = this[key];
    return original instanceof Date ? original.getTime() / 1000 : member;
  });
}

/**
 * AWS JSON 1.0 and 1.1: the operation in `X-Amz-Target`, members as JSON, times as seconds since the epoch.
 * Smithy specification, "AWS JSON protocols".
 *
 * @param version the media type's version.
 */
export function jsonProtocol(version: '1.0' | '1.1'): Protocol {
  const contentType = `application/x-amz-json-${version}`;
  return {
    readCall: (request) => {
      const target = request.headers['x-amz-target'];
      if (target === undefined) throw new AwsError('UnknownOperationException', 'The request carries no X-Amz-Target header.');
      return { operation: target.slice(target.lastIndexOf('.') + 1), input: readBody(request.body.toString('utf8')) };
    },
    writeOutput: (_service, _call, output, requestId) => ({
      status: 200,
      headers: { 'content-type': contentType, 'x-amzn-requestid': requestId },
      body: write(output),
    }),
    writeError: (_service, error, requestId) => ({
      status: error.status === 403 ? 400 : error.status,
      headers: { 'content-type': contentType, 'x-amzn-requestid': requestId, 'x-amzn-errortype': error.code },
      body: write({ __type: error.code, message: error.message, Message: error.message, ...error.members }),
    }),
  };
}
