import type { Operation } from './operation.ts';

/** The wire protocols this endpoint speaks. */
export type ProtocolName = 'json1.0' | 'json1.1' | 'query' | 'ec2' | 'rest-xml';

/** Error codes that differ from protocol to protocol for the same trouble. */
interface ErrorNames {
  readonly invalid: string;
  readonly denied: string;
  readonly throttled: string;
}

const ERROR_NAMES: Readonly<Record<ProtocolName, ErrorNames>> = {
  'json1.0': { invalid: 'ValidationException', denied: 'AccessDeniedException', throttled: 'ThrottlingException' },
  'json1.1': { invalid: 'ValidationException', denied: 'AccessDeniedException', throttled: 'ThrottlingException' },
  query: { invalid: 'ValidationError', denied: 'AccessDenied', throttled: 'Throttling' },
  ec2: { invalid: 'InvalidParameterValue', denied: 'UnauthorizedOperation', throttled: 'RequestLimitExceeded' },
  'rest-xml': { invalid: 'InvalidArgument', denied: 'AccessDenied', throttled: 'SlowDown' },
};

export interface ServiceSpec {
  /** Name in the credential scope of a signature, in IAM actions and in `<id>.amazonaws.com`. */
  readonly id: string;
  readonly protocol: ProtocolName;
  /** XML namespace of the answers of query and EC2 services. */
  readonly namespace?: string;
  /** The version of the API, where the service's records carry it. */
  readonly apiVersion?: string;
  readonly global?: true;
  readonly errors?: Partial<ErrorNames>;
  readonly operations: readonly Operation[];
}

/** A service as the dispatcher finds it. */
export interface Service {
  readonly id: string;
  readonly protocol: ProtocolName;
  readonly namespace: string;
  readonly apiVersion: string | undefined;
  /** Global services write their records in us-east-1. */
  readonly global: boolean;
  readonly errors: ErrorNames;
  readonly operations: ReadonlyMap<string, Operation>;
}

/** Declares a service. */
export function service(spec: ServiceSpec): Service {
  return {
    id: spec.id,
    protocol: spec.protocol,
    namespace: spec.namespace ?? '',
    apiVersion: spec.apiVersion,
    global: spec.global ?? false,
    errors: { ...ERROR_NAMES[spec.protocol], ...spec.errors },
    operations: new Map(spec.operations.map((one) => [one.name, one])),
  };
}
