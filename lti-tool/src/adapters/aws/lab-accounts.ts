import { emptyAccount, inventory } from '@cloudclass/cloudformation';
import { regionSchema, type AccountAccess, type AwsAccountId, type AwsCredentials, type Region } from '@cloudclass/plugin-contract';
import type { Clock } from '../../clock.ts';
import type { LabAccounts } from '../../features/labs/ports.ts';
import { assumeRole, renewing } from './assume-role.ts';
import { consoleSignInUrl } from './console-sign-in.ts';
import { LEARNER_ROLE, openLearnerRole, OPERATIONS_ROLE, revokeLearnerRole } from './learner-role.ts';
import { createMemberAccount } from './organization.ts';
import type { AwsSettings } from './settings.ts';

/** The AWS side of the pool, on an AWS organization. */
export function createLabAccounts(settings: AwsSettings, clock: Clock): LabAccounts {
  const operations = new Map<AwsAccountId, () => Promise<AwsCredentials>>();
  const operationsCredentials = (accountId: AwsAccountId): (() => Promise<AwsCredentials>) => {
    const known = operations.get(accountId);
    if (known !== undefined) return known;
    const role = { arn: roleArn(accountId, OPERATIONS_ROLE), sessionName: 'cloudclass-operations' };
    const made = renewing(() => assumeRole(settings, role), () => clock.now().getTime());
    operations.set(accountId, made);
    return made;
  };
  const access = (accountId: AwsAccountId, region: Region): AccountAccess => ({ accountId, region, credentials: operationsCredentials(accountId) });
  // IAM is not bound to a Region; any will do
  const anywhere = (accountId: AwsAccountId): AccountAccess => access(accountId, regionSchema.parse(settings.region));
  return {
    createAccount: (name) => createMemberAccount(settings, name),
    operationsAccess: access,
    openTo: (accountId, guardrails) => openLearnerRole(settings, anywhere(accountId), guardrails),
    revokeSessions: (accountId, now) => revokeLearnerRole(settings, anywhere(accountId), now),
    learnerCredentials: (accountId, sessionName) => assumeRole(settings, { arn: roleArn(accountId, LEARNER_ROLE), sessionName }, operationsCredentials(accountId)),
    consoleSignInUrl: (credentials, region) => consoleSignInUrl(settings, credentials, region),
    learnerRoleArn: (accountId) => roleArn(accountId, LEARNER_ROLE),
    empty: (account) => emptyAccount(account, { endpoint: settings.endpoint }),
    inventory: (account) => inventory(account, { endpoint: settings.endpoint }),
  };
}

function roleArn(accountId: AwsAccountId, name: string): string {
  return `arn:aws:iam::${accountId}:role/${name}`;
}
