import type { AwsAccountId } from '@cloudclass/plugin-contract';

/** What a learner acts with during a lease. */
export const LEARNER_ROLE = 'cloudclass-learner';
/** Organizations makes it in every account; the management account may take it. */
export const OPERATIONS_ROLE = 'OrganizationAccountAccessRole';

export function roleArn(accountId: AwsAccountId, name: string): string {
  return `arn:aws:iam::${accountId}:role/${name}`;
}
