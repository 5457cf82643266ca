import { emptyAccount, inventory, type Sweep } from '@cloudclass/cloudformation';
import { regionSchema, type AccountAccess, type AwsAccountId, type AwsCredentials, type Region } from '@cloudclass/plugin-contract';
import type { Clock } from '../../ports/clock.ts';
import type { LabAccounts } from '../../features/labs/ports.ts';
import { assumeRole, renewing } from './assume-role.ts';
import { atAws } from './aws-errors.ts';
import { consoleSignInUrl } from './console-sign-in.ts';
import { foreignEntities, removeForeignEntities } from './foreign-entities.ts';
import { openLearnerRole, prepareLearnerRole, revokeLearnerRole } from './learner-role.ts';
import { askForAccount, findAskedFor, lookAtRequest } from './account-requests.ts';
import { LEARNER_ROLE, OPERATIONS_ROLE, roleArn } from './roles.ts';
import type { AwsSettings } from './settings.ts';
import { createUnits } from './units.ts';

/** The AWS side of the pool, on an AWS organization. Whatever AWS answers with comes as one of our codes, its words as the detail. */
export function createLabAccounts(settings: AwsSettings, clock: Clock): LabAccounts {
  const units = createUnits(settings);
  const operationsCredentials = operationsSessions(settings, clock);
  const access = (accountId: AwsAccountId, region: Region): AccountAccess => ({ accountId, region, credentials: operationsCredentials(accountId) });
  // IAM is not bound to a Region; any will do
  const anywhere = (accountId: AwsAccountId): AccountAccess => access(accountId, regionSchema.parse(settings.region));
  const plugin = { endpoint: settings.endpoint };
  return {
    operationsAccess: access,
    learnerRoleArn: (accountId) => roleArn(accountId, LEARNER_ROLE),
    operationsRoleArn: (accountId) => roleArn(accountId, OPERATIONS_ROLE),
    askForAccount: (name) => atAws(() => askForAccount(settings, name)),
    findAskedFor: (name) => atAws(() => findAskedFor(settings, name)),
    lookAtRequest: (request) => atAws(() => lookAtRequest(settings, request)),
    takeIn: (accountId) => atAws(async () => {
      await units.guard();
      await units.moveTo(accountId, 'pool');
      await prepareLearnerRole(settings, anywhere(accountId));
    }),
    openTo: (accountId, guardrails) => atAws(async () => {
      await units.guard();
      await openLearnerRole(settings, anywhere(accountId), { guardrails, now: clock.now() });
    }),
    revokeSessions: (accountId, now) => atAws(() => revokeLearnerRole(settings, anywhere(accountId), now)),
    freeze: (accountId) => atAws(() => units.moveTo(accountId, 'frozen')),
    unfreeze: (accountId) => atAws(() => units.moveTo(accountId, 'pool')),
    learnerCredentials: (accountId, sessionName) => atAws(() => assumeRole(settings, { arn: roleArn(accountId, LEARNER_ROLE), sessionName }, operationsCredentials(accountId))),
    consoleSignInUrl: (credentials, region) => atAws(() => consoleSignInUrl(settings, credentials, region)),
    empty: (account, regions) => atAws(() => emptied(settings, { access: account, regions })),
    inventory: (account, regions) => atAws(async () => [...await inventory({ access: account, regions }, plugin), ...await foreignEntities(settings, account)]),
  };
}

/** Services first, then IAM, which is not left as it is because a service refuses: a role that stays lets somebody in. @throws AggregateError */
async function emptied(settings: AwsSettings, sweep: Sweep): ReturnType<typeof emptyAccount> {
  const [swept] = await Promise.allSettled([emptyAccount(sweep, { endpoint: settings.endpoint })]);
  const [removed] = await Promise.allSettled([removeForeignEntities(settings, sweep.access)]);
  if (swept.status === 'fulfilled' && removed.status === 'fulfilled') return swept.value;
  throw new AggregateError([swept, removed].flatMap((part) => (part.status === 'rejected' ? [part.reason] : [])), 'an account was not emptied');
}

/** One renewing session of the operations role per account: a pool has some hundreds at most. */
function operationsSessions(settings: AwsSettings, clock: Clock): (accountId: AwsAccountId) => () => Promise<AwsCredentials> {
  const sessions = new Map<AwsAccountId, () => Promise<AwsCredentials>>();
  return (accountId) => {
    const known = sessions.get(accountId);
    if (known !== undefined) return known;
    const role = { arn: roleArn(accountId, OPERATIONS_ROLE), sessionName: 'cloudclass-operations' };
    const made = renewing(() => assumeRole(settings, role), () => clock.now().getTime());
    sessions.set(accountId, made);
    return made;
  };
}
