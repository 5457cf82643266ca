import type { AwsAccountId } from '@cloudclass/plugin-contract';

/** What a learner acts with during a lease. */
export const LEARNER_ROLE = 'cloudclass-learner';
/** Organizations makes it in every account; the management account may take it. */
export const OPERATIONS_ROLE = 'OrganizationAccountAccessRole';

/**
 * How the names of roles begin that a baseline puts into every lab account, such as the one that hands CloudTrail's records on to the
 * central bus, and the one StackSets deploys it with. They stay through cleaning and act in a frozen account.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-enable-trusted-access.html
 */
const BASELINE_PREFIXES = ['cloudclass-baseline-', 'stacksets-exec-'];
/** AWS keeps roles of its own under these paths; only AWS takes them away. */
const AWS_PATHS = ['/aws-service-role/', '/aws-reserved/'];

/** Names of the roles that act although an account is frozen, as IAM's wildcards. */
export const UNFROZEN_ROLES: readonly string[] = [OPERATIONS_ROLE, ...BASELINE_PREFIXES.map((prefix) => `${prefix}*`)];

/** Names of the roles that no learner may reach or make, as IAM's wildcards. */
export const POOL_ROLES: readonly string[] = [LEARNER_ROLE, ...UNFROZEN_ROLES];

/** Whether a role belongs to the pool or to AWS, and not to whoever had the account. The pool's have no path; one that borrows their name under a path is a learner's. */
export function isPoolRole({ name, path }: { readonly name: string; readonly path: string }): boolean {
  if (AWS_PATHS.some((prefix) => path.startsWith(prefix))) return true;
  return path === '/' && (name === LEARNER_ROLE || name === OPERATIONS_ROLE || BASELINE_PREFIXES.some((prefix) => name.startsWith(prefix)));
}

/** @param accountId an account, or `*` for all of them */
export function roleArn(accountId: AwsAccountId | '*', name: string): string {
  return `arn:aws:iam::${accountId}:role/${name}`;
}
