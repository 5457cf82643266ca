import { CreateBackupCommand, CreateTableCommand, DescribeTableCommand, DynamoDBClient, ListBackupsCommand, PutResourcePolicyCommand, UpdateContinuousBackupsCommand } from '@aws-sdk/client-dynamodb';
import { startLocalAws, type LocalAws } from '@cloudclass/local-aws';
import { awsAccountIdSchema, regionSchema, type AccountAccess } from '@cloudclass/plugin-contract';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { createCloudFormationProvisioner, emptyAccount, inventory } from '../src/index.ts';
import { listBackups, listTables, loosenTable, removeTable } from '../src/cleaning/tables.ts';

const ACCOUNT = '111111111111';
const regions = ['ap-northeast-2', 'us-west-2'].map((region) => regionSchema.parse(region));
const arnOf = (table: string): string => `arn:aws:dynamodb:ap-northeast-2:${ACCOUNT}:table/${table}`;

let aws: LocalAws;
let access: AccountAccess;
let dynamodb: DynamoDBClient;
beforeAll(async () => {
  aws = await startLocalAws({ port: 0, provisionDelayMs: 5 });
  const credentials = { ...aws.managementCredentials, sessionToken: '', expiration: new Date(Date.now() + 3_600_000) };
  access = { accountId: awsAccountIdSchema.parse(ACCOUNT), region: regionSchema.parse('ap-northeast-2'), credentials: async () => ({ ...credentials }) };
  dynamodb = clientOf('ap-northeast-2');
});
afterAll(async () => {
  dynamodb.destroy();
  await aws.close();
});
afterEach(() => aws.faults.clear());

function clientOf(region: string, endpoint = aws.url): DynamoDBClient {
  return new DynamoDBClient({ region, endpoint, credentials: aws.managementCredentials, maxAttempts: 1 });
}

async function make(client: DynamoDBClient, TableName: string, DeletionProtectionEnabled = false): Promise<void> {
  await client.send(new CreateTableCommand({
    TableName, DeletionProtectionEnabled, BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }], KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  }));
}

/** Answers DynamoDB's calls as told, one after the other; the last answer stays. */
async function scripted(answers: Readonly<Record<string, readonly object[]>>): Promise<{ client: DynamoDBClient; asked: string[]; close(): void }> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).replace('DynamoDB_20120810.', '');
    const turn = asked.filter((one) => one === operation).length;
    asked.push(operation);
    const list = answers[operation] ?? [{}];
    const answer = list[Math.min(turn, list.length - 1)] ?? {};
    response.writeHead('__type' in answer ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = clientOf('ap-northeast-2', `http://127.0.0.1:${port}`);
  return { client, asked, close: () => { client.destroy(); server.close(); } };
}

const standing = (TableStatus: string) => ({ Table: { TableName: 'orders', TableStatus } });
const GONE = { __type: 'ResourceNotFoundException', message: 'gone' };

test('tables and their backups are found in every Region of the pack and removed, whatever keeps them', async () => {
  const far = clientOf('us-west-2');
  await make(dynamodb, 'orders', true);
  await make(far, 'far-away');
  await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName: 'orders', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }));
  const { BackupDetails } = await dynamodb.send(new CreateBackupCommand({ TableName: 'orders', BackupName: 'by-hand' }));
  const ResourceArn = arnOf('orders');
  const Policy = JSON.stringify({ Statement: [{ Effect: 'Deny', Principal: { AWS: ACCOUNT }, Action: ['dynamodb:Describe*', 'dynamodb:DeleteTable', 'dynamodb:Update*'], Resource: ResourceArn }] });
  await dynamodb.send(new PutResourcePolicyCommand({ ResourceArn, Policy }));
  const options = { endpoint: aws.url };
  expect(await inventory({ access, regions }, options)).toEqual([ResourceArn, BackupDetails?.BackupArn, `arn:aws:dynamodb:us-west-2:${ACCOUNT}:table/far-away`]);
  // its policy, its protection and then the table: each goes in a pass, and no pass waits for DynamoDB
  for (const left of [2, 1, 0]) {
    expect(await emptyAccount({ access, regions }, options)).toBe('going');
    expect((await inventory({ access, regions }, options)).filter((arn) => arn.includes(':table/orders'))).toHaveLength(left > 0 ? 1 : 0);
  }
  expect(await inventory({ access, regions }, options)).toEqual([]);
  expect(await emptyAccount({ access, regions }, options)).toBe('done');
  far.destroy();
});

