import type { Cloud } from '../dispatch/cloud.ts';
import type { Dispatcher } from '../dispatch/invoke.ts';
import { asAwsError, AwsError, notImplemented } from '../errors.ts';
import { authenticate } from '../identity/authenticate.ts';
import { readSignature } from '../identity/signature.ts';
import { uuid } from '../ids.ts';
import { protocolOf } from '../protocols/choose.ts';
import type { WireRequest, WireResponse } from './wire.ts';

/** What a caller is told whose service this endpoint lacks: readable in the JSON and in the XML protocols. */
function unknownService(request: WireRequest, service: string): WireResponse {
  const protocol = protocolOf(request.headers['x-amz-target'] === undefined ? 'query' : 'json1.1');
  const stub = {
    id: service, protocol: 'query' as const, namespace: '', global: false,
    errors: { invalid: '', denied: '', throttled: '' }, operations: new Map(),
  };
  const target = request.headers['x-amz-target'] ?? request.path;
  return protocol.writeError(stub, notImplemented(service, target), uuid(), request);
}

/** Answers a signed request: who calls, what for, then the dispatcher, then the answer in the protocol of the service. */
export async function answerApi(cloud: Cloud, dispatcher: Dispatcher, request: WireRequest): Promise<WireResponse> {
  const signature = readSignature(request);
  const service = dispatcher.service(signature?.service ?? 's3');
  if (!service) return unknownService(request, signature?.service ?? '');
  const protocol = protocolOf(service.protocol);
  const requestId = uuid();
  try {
    if (!signature) throw new AwsError('IncompleteSignature', 'The Authorization header cannot be read.', 403);
    const caller = authenticate(cloud.state, request, signature, service.protocol, cloud.clock.now());
    const call = protocol.readCall(request, service);
    const origin = {
      sourceIp: request.remoteAddress,
      userAgent: request.headers['user-agent'] ?? '',
      host: request.headers['host'] ?? '',
    };
    const output = await cloud.invoke({ ...call, service: service.id, caller, region: signature.region, origin, requestId });
    return protocol.writeOutput(service, call, output, requestId);
  } catch (thrown) {
    return protocol.writeError(service, asAwsError(thrown), requestId, request);
  }
}
