import type { Principal } from '../state/credentials.ts';
import type { CloudState } from '../state/model.ts';
import { conditionContext } from './context.ts';
import { policiesOf } from './policies-of.ts';
import { decide } from './policy.ts';

/** An action no service has: only a policy that denies everything denies it explicitly. */
const ANY_ACTION = 'local-console:Anything';

/** True when everything is denied to a principal: its account is frozen or its sessions are revoked. */
export function isShutOut(state: CloudState, principal: Principal, region: string, now: Date): boolean {
  const facts = { region, now, sourceIp: '127.0.0.1', viaService: false, extra: {} };
  const decision = decide(
    policiesOf(state, principal, { policy: undefined, owner: principal.account, mustAllow: false }),
    {
      action: ANY_ACTION,
      resource: '*',
      context: conditionContext(state, principal, facts),
      principal: { arn: principal.arn, account: principal.account },
    },
  );
  return decision.effect === 'deny' && decision.explicit;
}
