import type { JsonObject, RegionState } from '../state/model.ts';

/** What a provider works with: the resolved properties of one resource, and a way to call other services. */
export interface ProviderCall {
  readonly logicalId: string;
  readonly properties: JsonObject;
  readonly stackName: string;
  readonly account: string;
  readonly region: RegionState;
  /** Calls a service on behalf of the stack: same policies, same CloudTrail records as any call. */
  readonly call: (service: string, operation: string, input: object) => Promise<object>;
  /** Says that something exists from now on, so that it is removed even when the rest of its creation fails. */
  readonly made: (physicalId: string) => void;
}

/** A resource as it came to be. */
export interface Created {
  readonly physicalId: string;
  /** What Fn::GetAtt answers. */
  readonly attributes: Record<string, string>;
}

/** Makes, changes and removes resources of one type. Failures are thrown as the services' own errors. */
export interface Provider {
  /** Attributes Fn::GetAtt may ask for. */
  readonly attributes: readonly string[];
  /** Properties whose change makes a new resource. */
  readonly replacedBy: readonly string[];
  /** The capability a template must be given to hold this type; `named` is the property that asks for the stronger one. */
  readonly capability?: { readonly named: string };
  readonly create: (call: ProviderCall) => Promise<Created>;
  readonly update: (call: ProviderCall, physicalId: string) => Promise<Created>;
  readonly remove: (call: ProviderCall, physicalId: string) => Promise<void>;
}
