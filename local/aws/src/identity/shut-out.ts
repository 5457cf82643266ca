import type { Principal } from '../state/credentials.ts';
import type { CloudState } from '../state/model.ts';
import { conditionContext } from './context.ts';
import { policiesOf } from './policies-of.ts';
import { decide } from './policy.ts';

/** What everybody may ask in AWS, so that only a denial of everything denies it explicitly. */
const HARMLESS_ACTION = 'sts:GetCallerIdentity';

/**
 * True when everything is denied to a principal: its account is frozen or its sessions are revoked. A guardrail that only
 * denies some Regions does not shut anybody out.
 */
export function isShutOut(state: CloudState, principal: Principal, regions: readonly string[], now: Date): boolean {
  const policies = policiesOf(state, principal, { policy: undefined, owner: principal.account, mustAllow: false });
  const roleArn = principal.kind === 'role' ? principal.roleArn : undefined;
  return regions.every((region) => {
    const context = conditionContext(state, principal, { region, now, sourceIp: '127.0.0.1', viaService: false, extra: {} });
    const caller = { arn: principal.arn, account: principal.account, roleArn };
    const decision = decide(policies, { action: HARMLESS_ACTION, resource: '*', context, principal: caller });
    return decision.effect === 'deny' && decision.explicit;
  });
}
