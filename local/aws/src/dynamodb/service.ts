import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { page, whole } from '../dispatch/fields.ts';
import { operation } from '../dispatch/operation.ts';
import { service } from '../dispatch/service.ts';
import { AwsError } from '../errors.ts';
import { uuid } from '../ids.ts';
import type { JsonObject, TableRecord } from '../state/model.ts';

const tableName = z.string().regex(/^[\w.-]{3,255}$/);
const onTableInput = z.object({ TableName: tableName });
const item = z.record(z.string(), z.unknown());

function arnOf(context: CallContext, name: string): string {
  return `arn:aws:dynamodb:${context.region.name}:${context.account.id}:table/${name}`;
}

const onTable = (input: { readonly TableName: string }, context: CallContext) => ({ arn: arnOf(context, input.TableName) });

function tableOf(context: CallContext, name: string): TableRecord {
  const table = context.region.tables.get(name);
  if (!table) throw new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
  return table;
}

function describe(table: TableRecord, status: 'ACTIVE' | 'CREATING' | 'DELETING') {
  return {
    TableName: table.name,
    TableArn: table.arn,
    TableId: table.id,
    TableStatus: status,
    CreationDateTime: new Date(table.createdAt),
    KeySchema: table.keySchema,
    AttributeDefinitions: table.attributes,
    BillingModeSummary: { BillingMode: table.billingMode },
    ItemCount: table.items.size,
    TableSizeBytes: 0,
  };
}

const createTable = operation({
  name: 'CreateTable',
  access: 'write',
  input: onTableInput.extend({
    KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) })).min(1).max(2),
    AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
    BillingMode: z.enum(['PROVISIONED', 'PAY_PER_REQUEST']).default('PROVISIONED'),
  }),
  target: onTable,
  run: (input, context) => {
    if (context.region.tables.has(input.TableName)) {
      throw new AwsError('ResourceInUseException', `Table already exists: ${input.TableName}`);
    }
    const defined = new Set(input.AttributeDefinitions.map((one) => one.AttributeName));
    if (input.KeySchema.some((key) => !defined.has(key.AttributeName))) {
      throw new AwsError('ValidationException', 'One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions.');
    }
    const table: TableRecord = {
      name: input.TableName,
      arn: arnOf(context, input.TableName),
      id: uuid(),
      createdAt: context.now.toISOString(),
      keySchema: input.KeySchema,
      attributes: input.AttributeDefinitions,
      billingMode: input.BillingMode,
      items: new Map(),
    };
    context.region.tables.set(table.name, table);
    return { TableDescription: describe(table, 'CREATING') };
  },
});

const describeTable = operation({
  name: 'DescribeTable',
  access: 'read',
  input: onTableInput,
  target: onTable,
  run: (input, context) => ({ Table: describe(tableOf(context, input.TableName), 'ACTIVE') }),
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

const deleteTable = operation({
  name: 'DeleteTable',
  access: 'write',
  input: onTableInput,
  target: onTable,
  run: (input, context) => {
    const table = tableOf(context, input.TableName);
    context.region.tables.delete(table.name);
    return { TableDescription: describe(table, 'DELETING') };
  },
});

function keyOf(table: TableRecord, values: JsonObject): string {
  const parts = table.keySchema.map(({ AttributeName }) => {
    const value = values[AttributeName];
    if (value === undefined) throw new AwsError('ValidationException', `One or more parameter values were invalid: Missing the key ${AttributeName} in the item`);
    return value;
  });
  return JSON.stringify(parts);
}

function trailKey(table: string, context: CallContext, values: JsonObject): JsonObject {
  const keys = context.region.tables.get(table)?.keySchema.map((key) => key.AttributeName) ?? [];
  return { tableName: table, key: Object.fromEntries(keys.map((name) => [name, values[name]])) };
}

const putItem = operation({
  name: 'PutItem',
  access: 'write',
  input: onTableInput.extend({ Item: item }),
  target: onTable,
  trail: { data: true, parameters: (input, context) => trailKey(input.TableName, context, input.Item) },
  run: (input, context) => {
    const table = tableOf(context, input.TableName);
    table.items.set(keyOf(table, input.Item), input.Item);
    return {};
  },
});

const getItem = operation({
  name: 'GetItem',
  access: 'read',
  input: onTableInput.extend({ Key: item }),
  target: onTable,
  trail: { data: true, parameters: (input, context) => trailKey(input.TableName, context, input.Key) },
  run: (input, context) => {
    const table = tableOf(context, input.TableName);
    return { Item: table.items.get(keyOf(table, input.Key)) };
  },
});

const scan = operation({
  name: 'Scan',
  access: 'read',
  input: onTableInput,
  target: onTable,
  trail: { data: true },
  run: (input, context) => {
    const items = [...tableOf(context, input.TableName).items.values()];
    return { Items: items, Count: items.length, ScannedCount: items.length };
  },
});

/** DynamoDB tables as simple records: put, get and scan by key, without expressions or indexes. */
export const dynamodb = service({
  id: 'dynamodb',
  protocol: 'json1.0',
  operations: [createTable, describeTable, listTables, deleteTable, putItem, getItem, scan],
});
