import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  CreateTableCommand, type CreateTableCommandInput, DynamoDBClient, PutItemCommand, PutResourcePolicyCommand, QueryCommand, UpdateContinuousBackupsCommand, UpdateTableCommand, UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { awsAccountIdSchema, type AwsCredentials } from '@cloudclass/plugin-contract';
import { listAccounts } from '../src/features/labs/account-store.ts';
import { endLab } from '../src/features/labs/end-lab.ts';
import type { Lab } from '../src/features/labs/lab-store.ts';
import type { Learner } from '../src/features/labs/request-lab.ts';
import { gradeAt } from '../src/features/grades/grade-store.ts';
import { verdictsOf } from '../src/features/validation/verdict-store.ts';
import { payingLearner } from './paying-learner.ts';
import { labAt, requested, startLabWorld, until, type LabWorld } from './lab-world.ts';
import { startRoles, type RunningRoles } from './running-roles.ts';

let world: LabWorld;
let roles: RunningRoles;
let learner: Learner;
let lab: Lab;
let credentials: AwsCredentials;
let dynamodb: DynamoDBClient;

beforeAll(async () => {
  world = await startLabWorld(2, { folder: 'dynamodb-orders' });
  roles = await startRoles(world);
  learner = await payingLearner(world, { discountBasisPoints: 10_000 });
  const id = await requested(world, learner);
  await until('the lab is ready', async () => (await labAt(world, id)).state.status === 'ready');
  lab = await labAt(world, id);
  credentials = await roles.services.accounts.learnerCredentials(awsAccountIdSchema.parse(lab.accountId), roles.services.pseudonymOf(learner.personId));
  dynamodb = clientIn(lab.region);
});
afterAll(async () => {
  dynamodb?.destroy();
  await roles?.close();
  await world?.close();
});

function clientIn(region: string, keys: Omit<AwsCredentials, 'expiration'> = credentials): DynamoDBClient {
  return new DynamoDBClient({ endpoint: world.aws.url, region, credentials: keys, maxAttempts: 1 });
}

const output = (name: string): string => lab.outputs[name] ?? '';

function orders(): CreateTableCommandInput {
  return {
    TableName: output('TableName'),
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'studentId', AttributeType: 'S' }, { AttributeName: 'orderId', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'studentId', KeyType: 'HASH' }, { AttributeName: 'orderId', KeyType: 'RANGE' }],
  };
}

const put = (studentId: string, orderId: string) => new PutItemCommand({ TableName: output('TableName'), Item: { studentId: { S: studentId }, orderId: { S: orderId }, total: { N: '38000' } } });
const query = () => new QueryCommand({ TableName: output('TableName'), KeyConditionExpression: 'studentId = :s', ExpressionAttributeValues: { ':s': { S: '2026001' } } });

async function statusOf(step: string): Promise<string | undefined> {
  return new Map<string, { readonly status: string }>(await verdictsOf(world.sql, lab.id)).get(step)?.status;
}

const comesTo = (step: string, status: string): Promise<void> => until(`${step} is ${status}`, async () => await statusOf(step) === status);

// one learner's walk through the pack with the SDK, in order: each test goes on where the one before it stopped
describe('the orders of a bookshop, from the SDK to the score', () => {
  test('a table in a Region the lab does not have is refused, and the refusal is the near miss', async () => {
    const elsewhere = clientIn('us-east-1');
    await expect(elsewhere.send(new CreateTableCommand(orders()))).rejects.toMatchObject({ name: 'AccessDeniedException' });
    elsewhere.destroy();
    await comesTo('create-table', 'near-miss');
    expect(new Map<string, unknown>(await verdictsOf(world.sql, lab.id)).get('create-table')).toMatchObject({ explanation: { errorCode: 'AccessDenied', clause: { path: 'awsRegion', seen: 'us-east-1' } } });
  });

  test('the table, three orders and a query pass their steps', async () => {
    await dynamodb.send(new CreateTableCommand(orders()));
    for (const [student, order] of [['2026001', '2026-03-02#0001'], ['2026001', '2026-03-05#0007'], ['2026002', '2026-03-02#0002']] as const) await dynamodb.send(put(student, order));
    const { Items = [] } = await dynamodb.send(query());
    expect(Items.map(({ orderId }) => orderId?.S)).toEqual(['2026-03-02#0001', '2026-03-05#0007']);
    await comesTo('create-table', 'held');
    await comesTo('put-orders', 'passed');
    await comesTo('query-orders', 'passed');
  });

  test('expiry and both protections are held', async () => {
    const TableName = output('TableName');
    await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: 'expiresAt' } }));
    await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }));
    await comesTo('protect-data', 'seen');
    await dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
    await comesTo('protect-data', 'held');
    expect(await statusOf('expire-unpaid')).toBe('held');
  });

  test('a wide policy is forbidden, a narrow one passes, and the role can do what it says and no more', async () => {
    const ResourceArn = output('TableArn');
    const policy = (Action: readonly string[]): PutResourcePolicyCommand => new PutResourcePolicyCommand({
      ResourceArn, Policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: output('ReaderRoleArn') }, Action, Resource: ResourceArn }] }, undefined, 2),
    });
    await dynamodb.send(policy(['dynamodb:*']));
    await comesTo('least-privilege', 'forbidden');
    await dynamodb.send(policy(['dynamodb:GetItem', 'dynamodb:Query']));
    await comesTo('least-privilege', 'held');
    const sts = new STSClient({ endpoint: world.aws.url, region: lab.region, credentials });
    const { Credentials: taken } = await sts.send(new AssumeRoleCommand({ RoleArn: output('ReaderRoleArn'), RoleSessionName: 'order-desk' }));
    sts.destroy();
    const desk = clientIn(lab.region, { accessKeyId: taken?.AccessKeyId ?? '', secretAccessKey: taken?.SecretAccessKey ?? '', sessionToken: taken?.SessionToken ?? '' });
    expect((await desk.send(query())).Count).toBe(2);
    await expect(desk.send(put('2026009', '2026-03-09#0009'))).rejects.toMatchObject({ name: 'AccessDeniedException' });
    desk.destroy();
  });

  test('all of it is worth 100 points', async () => {
    await until('every step is done', async () => (await gradeAt(world.sql, learner))?.activity_progress === 'Completed');
    expect(await gradeAt(world.sql, learner)).toMatchObject({ points: 100, maximum: 100 });
  });

  test('the end gives the account back clean, although its tables are protected', async () => {
    await dynamodb.send(new UpdateTableCommand({ TableName: output('BooksTable'), DeletionProtectionEnabled: true }));
    await endLab(world, lab.id, 'learner');
    await until('the account rests', async () => (await listAccounts(world.sql)).find((account) => account.accountId === lab.accountId)?.state.status === 'available');
    expect(await world.accounts.inventory(world.accounts.operationsAccess(awsAccountIdSchema.parse(lab.accountId), lab.region), world.pack.manifest.regions)).toEqual([]);
  });
});
