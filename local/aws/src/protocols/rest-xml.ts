import { AwsError, notImplemented } from '../errors.ts';
import { type Binding, BINDINGS, HEADER_MEMBERS, type Level, MARKERS, QUERY_MEMBERS } from '../s3/bindings.ts';
import type { WireRequest } from '../server/wire.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import type { Protocol } from './protocol.ts';
import { readXml, writeXml, type XmlTree } from './xml.ts';

/** What an operation of a REST service answers: status, headers, and either a document or content. */
export interface RestOutput {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly xml?: XmlTree;
  readonly body?: Buffer;
}

const METADATA_PREFIX = 'x-amz-meta-';

function readPath(path: string): { readonly Bucket?: string; readonly Key?: string } {
  const [, bucket = '', ...rest] = path.split('/');
  const key = decodeURIComponent(rest.join('/'));
  return { ...(bucket === '' ? {} : { Bucket: decodeURIComponent(bucket) }), ...(key === '' ? {} : { Key: key }) };
}

function levelOf(place: { readonly Bucket?: string; readonly Key?: string }): Level {
  if (place.Key !== undefined) return 'object';
  return place.Bucket === undefined ? 'service' : 'bucket';
}

function bindingOf(request: WireRequest, level: Level): Binding {
  const marker = [...request.query.keys()].find((name) => MARKERS.has(name));
  const found = BINDINGS.find((one) =>
    one.method === request.method && one.level === level && one.marker === marker
    && (one.header === undefined || request.headers[one.header] !== undefined));
  if (!found) throw notImplemented('s3', `${request.method} ${level}${marker === undefined ? '' : `?${marker}`}`);
  return found;
}

function contentOf(request: WireRequest): Buffer {
  const streamed = (request.headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
  return streamed ? decodeAwsChunked(request.body) : request.body;
}

function documentOf(request: WireRequest): object {
  const body = contentOf(request);
  if (body.length === 0) return {};
  try {
    return readXml(body.toString('utf8'));
  } catch {
    throw new AwsError('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema');
  }
}

function bodyMembers(binding: Binding, request: WireRequest): object {
  if (!binding.content) return documentOf(request);
  return binding.operation === 'PutBucketPolicy' ? { Policy: contentOf(request).toString('utf8') } : { Body: contentOf(request) };
}

function named(values: Iterable<readonly [string, string]>, names: ReadonlyMap<string, string>): object {
  return Object.fromEntries([...values].flatMap(([name, value]) => {
    const member = names.get(name);
    return member === undefined ? [] : [[member, value]];
  }));
}

function metadataOf(request: WireRequest): Record<string, string> {
  const own = Object.entries(request.headers).filter(([name]) => name.startsWith(METADATA_PREFIX));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(METADATA_PREFIX.length), value]));
}

/** Safe: every operation of a REST service is declared with RestOutput as its output. */
function asRest(output: object): RestOutput {
  return output as RestOutput;
}

/** The REST-XML protocol of S3, path style. */
export const restXmlProtocol: Protocol = {
  readCall: (request) => {
    const place = readPath(request.path);
    const binding = bindingOf(request, levelOf(place));
    const input = {
      ...named(request.query, QUERY_MEMBERS),
      ...named(Object.entries(request.headers), HEADER_MEMBERS),
      ...(binding.operation === 'PutObject' ? { Metadata: metadataOf(request) } : {}),
      ...bodyMembers(binding, request),
      ...place,
    };
    return { operation: binding.operation, input };
  },
  writeOutput: (_service, _call, output, requestId) => {
    const { status = 200, headers = {}, xml, body } = asRest(output);
    const type = xml ? { 'content-type': 'application/xml' } : {};
    return { status, headers: { 'x-amz-request-id': requestId, ...type, ...headers }, body: xml ? writeXml(xml) : (body ?? '') };
  },
  writeError: (_service, error, requestId, request) => ({
    status: error.status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
    body: request.method === 'HEAD' ? '' : writeXml({
      Error: { Code: error.code, Message: error.message, ...error.members, Resource: request.path, RequestId: requestId },
    }),
  }),
};
