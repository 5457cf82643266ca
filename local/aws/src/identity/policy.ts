import { type ConditionContext, testConditions } from './conditions.ts';
import type { PolicyDocument, Statement } from './policy-document.ts';
import { matchesPattern } from './wildcard.ts';

/** One call as policies see it. */
export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: ConditionContext;
  /** Who calls; null for an unsigned request. */
  readonly principal: { readonly arn: string; readonly roleArn?: string | undefined; readonly account: string } | null;
}

/** Every policy that has a say in one call. `scps` holds one list for each level from the root to the account. */
export interface PolicySet {
  readonly identity: readonly PolicyDocument[];
  readonly session: readonly PolicyDocument[];
  readonly boundary: PolicyDocument | null;
  readonly scps: readonly (readonly PolicyDocument[])[];
  readonly resource: PolicyDocument | null;
  /** False when the resource belongs to another account, whose policy must then allow too. */
  readonly sameAccount: boolean;
  /** True where the resource's policy must allow even its own account, as a role's trust policy must. */
  readonly resourceMustAllow: boolean;
}

/** The kinds of policy AWS names when it refuses a call. */
type PolicyKind =
  | 'identity-based policy'
  | 'session policy'
  | 'permissions boundary'
  | 'service control policy'
  | 'resource-based policy';

export type Decision =
  | { readonly effect: 'allow' }
  | { readonly effect: 'deny'; readonly explicit: boolean; readonly by: PolicyKind };

const ALLOW: Decision = { effect: 'allow' };

function matchesAction(statement: Statement, action: string): boolean {
  const match = (pattern: string): boolean => matchesPattern(pattern, action, true);
  if (statement.Action) return statement.Action.some(match);
  return statement.NotAction ? !statement.NotAction.some(match) : false;
}

function matchesResource(statement: Statement, resource: string): boolean {
  const match = (pattern: string): boolean => matchesPattern(pattern, resource);
  if (statement.Resource) return statement.Resource.some(match);
  return statement.NotResource ? !statement.NotResource.some(match) : true;
}

type Principals = Readonly<Record<string, readonly string[]>>;

function namesDirectly(listed: Principals, request: AccessRequest): boolean {
  const { principal } = request;
  return (listed['AWS'] ?? []).some((name) => name === '*' || name === principal?.arn || name === principal?.roleArn);
}

function namesAccount(listed: Principals, request: AccessRequest): boolean {
  const account = request.principal?.account;
  return (listed['AWS'] ?? []).some((name) => name === account || name === `arn:aws:iam::${account}:root`);
}

function namesPrincipal(listed: Principals, request: AccessRequest): boolean {
  return namesDirectly(listed, request) || namesAccount(listed, request);
}

/** The statements that name the caller itself. Naming its whole account only delegates to the account's own policies. */
function directStatements(policy: PolicyDocument, request: AccessRequest): PolicyDocument {
  return { Statement: policy.Statement.filter((one) => one.Principal && namesDirectly(one.Principal, request)) };
}

function matchesPrincipal(statement: Statement, request: AccessRequest): boolean {
  if (statement.Principal) return namesPrincipal(statement.Principal, request);
  if (statement.NotPrincipal) return !namesPrincipal(statement.NotPrincipal, request);
  return true;
}

type Verdict = 'allow' | 'deny' | 'silent';

/**
 * What a list of policies says of a call: an explicit denial wins over any allowance. A condition with an operator this
 * endpoint does not know counts against the caller, in denials as in allowances.
 */
export function evaluate(documents: readonly PolicyDocument[], request: AccessRequest): Verdict {
  let verdict: Verdict = 'silent';
  for (const { Statement: statements } of documents) {
    for (const statement of statements) {
      if (!matchesAction(statement, request.action) || !matchesResource(statement, request.resource)) continue;
      if (!matchesPrincipal(statement, request)) continue;
      const condition = testConditions(statement.Condition, request.context);
      if (condition === 'unmet') continue;
      if (statement.Effect === 'Deny') return 'deny';
      if (condition === 'met') verdict = 'allow';
    }
  }
  return verdict;
}

function explicitDenial(policies: PolicySet, request: AccessRequest): PolicyKind | null {
  const said = (documents: readonly PolicyDocument[]): boolean => evaluate(documents, request) === 'deny';
  if (said(policies.scps.flat())) return 'service control policy';
  if (policies.resource && said([policies.resource])) return 'resource-based policy';
  if (said(policies.identity)) return 'identity-based policy';
  if (policies.boundary && said([policies.boundary])) return 'permissions boundary';
  return said(policies.session) ? 'session policy' : null;
}

function missingAllowance(policies: PolicySet, request: AccessRequest): PolicyKind | null {
  const allows = (documents: readonly PolicyDocument[]): boolean => evaluate(documents, request) === 'allow';
  if (policies.scps.some((level) => !allows(level))) return 'service control policy';
  const resource = policies.resource ?? { Statement: [] };
  if ((!policies.sameAccount || policies.resourceMustAllow) && !allows([resource])) return 'resource-based policy';
  if (policies.sameAccount && allows([directStatements(resource, request)])) return null;
  if (!allows(policies.identity)) return 'identity-based policy';
  if (policies.boundary && !allows([policies.boundary])) return 'permissions boundary';
  return policies.session.length > 0 && !allows(policies.session) ? 'session policy' : null;
}

/**
 * Decides one call as AWS does: explicit denials first, then each kind of policy that limits must allow.
 * IAM User Guide, "Policy evaluation logic".
 */
export function decide(policies: PolicySet, request: AccessRequest): Decision {
  const denied = explicitDenial(policies, request);
  if (denied) return { effect: 'deny', explicit: true, by: denied };
  const missing = missingAllowance(policies, request);
  return missing ? { effect: 'deny', explicit: false, by: missing } : ALLOW;
}

/** The sentence AWS answers a refused call with. */
export function refusal(decision: Extract<Decision, { effect: 'deny' }>, request: AccessRequest): string {
  const who = request.principal ? `User: ${request.principal.arn}` : 'Anonymous user';
  const article = /^[aeiou]/.test(decision.by) ? 'an' : 'a';
  const why = decision.explicit
    ? `with an explicit deny in ${article} ${decision.by}`
    : `because no ${decision.by} allows the ${request.action} action`;
  return `${who} is not authorized to perform: ${request.action} on resource: ${request.resource} ${why}`;
}
