import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { operation, type Operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { uuid } from '../ids.ts';
import { type PolicyDocument, readPolicy } from '../identity/policy-document.ts';
import type { TableRecord } from '../state/model.ts';
import { onTableInput, tableArn, tableOf, tableOperation, tableTarget } from './table.ts';

const updateTimeToLive = tableOperation({
  name: 'UpdateTimeToLive',
  access: 'write',
  input: onTableInput.extend({ TimeToLiveSpecification: z.object({ Enabled: z.boolean(), AttributeName: z.string().min(1).max(255) }) }),
  run: (input, context) => {
    const table = tableOf(context, input.TableName);
    const { Enabled, AttributeName } = input.TimeToLiveSpecification;
    if (Enabled === (table.ttlAttribute !== undefined)) throw new AwsError('ValidationException', `TimeToLive is already ${Enabled ? 'enabled' : 'disabled'}`);
    if (!Enabled && AttributeName !== table.ttlAttribute) throw new AwsError('ValidationException', `TimeToLive is active on a different AttributeName: current AttributeName is ${table.ttlAttribute ?? ''}`);
    table.ttlAttribute = Enabled ? AttributeName : undefined;
    return { TimeToLiveSpecification: input.TimeToLiveSpecification };
  },
});

const describeTimeToLive = tableOperation({
  name: 'DescribeTimeToLive',
  access: 'read',
  input: onTableInput,
  run: (input, context) => {
    const { ttlAttribute } = tableOf(context, input.TableName);
    return { TimeToLiveDescription: ttlAttribute === undefined ? { TimeToLiveStatus: 'DISABLED' } : { TimeToLiveStatus: 'ENABLED', AttributeName: ttlAttribute } };
  },
});

/** Days back to which a table can be restored. */
const RECOVERY_DAYS = 35;

function continuousBackups({ recoverableSince }: TableRecord, { now }: CallContext) {
  const recovery = recoverableSince === undefined
    ? { PointInTimeRecoveryStatus: 'DISABLED' }
    : { PointInTimeRecoveryStatus: 'ENABLED', RecoveryPeriodInDays: RECOVERY_DAYS, EarliestRestorableDateTime: new Date(recoverableSince), LatestRestorableDateTime: now };
  return { ContinuousBackupsDescription: { ContinuousBackupsStatus: 'ENABLED', PointInTimeRecoveryDescription: recovery } };
}

const updateContinuousBackups = tableOperation({
  name: 'UpdateContinuousBackups',
  access: 'write',
  input: onTableInput.extend({ PointInTimeRecoverySpecification: z.object({ PointInTimeRecoveryEnabled: z.boolean() }) }),
  run: (input, context) => {
    const table = tableOf(context, input.TableName);
    const on = input.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled;
    table.recoverableSince = on ? (table.recoverableSince ?? context.now.toISOString()) : undefined;
    return continuousBackups(table, context);
  },
});

const describeContinuousBackups = tableOperation({
  name: 'DescribeContinuousBackups',
  access: 'read',
  input: onTableInput,
  run: (input, context) => continuousBackups(tableOf(context, input.TableName), context),
});

const onResource = z.object({ ResourceArn: z.string() });

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function tableAt(context: CallContext, arn: string): TableRecord {
  const name = nameIn(arn);
  if (arn !== tableArn(context, name)) throw new AwsError('ValidationException', `Invalid ResourceArn: ${arn}`);
  return tableOf(context, name);
}

/** Whether anybody is let in. DynamoDB Developer Guide, "Blocking public access with resource-based policies in DynamoDB". */
function isPublic({ Statement: statements }: PolicyDocument): boolean {
  return statements.some((one) => one.Effect === 'Allow' && (one.NotPrincipal !== undefined || (one.Principal?.['AWS'] ?? []).includes('*')) && one.Condition === undefined);
}

/** @throws {AwsError} when the text is no policy of this table's, or lets everybody in */
function checkPolicy(text: string, { arn }: TableRecord): void {
  const policy = readPolicy(text);
  if (!policy) throw new AwsError('ValidationException', 'Invalid policy document: the policy is not valid JSON or not a policy');
  for (const { Principal, NotPrincipal, Resource } of policy.Statement) {
    if (!Principal && !NotPrincipal) throw new AwsError('ValidationException', 'Invalid policy document: Missing required field Principal');
    if (!Resource?.every((one) => one === arn || one === '*' || one.startsWith(`${arn}/`))) throw new AwsError('ValidationException', `Invalid policy document: the Resource must be ${arn}`);
  }
  if (isPublic(policy)) throw new AwsError('ValidationException', 'Resource-based policy is not valid: policies that grant public access are blocked by Block Public Access');
}

const putResourcePolicy = operation({
  name: 'PutResourcePolicy',
  access: 'write',
  input: onResource.extend({ Policy: z.string() }),
  target: (input, context) => tableTarget(context, nameIn(input.ResourceArn)),
  run: (input, context) => {
    const table = tableAt(context, input.ResourceArn);
    checkPolicy(input.Policy, table);
    table.policy = { text: input.Policy, revision: uuid() };
    return { RevisionId: table.policy.revision };
  },
});

const getResourcePolicy = operation({
  name: 'GetResourcePolicy',
  access: 'read',
  input: onResource,
  target: (input, context) => tableTarget(context, nameIn(input.ResourceArn)),
  run: (input, context) => {
    const { policy, arn } = tableAt(context, input.ResourceArn);
    if (!policy) throw new AwsError('PolicyNotFoundException', `Resource-based policy not found for the provided ResourceArn: ${arn}`);
    return { Policy: policy.text, RevisionId: policy.revision };
  },
});

const deleteResourcePolicy = operation({
  name: 'DeleteResourcePolicy',
  access: 'write',
  input: onResource,
  target: (input, context) => tableTarget(context, nameIn(input.ResourceArn)),
  run: (input, context) => {
    const table = tableAt(context, input.ResourceArn);
    const { policy } = table;
    table.policy = undefined;
    return policy ? { RevisionId: policy.revision } : {};
  },
});

export const SETTING_OPERATIONS: readonly Operation[] = [
  updateTimeToLive, describeTimeToLive, updateContinuousBackups, describeContinuousBackups, putResourcePolicy, getResourcePolicy, deleteResourcePolicy,
];
