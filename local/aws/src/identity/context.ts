import type { CloudState } from '../state/model.ts';
import type { ConditionContext } from './conditions.ts';
import type { Principal } from '../state/credentials.ts';

/** What besides principal and resource a condition can ask about. */
export interface RequestFacts {
  readonly region: string;
  readonly now: Date;
  readonly sourceIp: string;
  readonly viaService: boolean;
  /** Keys of the service itself, such as `s3:prefix` or `sts:ExternalId`. */
  readonly extra: Readonly<Record<string, string>>;
}

/** Global condition keys of one call. IAM User Guide, "AWS global condition context keys". */
export function conditionContext(state: CloudState, principal: Principal, facts: RequestFacts): ConditionContext {
  const keys = new Map<string, string>([
    ['aws:principalarn', principal.kind === 'role' ? principal.roleArn : principal.arn],
    ['aws:principalaccount', principal.account],
    ['aws:principaltype', principal.kind === 'role' ? 'AssumedRole' : 'User'],
    ['aws:userid', principal.id],
    ['aws:requestedregion', facts.region],
    ['aws:currenttime', facts.now.toISOString()],
    ['aws:sourceip', facts.sourceIp],
    ['aws:securetransport', 'true'],
    ['aws:viaawsservice', String(facts.viaService)],
  ]);
  if (principal.kind === 'role') keys.set('aws:tokenissuetime', principal.issuedAt);
  if (principal.kind === 'user') keys.set('aws:username', principal.userName);
  if (state.organization?.accounts.has(principal.account)) keys.set('aws:principalorgid', state.organization.id);
  for (const [name, value] of Object.entries(facts.extra)) keys.set(name.toLowerCase(), value);
  return keys;
}
