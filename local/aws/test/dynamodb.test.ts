import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  CreateBackupCommand, CreateTableCommand, DeleteBackupCommand, DeleteItemCommand, DeleteResourcePolicyCommand, DeleteTableCommand, DescribeContinuousBackupsCommand, DescribeTableCommand,
  DescribeTimeToLiveCommand, GetItemCommand, GetResourcePolicyCommand, ListBackupsCommand, PutItemCommand, PutResourcePolicyCommand, QueryCommand, type QueryCommandInput, ScanCommand,
  UpdateContinuousBackupsCommand, UpdateItemCommand, UpdateTableCommand, UpdateTimeToLiveCommand, type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { GetRecordsCommand, GetShardIteratorCommand } from '@aws-sdk/client-kinesis';
import type { LocalAws } from '../src/index.ts';
import { assume, clientsFor, failureOf, memberAccount, startForTest } from './clients.ts';

let aws: LocalAws;
let account: Awaited<ReturnType<typeof memberAccount>>;
beforeAll(async () => {
  aws = await startForTest({ activityStream: 'activity' });
  account = await memberAccount(aws);
});
afterAll(() => aws.close());

let tables = 0;
let TableName = '';
beforeEach(() => {
  TableName = `orders-${(tables += 1)}`;
});

function definition(changes: Partial<CreateTableCommandInput> = {}): CreateTableCommandInput {
  return {
    TableName,
    AttributeDefinitions: [{ AttributeName: 'studentId', AttributeType: 'S' }, { AttributeName: 'orderId', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'studentId', KeyType: 'HASH' }, { AttributeName: 'orderId', KeyType: 'RANGE' }],
    BillingMode: 'PAY_PER_REQUEST',
    ...changes,
  };
}

const create = (changes?: Partial<CreateTableCommandInput>) => account.member.dynamodb.send(new CreateTableCommand(definition(changes)));
const order = (studentId: string, orderId: string, total = '10') => ({ studentId: { S: studentId }, orderId: { S: orderId }, total: { N: total } });
const put = (item: ReturnType<typeof order>) => account.member.dynamodb.send(new PutItemCommand({ TableName, Item: item }));