test('a table that could be recovered leaves no backup of itself to the next learner', async () => {
  await make(dynamodb, 'recoverable');
  await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName: 'recoverable', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }));
  await removeTable(dynamodb, arnOf('recoverable'));
  expect((await dynamodb.send(new ListBackupsCommand({ TableName: 'recoverable', BackupType: 'ALL' }))).BackupSummaries).toEqual([]);
});

test.each(['UpdateTable', 'DescribeContinuousBackups', 'DeleteTable'])('a table that is being worked on when %s comes is removed by a later pass', async (operation) => {
  const name = `busy-at-${operation}`;
  await make(dynamodb, name, true);
  aws.faults.set({ refuse: { service: 'dynamodb', operation, times: 2, name: 'ResourceInUseException' } });
  for (let refused = 0; refused < 2; refused += 1) await removeTable(dynamodb, arnOf(name));
  expect(await listTables(dynamodb)).toContain(name);
  for (let step = 0; step < 2; step += 1) await removeTable(dynamodb, arnOf(name));
  expect(await listTables(dynamodb)).not.toContain(name);
});

test('a table on its way in or out is left to a later pass, and asked to go once', async () => {
  const world = await scripted({ DescribeTable: [...['CREATING', 'UPDATING', 'ACTIVE', 'DELETING'].map(standing), GONE], DescribeContinuousBackups: [{ ContinuousBackupsDescription: {} }] });
  for (let pass = 0; pass < 5; pass += 1) await removeTable(world.client, arnOf('orders'));
  expect(world.asked).toEqual(['DescribeTable', 'DescribeTable', 'DescribeTable', 'DeleteResourcePolicy', 'DescribeContinuousBackups', 'DeleteTable', 'DescribeTable', 'DescribeTable']);
  world.close();
});

test('a table that goes between two questions is gone, not an error', async () => {
  const world = await scripted({ DescribeTable: [standing('ACTIVE')], DescribeContinuousBackups: [{ __type: 'TableNotFoundException', message: 'gone' }] });
  await removeTable(world.client, arnOf('orders'));
  expect(world.asked).not.toContain('DeleteTable');
  world.close();
});

test('a table of a stack that takes too long to be made loose fails by its name, to be tried again', async () => {
  const world = await scripted({ DescribeTable: [standing('UPDATING')] });
  await expect(loosenTable(world.client, arnOf('orders'), { first: 1, longest: 20 })).rejects.toThrow('table/orders was not ready');
  world.close();
});

test('a refusal that waiting does not mend is told as it is', async () => {
  const world = await scripted({ DescribeTable: [standing('ACTIVE')], DeleteResourcePolicy: [{ __type: 'AccessDeniedException', message: 'explicit deny' }] });
  await expect(removeTable(world.client, arnOf('orders'))).rejects.toThrow('explicit deny');
  world.close();
});

test('backups are listed on every page, without those already deleted', async () => {
  const page = (arn: string, BackupStatus: string, LastEvaluatedBackupArn?: string) => ({ BackupSummaries: [{ BackupArn: arn, BackupStatus }], LastEvaluatedBackupArn });
  const world = await scripted({ ListBackups: [page('one', 'AVAILABLE', 'one'), page('two', 'DELETED', 'two'), page('three', 'CREATING')] });
  expect(await listBackups(world.client)).toEqual(['one', 'three']);
  world.close();
});

test('a stack goes although the learner protected its table', async () => {
  const provisioner = createCloudFormationProvisioner({ endpoint: aws.url });
  const template = JSON.stringify({
    Resources: {
      Catalog: {
        Type: 'AWS::DynamoDB::Table',
        Properties: { TableName: 'catalog', BillingMode: 'PAY_PER_REQUEST', DeletionProtectionEnabled: true, AttributeDefinitions: [{ AttributeName: 'isbn', AttributeType: 'S' }], KeySchema: [{ AttributeName: 'isbn', KeyType: 'HASH' }] },
      },
    },
  });
  await provisioner.create({ access, token: 'protected', template, parameters: {}, tags: {} });
  await settled(async () => (await provisioner.describe(access, 'protected')).status === 'ready');
  expect((await dynamodb.send(new DescribeTableCommand({ TableName: 'catalog' }))).Table?.DeletionProtectionEnabled).toBe(true);
  await provisioner.delete(access, 'protected');
  await settled(async () => (await provisioner.describe(access, 'protected')).status !== 'deleting');
  expect(await provisioner.describe(access, 'protected')).toEqual({ status: 'absent' });
});

async function settled(done: () => Promise<boolean>): Promise<void> {
  while (!await done()) await delay(5);
}
