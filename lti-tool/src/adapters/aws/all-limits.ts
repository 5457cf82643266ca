import { EC2_LIMITS } from './ec2-limits.ts';
import type { Denial, ServiceLimits } from './service-limits.ts';

/** By service, as in IAM actions. No pack overrides it; of a service that is not here, a pack's learners may do all but what no lab may. */
const LIMITS: ReadonlyMap<string, ServiceLimits> = new Map([['ec2', EC2_LIMITS]]);

/** Limits of every service that has some. */
export const ALL_LIMITS: readonly ServiceLimits[] = [...LIMITS.values()];

/** What may be done with a service at most, as IAM actions. */
export function actsOf(service: string): readonly string[] {
  return LIMITS.get(service)?.acts ?? [`${service}:*`];
}

/** What is denied of it. */
export function denialsOf(service: string): readonly Denial[] {
  return LIMITS.get(service)?.denials ?? [];
}
