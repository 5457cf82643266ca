import { ADMINISTRATOR_ACCESS } from '../state/create.ts';
import type { AccountState, CloudState, OrganizationState } from '../state/model.ts';
import type { PolicySet } from './policy.ts';
import { ALLOW_ALL_TEXT, type PolicyDocument, readPolicy } from './policy-document.ts';
import type { Principal } from '../state/credentials.ts';

const READ_ONLY_TEXT = JSON.stringify({
  Statement: [{ Effect: 'Allow', Action: ['*:Get*', '*:List*', '*:Describe*', '*:Lookup*', '*:Head*'], Resource: '*' }],
});

/** The few policies of AWS's own that this endpoint knows the text of. */
const AWS_MANAGED: ReadonlyMap<string, string> = new Map([
  [ADMINISTRATOR_ACCESS, ALLOW_ALL_TEXT],
  ['arn:aws:iam::aws:policy/PowerUserAccess', JSON.stringify({
    Statement: [
      { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
      { Effect: 'Allow', Action: ['iam:ListRoles', 'organizations:DescribeOrganization'], Resource: '*' },
    ],
  })],
  ['arn:aws:iam::aws:policy/ReadOnlyAccess', READ_ONLY_TEXT],
  ['arn:aws:iam::aws:policy/AmazonS3FullAccess', JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] })],
  ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess', JSON.stringify({
    Statement: [{ Effect: 'Allow', Action: ['s3:Get*', 's3:List*'], Resource: '*' }],
  })],
  ['arn:aws:iam::aws:policy/AmazonEC2FullAccess', JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }] })],
]);

/** The text of a managed policy, whether AWS's or the account's own; undefined when there is none by that name. */
export function managedPolicyText(account: AccountState, arn: string): string | undefined {
  return AWS_MANAGED.get(arn) ?? account.iam.policies.get(arn)?.document;
}

function read(texts: Iterable<string | undefined>): PolicyDocument[] {
  return [...texts].flatMap((text) => {
    const policy = text === undefined ? null : readPolicy(text);
    return policy ? [policy] : [];
  });
}

/** The units above an account, from the root down to the account itself; empty for an account outside the organization. */
function organizationPath(organization: OrganizationState, accountId: string): string[] {
  const path: string[] = [];
  let next: string | undefined = organization.accounts.get(accountId) ? accountId : undefined;
  while (next !== undefined) {
    path.unshift(next);
    next = organization.accounts.get(next)?.parentId ?? organization.units.get(next)?.parentId;
  }
  return path;
}

/** Service control policies level by level. They bind neither the management account nor an organization without the type. */
function serviceControlPolicies(state: CloudState, accountId: string): PolicyDocument[][] {
  const organization = state.organization;
  if (!organization || accountId === state.managementAccount) return [];
  if (!organization.policyTypes.has('SERVICE_CONTROL_POLICY')) return [];
  const policies = [...organization.policies.values()];
  return organizationPath(organization, accountId).map((id) =>
    read(policies.filter((policy) => policy.targets.has(id)).map((policy) => policy.content)));
}

/** The policies of the user or role itself. A boundary whose policy is gone allows nothing. */
function holderPolicies(state: CloudState, principal: Principal): Pick<PolicySet, 'identity' | 'boundary'> {
  const account = state.accounts.get(principal.account);
  const holder = principal.kind === 'user'
    ? account?.iam.users.get(principal.userName)
    : account?.iam.roles.get(principal.roleName);
  if (!account || !holder) return { identity: [], boundary: null };
  const attached = [...holder.attached].map((arn) => managedPolicyText(account, arn));
  const identity = read([...holder.inline.values(), ...attached]);
  if (holder.boundaryArn === undefined) return { identity, boundary: null };
  const [boundary] = read([managedPolicyText(account, holder.boundaryArn)]);
  return { identity, boundary: boundary ?? { Statement: [] } };
}

/**
 * Gathers what has a say in a call of a principal. `resource` is the policy of the resource, when it has one, with the
 * account that owns it; `mustAllow` says that this policy must allow in any case.
 */
export function policiesOf(
  state: CloudState,
  principal: Principal,
  resource: { readonly policy: string | undefined; readonly owner: string; readonly mustAllow: boolean },
): PolicySet {
  return {
    ...holderPolicies(state, principal),
    session: principal.kind === 'role' ? read(principal.sessionPolicies) : [],
    scps: serviceControlPolicies(state, principal.account),
    resource: resource.policy === undefined ? null : readPolicy(resource.policy),
    sameAccount: resource.owner === principal.account,
    resourceMustAllow: resource.mustAllow,
  };
}
