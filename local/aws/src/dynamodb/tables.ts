import { z } from 'zod';
import { page, whole } from '../dispatch/fields.ts';
import { operation, type Operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { uuid } from '../ids.ts';
import type { TableRecord, Throughput } from '../state/model.ts';
import { keepSystemBackup } from './backups.ts';
import { describeTable, invalid, lacking, onTableInput, tableArn, tableOf, tableOperation } from './table.ts';

const billing = z.looseObject({
  BillingMode: z.enum(['PROVISIONED', 'PAY_PER_REQUEST']).optional(),
  ProvisionedThroughput: z.object({ ReadCapacityUnits: whole.min(1), WriteCapacityUnits: whole.min(1) }).optional(),
  DeletionProtectionEnabled: z.boolean().optional(),
});

/** What this endpoint has no counterpart for. */
const LACKING = ['GlobalSecondaryIndexes', 'GlobalSecondaryIndexUpdates', 'LocalSecondaryIndexes', 'ReplicaUpdates', 'ResourcePolicy', 'StreamSpecification', 'WarmThroughput'];

/** @throws {AwsError} when the capacity does not go with the way of paying */
function throughputFor(mode: string, given: Throughput | undefined): Throughput | undefined {
  if (mode === 'PAY_PER_REQUEST' && given) throw invalid('Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST');
  if (mode === 'PROVISIONED' && !given) throw invalid('ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED');
  return given;
}

type KeySchema = TableRecord['keySchema'];

/** @throws {AwsError} when the keys and the attributes that are defined are not the same ones */
function checkKeys(keySchema: KeySchema, attributes: TableRecord['attributes']): void {
  if (keySchema[0]?.KeyType !== 'HASH' || keySchema[1]?.KeyType === 'HASH') throw invalid('The first KeySchemaElement is not a HASH key type, or the second one is');
  const defined = new Set(attributes.map((one) => one.AttributeName));
  if (keySchema.some((key) => !defined.has(key.AttributeName))) throw invalid('Some index key attributes are not defined in AttributeDefinitions.');
  if (defined.size !== keySchema.length) throw invalid('Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions');
}

const createTable = tableOperation({
  name: 'CreateTable',
  access: 'write',
  input: billing.extend({
    ...onTableInput.shape,
    KeySchema: z.array(z.object({ AttributeName: z.string().min(1), KeyType: z.enum(['HASH', 'RANGE']) })).min(1).max(2),
    AttributeDefinitions: z.array(z.object({ AttributeName: z.string().min(1), AttributeType: z.enum(['S', 'N', 'B']) })),
  }),
  run: (input, context) => {
    lacking(input, 'CreateTable', LACKING);
    const { BillingMode = 'PROVISIONED', DeletionProtectionEnabled = false } = input;
    checkKeys(input.KeySchema, input.AttributeDefinitions);
    const throughput = throughputFor(BillingMode, input.ProvisionedThroughput);
    if (context.region.tables.has(input.TableName)) throw new AwsError('ResourceInUseException', `Table already exists: ${input.TableName}`);
    const table: TableRecord = {
      name: input.TableName,
      arn: tableArn(context, input.TableName),
      id: uuid(),
      createdAt: context.now.toISOString(),
      keySchema: input.KeySchema,
      attributes: input.AttributeDefinitions,
      billingMode: BillingMode,
      throughput,
      deletionProtection: DeletionProtectionEnabled,
      items: new Map(),
    };
    context.region.tables.set(table.name, table);
    return { TableDescription: describeTable(table, 'CREATING') };
  },
});

const updateTable = tableOperation({
  name: 'UpdateTable',
  access: 'write',
  input: billing.extend(onTableInput.shape),
  run: (input, context) => {
    lacking(input, 'UpdateTable', LACKING);
    const table = tableOf(context, input.TableName);
    const { BillingMode, ProvisionedThroughput, DeletionProtectionEnabled } = input;
    if (BillingMode === undefined && ProvisionedThroughput === undefined && DeletionProtectionEnabled === undefined) throw invalid('At least one of the updatable members is required');
    const mode = BillingMode ?? table.billingMode;
    table.throughput = throughputFor(mode, ProvisionedThroughput ?? (BillingMode === 'PAY_PER_REQUEST' ? undefined : table.throughput));
    table.billingMode = mode;
    table.deletionProtection = DeletionProtectionEnabled ?? table.deletionProtection ?? false;
    return { TableDescription: describeTable(table, 'UPDATING') };
  },
});

const describe = tableOperation({
  name: 'DescribeTable',
  access: 'read',
  input: onTableInput,
  run: (input, context) => ({ Table: describeTable(tableOf(context, input.TableName), 'ACTIVE') }),
});

const listTables = operation({
  name: 'ListTables',
  access: 'read',
  input: z.object({ ExclusiveStartTableName: z.string().default(''), Limit: whole.min(1).max(100).default(100) }),
  run: (input, context) => {
    const names = [...context.region.tables.keys()].sort().filter((name) => name > input.ExclusiveStartTableName);
    const { items, next } = page(names, undefined, input.Limit);
    return { TableNames: items, LastEvaluatedTableName: next === undefined ? undefined : items.at(-1) };
  },
});

const deleteTable = tableOperation({
  name: 'DeleteTable',
  access: 'write',
  input: onTableInput,
  run: (input, context) => {
    const table = tableOf(context, input.TableName);
    if (table.deletionProtection) {
      throw new AwsError('ValidationException', 'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.');
    }
    if (table.recoverableSince !== undefined) keepSystemBackup(context, table);
    context.region.tables.delete(table.name);
    return { TableDescription: describeTable(table, 'DELETING') };
  },
});

export const TABLE_OPERATIONS: readonly Operation[] = [createTable, updateTable, describe, listTables, deleteTable];
