import type { Cloud } from '../dispatch/cloud.ts';
import type { Dispatcher } from '../dispatch/invoke.ts';
import { service } from '../dispatch/service.ts';
import { asAwsError, AwsError, notImplemented } from '../errors.ts';
import { authenticate } from '../identity/authenticate.ts';
import { readSignature } from '../identity/signature.ts';
import { uuid } from '../ids.ts';
import { protocolOf } from '../protocols/choose.ts';
import type { WireRequest, WireResponse } from './wire.ts';

/** What a caller is told whose service this endpoint lacks: in XML for a form, in JSON for all else. */
function unknownService(request: WireRequest, id: string): WireResponse {
  const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  const absent = service({ id, protocol: isForm ? 'query' : 'json1.1', operations: [] });
  const wanted = new URLSearchParams(isForm ? request.body.toString('utf8') : '').get('Action')
    ?? request.headers['x-amz-target']
    ?? `${request.method} ${request.path}`;
  return protocolOf(absent.protocol).writeError(absent, notImplemented(id, wanted), uuid(), request);
}

/** Answers a signed request: who calls, what for, then the dispatcher, then the answer in the protocol of the service. */
export async function answerApi(cloud: Cloud, dispatcher: Dispatcher, request: WireRequest): Promise<WireResponse> {
  const signature = readSignature(request);
  const found = dispatcher.service(signature?.service ?? 's3');
  if (!found) return unknownService(request, signature?.service ?? '');
  const protocol = protocolOf(found.protocol);
  const requestId = uuid();
  try {
    if (!signature) throw new AwsError('IncompleteSignature', 'The Authorization header cannot be read.', 403);
    const caller = authenticate(cloud.state, request, signature, { protocol: found.protocol, now: cloud.clock.now() });
    const call = protocol.readCall(request, found);
    const origin = {
      sourceIp: request.remoteAddress,
      userAgent: request.headers['user-agent'] ?? '',
      host: request.headers['host'] ?? '',
    };
    const output = await cloud.invoke({ ...call, service: found.id, caller, region: signature.region, origin, requestId });
    return protocol.writeOutput(found, call, output, requestId);
  } catch (thrown) {
    return protocol.writeError(found, asAwsError(thrown), requestId, request);
  }
}
