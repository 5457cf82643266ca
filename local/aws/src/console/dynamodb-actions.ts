import { z } from 'zod';
import type { Action } from './action.ts';
import type { TableTab } from './dynamodb-pages.ts';
import { readTable } from './dynamodb-read.ts';
import { attributesOf } from './dynamodb-values.ts';
import { call, field, type Visit } from './visit.ts';

function capacity(visit: Visit): object {
  if (field(visit, 'capacity') === 'PAY_PER_REQUEST') return { BillingMode: 'PAY_PER_REQUEST' };
  return { BillingMode: 'PROVISIONED', ProvisionedThroughput: { ReadCapacityUnits: Number(field(visit, 'readUnits')), WriteCapacityUnits: Number(field(visit, 'writeUnits')) } };
}

/** Makes the table a form asks for. @returns its name */
export async function createTable(visit: Visit): Promise<string> {
  const TableName = field(visit, 'table').trim();
  const keys = [
    { name: field(visit, 'partition').trim(), type: field(visit, 'partitionType'), KeyType: 'HASH' },
    { name: field(visit, 'sort').trim(), type: field(visit, 'sortType'), KeyType: 'RANGE' },
  ].filter(({ name }) => name !== '');
  await call(visit, 'dynamodb', 'CreateTable', {
    TableName,
    AttributeDefinitions: keys.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
    KeySchema: keys.map(({ name, KeyType }) => ({ AttributeName: name, KeyType })),
    ...capacity(visit),
    DeletionProtectionEnabled: visit.form.has('protected'),
  });
  return TableName;
}

async function putItem(visit: Visit, name: string): Promise<object> {
  const { keys } = await readTable(visit, name);
  const key = Object.fromEntries(keys.map((one, index) => [one.name, { [one.type]: field(visit, `item${index}`).trim() }]));
  const condition = visit.form.has('once') ? { ConditionExpression: 'attribute_not_exists(#p)', ExpressionAttributeNames: { '#p': keys[0]?.name ?? '' } } : {};
  return call(visit, 'dynamodb', 'PutItem', { TableName: name, Item: { ...attributesOf(field(visit, 'attributes')), ...key }, ...condition });
}

const keySchema = z.string().transform((text): unknown => JSON.parse(text)).pipe(z.record(z.string(), z.unknown()));

async function putPolicy(visit: Visit, name: string): Promise<object> {
  const { arn } = await readTable(visit, name);
  return call(visit, 'dynamodb', 'PutResourcePolicy', { ResourceArn: arn, Policy: field(visit, 'policy') });
}

async function deletePolicy(visit: Visit, name: string): Promise<object> {
  const { arn } = await readTable(visit, name);
  return call(visit, 'dynamodb', 'DeleteResourcePolicy', { ResourceArn: arn });
}

function setExpiry(visit: Visit, TableName: string, Enabled: boolean): Promise<object> {
  return call(visit, 'dynamodb', 'UpdateTimeToLive', { TableName, TimeToLiveSpecification: { Enabled, AttributeName: field(visit, 'attribute').trim() } });
}

/** The forms of a table's pages, by the last segment of their address. */
export const TABLE_ACTIONS: ReadonlyMap<string, Action<TableTab>> = new Map<string, Action<TableTab>>([
  ['put-item', { tab: 'items', done: 'Item created.', run: putItem }],
  ['delete-item', {
    tab: 'items', done: 'Item deleted.', run: (visit, name) => call(visit, 'dynamodb', 'DeleteItem', { TableName: name, Key: keySchema.parse(field(visit, 'key')) }),
  }],
  ['capacity', { tab: 'settings', done: 'Capacity saved.', run: (visit, name) => call(visit, 'dynamodb', 'UpdateTable', { TableName: name, ...capacity(visit) }) }],
  ['protection', {
    tab: 'settings', done: 'Deletion protection saved.',
    run: (visit, name) => call(visit, 'dynamodb', 'UpdateTable', { TableName: name, DeletionProtectionEnabled: field(visit, 'protected') === 'on' }),
  }],
  ['expiry', { tab: 'settings', done: 'Time to Live turned on.', run: (visit, name) => setExpiry(visit, name, true) }],
  ['expiry-off', { tab: 'settings', done: 'Time to Live turned off.', run: (visit, name) => setExpiry(visit, name, false) }],
  ['recovery', {
    tab: 'backups', done: 'Point-in-time recovery saved.',
    run: (visit, name) => call(visit, 'dynamodb', 'UpdateContinuousBackups', { TableName: name, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: field(visit, 'recovery') === 'on' } }),
  }],
  ['backup', { tab: 'backups', done: 'Backup created.', run: (visit, name) => call(visit, 'dynamodb', 'CreateBackup', { TableName: name, BackupName: field(visit, 'backup').trim() }) }],
  ['backup-delete', { tab: 'backups', done: 'Backup deleted.', run: (visit) => call(visit, 'dynamodb', 'DeleteBackup', { BackupArn: field(visit, 'backup') }) }],
  ['policy', { tab: 'permissions', done: 'Table policy saved.', run: putPolicy }],
  ['policy-delete', { tab: 'permissions', done: 'Table policy deleted.', run: deletePolicy }],
]);
