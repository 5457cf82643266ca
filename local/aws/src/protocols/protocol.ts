import type { Service } from '../dispatch/service.ts';
import type { AwsError } from '../errors.ts';
import type { WireRequest, WireResponse } from '../server/wire.ts';

/** A call as read from the wire: the operation's name and its input, not yet checked. */
export interface ReadCall {
  readonly operation: string;
  readonly input: object;
}

/** How one wire protocol reads calls and writes answers. */
export interface Protocol {
  /** Throws an AwsError when the request names no operation or its body cannot be read. */
  readonly readCall: (request: WireRequest, service: Service) => ReadCall;
  readonly writeOutput: (service: Service, call: ReadCall, output: object, requestId: string) => WireResponse;
  readonly writeError: (service: Service, error: AwsError, requestId: string, request: WireRequest) => WireResponse;
}
