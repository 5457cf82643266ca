import { conditionContext } from '../identity/context.ts';
import { policiesOf } from '../identity/policies-of.ts';
import { decide, refusal } from '../identity/policy.ts';
import type { CallContext } from './cloud.ts';
import type { Target } from './operation.ts';

interface Act {
  /** As in a policy: `s3:DeleteObject`. */
  readonly action: string;
  readonly region: string;
  readonly target: Target;
}

/** Why the caller may not do something, in AWS's words; undefined when it may. */
export function denialOf({ cloud, caller, now, origin }: CallContext, { action, region, target }: Act): string | undefined {
  const { policy, owner = caller.account, mustAllow = false } = target;
  const facts = { region, now, sourceIp: origin.sourceIp, viaService: origin.via !== undefined, extra: target.conditions ?? {} };
  const request = {
    action,
    resource: target.arn,
    context: conditionContext(cloud.state, caller, facts),
    principal: { arn: caller.arn, account: caller.account, roleArn: caller.kind === 'role' ? caller.roleArn : undefined },
  };
  const decision = decide(policiesOf(cloud.state, caller, { policy, owner, mustAllow }), request);
  return decision.effect === 'deny' ? refusal(decision, request) : undefined;
}