/** The records of a call, newest last, from the stream that everything is put on. */
async function recordsOf(eventName: string): Promise<Record<string, unknown>[]> {
  const { kinesis } = account.management;
  const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand({ StreamName: 'activity', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' }));
  const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
  const details = Records.map(({ Data }) => (JSON.parse(Buffer.from(Data ?? []).toString('utf8')) as { detail: Record<string, unknown> }).detail);
  return details.filter((detail) => detail['eventName'] === eventName && detail['recipientAccountId'] === account.id);
}

describe('a table', () => {
  test('is described with its keys, its way of paying and its protection', async () => {
    await create({ DeletionProtectionEnabled: true });
    const { Table } = await account.member.dynamodb.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({ TableName, TableStatus: 'ACTIVE', BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' }, DeletionProtectionEnabled: true });
  });

  test.each([
    ['an attribute that is no key', { AttributeDefinitions: [...definition().AttributeDefinitions ?? [], { AttributeName: 'total', AttributeType: 'N' as const }] }, 'Number of attributes in KeySchema'],
    ['no capacity although it is provisioned', { BillingMode: 'PROVISIONED' as const }, 'must both be specified when BillingMode is PROVISIONED'],
    ['capacity although it is paid by request', { ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 } }, 'Neither ReadCapacityUnits nor WriteCapacityUnits'],
    ['an index, which this endpoint lacks', { LocalSecondaryIndexes: [] }, 'does not support LocalSecondaryIndexes'],
  ])('is refused with %s', async (_what, changes, words) => {
    expect((await failureOf(create(changes))).message).toContain(words);
  });

  test('that is protected is deleted only once it is not', async () => {
    const { dynamodb } = account.member;
    await create({ DeletionProtectionEnabled: true });
    expect((await failureOf(dynamodb.send(new DeleteTableCommand({ TableName })))).message).toContain('protected against deletion');
    await dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
    await dynamodb.send(new DeleteTableCommand({ TableName }));
    expect((await failureOf(dynamodb.send(new DescribeTableCommand({ TableName })))).name).toBe('ResourceNotFoundException');
  });

  test('changes between capacity and payment by request', async () => {
    await create({ BillingMode: 'PROVISIONED', ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 } });
    const { TableDescription } = await account.member.dynamodb.send(new UpdateTableCommand({ TableName, BillingMode: 'PAY_PER_REQUEST' }));
    expect(TableDescription).toMatchObject({ BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' }, ProvisionedThroughput: { ReadCapacityUnits: 0 } });
  });
});

describe('items', () => {
  test('are read by their whole key, changed and deleted', async () => {
    const { dynamodb } = account.member;
    await create();
    await put(order('s-1', '2026-03-02#1'));
    const Key = { studentId: { S: 's-1' }, orderId: { S: '2026-03-02#1' } };
    const { Attributes } = await dynamodb.send(new UpdateItemCommand({
      TableName, Key, UpdateExpression: 'SET #s = :paid REMOVE total', ExpressionAttributeNames: { '#s': 'status' }, ExpressionAttributeValues: { ':paid': { S: 'paid' } }, ReturnValues: 'ALL_NEW',
    }));
    expect([Attributes, (await dynamodb.send(new GetItemCommand({ TableName, Key }))).Item]).toEqual([{ ...Key, status: { S: 'paid' } }, Attributes]);
    await dynamodb.send(new DeleteItemCommand({ TableName, Key }));
    expect((await dynamodb.send(new GetItemCommand({ TableName, Key }))).Item).toBeUndefined();
  });

  test('are not overwritten by a put that asks for none to be there', async () => {
    await create();
    const putOnce = () => account.member.dynamodb.send(new PutItemCommand({ TableName, Item: order('s-1', '1'), ConditionExpression: 'attribute_not_exists(orderId)' }));
    await putOnce();
    expect((await failureOf(putOnce())).name).toBe('ConditionalCheckFailedException');
  });

  test.each([
    ['without a key', { studentId: { S: 's-1' } }, 'Missing the key orderId in the item'],
    ['with a key of another type', { studentId: { S: 's-1' }, orderId: { N: '1' } }, 'Type mismatch for key orderId expected: S actual: N'],
    ['with an empty key', { studentId: { S: 's-1' }, orderId: { S: '' } }, 'cannot contain an empty string value'],
  ])('%s are refused', async (_what, Item, words) => {
    await create();
    expect((await failureOf(account.member.dynamodb.send(new PutItemCommand({ TableName, Item })))).message).toContain(words);
  });
});

describe('a query', () => {
  const ask = async (KeyConditionExpression: string, more: Partial<QueryCommandInput> = {}) => {
    const { Items = [] } = await account.member.dynamodb.send(new QueryCommand({
      TableName, KeyConditionExpression, ...more, ExpressionAttributeValues: { ':s': { S: 's-1' }, ...more.ExpressionAttributeValues },
    }));
    return Items.map(({ orderId }) => orderId?.S);
  };
  beforeEach(async () => {
    await create();
    for (const [student, id] of [['s-1', '2026-03-03#2'], ['s-1', '2026-03-02#1'], ['s-2', '2026-03-02#9'], ['s-1', '2026-04-01#3']] as const) await put(order(student, id));
  });

  test.each<[string, string, Partial<QueryCommandInput>, string[]]>([
    ['finds what is of one partition, in the order of the sort key', 'studentId = :s', {}, ['2026-03-02#1', '2026-03-03#2', '2026-04-01#3']],
    ['goes backwards, and no further than asked', 'studentId = :s', { ScanIndexForward: false, Limit: 2 }, ['2026-04-01#3', '2026-03-03#2']],
    ['narrows by the beginning of the sort key', '#p = :s AND begins_with(orderId, :m)', { ExpressionAttributeNames: { '#p': 'studentId' }, ExpressionAttributeValues: { ':m': { S: '2026-03' } } }, ['2026-03-02#1', '2026-03-03#2']],
    ['narrows by a range', 'studentId = :s and orderId BETWEEN :a AND :b', { ExpressionAttributeValues: { ':a': { S: '2026-03-03' }, ':b': { S: '2026-03-31' } } }, ['2026-03-03#2']],
    ['narrows by a comparison', 'studentId = :s AND orderId < :a', { ExpressionAttributeValues: { ':a': { S: '2026-03-03' } } }, ['2026-03-02#1']],
  ])('%s', async (_what, expression, more, expected) => {
    expect(await ask(expression, more)).toEqual(expected);
  });

  test.each([
    ['orderId = :s', 'Query condition missed key schema element: studentId'],
    ['studentId > :s', 'Query key condition not supported'],
    ['studentId = :s AND total = :s', 'Query key condition not supported'],
    ['studentId = :other', 'attribute value: :other'],
  ])('by "%s" is refused', async (expression, words) => {
    expect((await failureOf(ask(expression))).message).toContain(words);
  });
});

describe('settings of a table', () => {
  test('time to live is turned on once, for one attribute', async () => {
    const { dynamodb } = account.member;
    await create();
    const turnOn = () => dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: 'expiresAt' } }));
    await turnOn();
    expect((await failureOf(turnOn())).message).toBe('TimeToLive is already enabled');
    expect((await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
  });

  test('point-in-time recovery leaves a backup of the table that is deleted while it is on', async () => {
    const { dynamodb } = account.member;
    await create();
    await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }));
    const { ContinuousBackupsDescription } = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }));
    expect(ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe('ENABLED');
    await dynamodb.send(new CreateBackupCommand({ TableName, BackupName: 'before-the-term' }));
    await dynamodb.send(new DeleteTableCommand({ TableName }));
    const { BackupSummaries = [] } = await dynamodb.send(new ListBackupsCommand({ TableName }));
    expect(BackupSummaries.map(({ BackupType }) => BackupType).toSorted()).toEqual(['SYSTEM', 'USER']);
    const BackupArn = BackupSummaries.find(({ BackupType }) => BackupType === 'USER')?.BackupArn;
    await dynamodb.send(new DeleteBackupCommand({ BackupArn }));
    expect((await dynamodb.send(new ListBackupsCommand({ BackupType: 'USER' }))).BackupSummaries).toEqual([]);
  });

  test('a policy lets in the role it names, and nobody else', async () => {
    const { dynamodb, iam } = account.member;
    await create();
    await put(order('s-1', '1'));
    const trust = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account.id}:root` }, Action: 'sts:AssumeRole' }] });
    await iam.send(new CreateRoleCommand({ RoleName: `${TableName}-reader`, AssumeRolePolicyDocument: trust }));
    const reader = `arn:aws:iam::${account.id}:role/${TableName}-reader`;
    const asReader = clientsFor(aws.url, await assume(account.member, reader));
    const get = () => asReader.dynamodb.send(new GetItemCommand({ TableName, Key: { studentId: { S: 's-1' }, orderId: { S: '1' } } }));
    expect((await failureOf(get())).name).toBe('AccessDeniedException');
    const ResourceArn = `arn:aws:dynamodb:us-east-1:${account.id}:table/${TableName}`;
    const Policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { AWS: reader }, Action: 'dynamodb:GetItem', Resource: ResourceArn }] });
    await dynamodb.send(new PutResourcePolicyCommand({ ResourceArn, Policy }));
    expect([(await get()).Item?.total, (await failureOf(asReader.dynamodb.send(new ScanCommand({ TableName })))).name]).toEqual([{ N: '10' }, 'AccessDeniedException']);
    await dynamodb.send(new DeleteResourcePolicyCommand({ ResourceArn }));
    expect((await failureOf(dynamodb.send(new GetResourcePolicyCommand({ ResourceArn })))).name).toBe('PolicyNotFoundException');
  });

  test.each([
    ['lets everybody in', { Effect: 'Allow', Principal: '*', Action: 'dynamodb:GetItem', Resource: '*' }, 'public access'],
    ['names another table', { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'dynamodb:GetItem', Resource: 'arn:aws:dynamodb:us-east-1:111122223333:table/other' }, 'the Resource must be'],
    ['names nobody', { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' }, 'Principal'],
  ])('a policy that %s is refused', async (_what, statement, words) => {
    await create();
    const ResourceArn = `arn:aws:dynamodb:us-east-1:${account.id}:table/${TableName}`;
    const refused = account.member.dynamodb.send(new PutResourcePolicyCommand({ ResourceArn, Policy: JSON.stringify({ Statement: [statement] }) }));
    expect((await failureOf(refused)).message).toContain(words);
  });
});

describe('records', () => {
  test('of items are data events with the key and the names of attributes, never their values', async () => {
    await create();
    await put(order('s-1', '2026-03-02#1', '31000'));
    const [record] = (await recordsOf('PutItem')).slice(-1);
    expect(record).toMatchObject({
      eventSource: 'dynamodb.amazonaws.com', apiVersion: '2012-08-10', managementEvent: false, eventCategory: 'Data', readOnly: false, responseElements: null,
      requestParameters: { tableName: TableName, key: { studentId: 's-1', orderId: '2026-03-02#1' }, item: ['studentId', 'orderId', 'total'] },
      resources: [{ accountId: account.id, type: 'AWS::DynamoDB::Table', ARN: `arn:aws:dynamodb:us-east-1:${account.id}:table/${TableName}` }],
    });
    expect(JSON.stringify(record)).not.toContain('31000');
    const { Events = [] } = await account.member.cloudtrail.send(new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'PutItem' }] }));
    expect(Events).toEqual([]);
  });

  test('of a query hold its expression without the values', async () => {
    await create();
    await account.member.dynamodb.send(new QueryCommand({ TableName, KeyConditionExpression: '#s = :s', ExpressionAttributeNames: { '#s': 'studentId' }, ExpressionAttributeValues: { ':s': { S: 's-1' } } }));
    const [record] = (await recordsOf('Query')).slice(-1);
    expect(record?.['requestParameters']).toEqual({ tableName: TableName, keyConditionExpression: '#s = :s', expressionAttributeNames: { '#s': 'studentId' } });
  });

  test('of tables and settings are management events in CloudTrail\'s own spelling', async () => {
    const { dynamodb } = account.member;
    await create();
    await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }));
    const [created, recoverable] = [...(await recordsOf('CreateTable')).slice(-1), ...(await recordsOf('UpdateContinuousBackups')).slice(-1)];
    expect(created).toMatchObject({
      managementEvent: true,
      requestParameters: { tableName: TableName, billingMode: 'PAY_PER_REQUEST', keySchema: [{ attributeName: 'studentId', keyType: 'HASH' }, { attributeName: 'orderId', keyType: 'RANGE' }] },
      responseElements: { tableDescription: { tableStatus: 'CREATING', keySchema: [{ attributeName: 'studentId', keyType: 'HASH' }, { attributeName: 'orderId', keyType: 'RANGE' }] } },
    });
    expect(recoverable).toMatchObject({ managementEvent: true, requestParameters: { tableName: TableName, pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true } } });
  });
});
