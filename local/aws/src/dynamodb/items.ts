import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { whole } from '../dispatch/fields.ts';
import type { Operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import type { JsonObject, TableRecord } from '../state/model.ts';
import { trailCase } from '../trail/casing.ts';
import { condition, keyCondition, type Placeholders, update } from './expressions.ts';
import { invalid, lacking, onTableInput, tableOf, tableOperation } from './table.ts';
import { attributeValue, compareValues, itemSchema, valuesSchema } from './values.ts';

const placeholders = z.looseObject({
  ExpressionAttributeNames: z.record(z.string(), z.string()).default({}),
  ExpressionAttributeValues: valuesSchema.default({}),
  ConditionExpression: z.string().optional(),
});
type WithPlaceholders = z.output<typeof placeholders>;

function placeholdersOf({ ExpressionAttributeNames, ExpressionAttributeValues }: WithPlaceholders): Placeholders {
  return { names: ExpressionAttributeNames, values: ExpressionAttributeValues };
}

function keyNames({ keySchema }: TableRecord): string[] {
  return keySchema.map(({ AttributeName }) => AttributeName);
}

/** Where an item is kept. @throws {AwsError} when a key is missing, empty or of another type than the table's */
function keyOf(table: TableRecord, item: JsonObject): string {
  const parts = keyNames(table).map((name) => {
    if (!Object.hasOwn(item, name)) throw invalid(`Missing the key ${name} in the item`);
    const { type, text } = attributeValue(item[name]);
    const expected = table.attributes.find(({ AttributeName }) => AttributeName === name)?.AttributeType ?? '';
    if (type !== expected) throw invalid(`Type mismatch for key ${name} expected: ${expected} actual: ${type}`);
    if (text === '') throw new AwsError('ValidationException', `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`);
    return text;
  });
  return JSON.stringify(parts);
}

/** The same for a key by itself, which holds nothing else. */
function lookupKey(table: TableRecord, key: JsonObject): string {
  const names = keyNames(table);
  if (Object.keys(key).length !== names.length || names.some((name) => !Object.hasOwn(key, name))) throw new AwsError('ValidationException', 'The provided key element does not match the schema');
  return keyOf(table, key);
}

/** An item's key as CloudTrail writes it: plain values, and nothing but the key. */
function trailKey(context: CallContext, tableName: string, item: JsonObject): JsonObject {
  const table = context.region.tables.get(tableName);
  const names = table === undefined ? [] : keyNames(table).filter((name) => Object.hasOwn(item, name));
  return names.length === 0 ? {} : { key: Object.fromEntries(names.map((name) => [name, attributeValue(item[name]).text])) };
}

interface DataInput {
  readonly TableName: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
}

/**
 * What CloudTrail keeps of a call on items: keys, names and expressions, never the values of other attributes.
 * DynamoDB Developer Guide, "Understanding DynamoDB log file entries".
 */
function recorded(input: DataInput & object, shown: JsonObject): JsonObject {
  const { TableName, ExpressionAttributeNames, ...rest } = input;
  const hidden = new Set(['Item', 'Key', 'ExpressionAttributeValues', 'ExclusiveStartKey']);
  const told = Object.fromEntries(Object.entries(rest).filter(([name]) => !hidden.has(name)));
  const names = Object.keys(ExpressionAttributeNames ?? {}).length === 0 ? {} : { expressionAttributeNames: ExpressionAttributeNames };
  return { tableName: TableName, ...shown, ...trailCase(told), ...names };
}

/** @throws {AwsError} when the caller's condition on what is there does not hold */
function checkCondition(input: WithPlaceholders, found: JsonObject | undefined): void {
  const { ConditionExpression } = input;
  if (ConditionExpression !== undefined && !condition(ConditionExpression, placeholdersOf(input))(found)) {
    throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed');
  }
}

const putItem = tableOperation({
  name: 'PutItem',
  access: 'write',
  input: placeholders.extend({ ...onTableInput.shape, Item: itemSchema }),
  trail: {
    data: true,
    parameters: (input, context) => recorded(input, { ...trailKey(context, input.TableName, input.Item), item: Object.keys(input.Item) }),
    response: () => null,
  },
  run: (input, context) => {
    const table = tableOf(context, input.TableName);
    const key = keyOf(table, input.Item);
    checkCondition(input, table.items.get(key));
    table.items.set(key, input.Item);
    return {};
  },
});

const onKey = placeholders.extend({ ...onTableInput.shape, Key: itemSchema });
const keyTrail = {
  data: true as const,
  parameters: (input: z.output<typeof onKey>, context: CallContext) => recorded(input, trailKey(context, input.TableName, input.Key)),
  response: () => null,
};

const getItem = tableOperation({
  name: 'GetItem',
  access: 'read',
  input: onKey,
  trail: keyTrail,
  run: (input, context) => {
    lacking(input, 'GetItem', ['ProjectionExpression']);
    const table = tableOf(context, input.TableName);
    const found = table.items.get(lookupKey(table, input.Key));
    return found === undefined ? {} : { Item: found };
  },
});

const updateItem = tableOperation({
  name: 'UpdateItem',
  access: 'write',
  input: onKey.extend({ UpdateExpression: z.string(), ReturnValues: z.enum(['NONE', 'ALL_NEW']).optional() }),
  trail: keyTrail,
  run: (input, context) => {
    const table = tableOf(context, input.TableName);
    const key = lookupKey(table, input.Key);
    checkCondition(input, table.items.get(key));
    const changed = update(input.UpdateExpression, placeholdersOf(input))(table.items.get(key) ?? input.Key);
    if (keyOf(table, changed) !== key) throw invalid('Cannot update attribute. This attribute is part of the key');
    table.items.set(key, changed);
    return input.ReturnValues === 'ALL_NEW' ? { Attributes: changed } : {};
  },
});

const deleteItem = tableOperation({
  name: 'DeleteItem',
  access: 'write',
  input: onKey,
  trail: keyTrail,
  run: (input, context) => {
    const table = tableOf(context, input.TableName);
    const key = lookupKey(table, input.Key);
    checkCondition(input, table.items.get(key));
    table.items.delete(key);
    return {};
  },
});

const reading = placeholders.extend({ ...onTableInput.shape, Limit: whole.min(1).optional() });
const LACKING = ['IndexName', 'FilterExpression', 'ProjectionExpression', 'ExclusiveStartKey', 'KeyConditions', 'ScanFilter', 'QueryFilter'];

/** A page of items: as many as asked for, and the key of the last when there are more. */
function pageOf(table: TableRecord, items: readonly JsonObject[], limit: number | undefined) {
  const shown = items.slice(0, limit);
  const last = shown.length < items.length ? shown.at(-1) : undefined;
  const LastEvaluatedKey = last && Object.fromEntries(keyNames(table).map((name) => [name, last[name]]));
  return { Items: shown, Count: shown.length, ScannedCount: shown.length, ...(LastEvaluatedKey && { LastEvaluatedKey }) };
}

const query = tableOperation({
  name: 'Query',
  access: 'read',
  input: reading.extend({ KeyConditionExpression: z.string(), ScanIndexForward: z.boolean().optional() }),
  trail: { data: true, parameters: (input) => recorded(input, {}) },
  run: (input, context) => {
    lacking(input, 'Query', LACKING);
    const table = tableOf(context, input.TableName);
    const isAskedFor = keyCondition(input.KeyConditionExpression, placeholdersOf(input), keyNames(table));
    const sort = keyNames(table)[1];
    const found = [...table.items.values()].filter(isAskedFor);
    const ordered = sort === undefined ? found : found.toSorted((one, other) => compareValues(attributeValue(one[sort]), attributeValue(other[sort])));
    return pageOf(table, input.ScanIndexForward === false ? ordered.toReversed() : ordered, input.Limit);
  },
});

const scan = tableOperation({
  name: 'Scan',
  access: 'read',
  input: reading,
  trail: { data: true, parameters: (input) => recorded(input, {}) },
  run: (input, context) => {
    lacking(input, 'Scan', LACKING);
    const table = tableOf(context, input.TableName);
    return pageOf(table, [...table.items.values()], input.Limit);
  },
});

export const ITEM_OPERATIONS: readonly Operation[] = [putItem, getItem, updateItem, deleteItem, query, scan];
