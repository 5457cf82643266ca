import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { type Operation, operation, type OperationSpec, type Target } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import type { JsonObject, TableRecord } from '../state/model.ts';

/** What most operations say first: the table. Its ARN is taken for its name. */
export const onTableInput = z.object({
  TableName: z.string().transform((given) => given.replace(/^arn:aws:dynamodb:[^:]*:[^:]*:table\//, '')).pipe(z.string().regex(/^[\w.-]{3,255}$/)),
});

/** The ARN a table of this name has, whether it is there or not. */
export function tableArn(context: CallContext, name: string): string {
  return `arn:aws:dynamodb:${context.region.name}:${context.account.id}:table/${name}`;
}

/** @throws {AwsError} in the words of DynamoDB when there is no such table in the Region */
export function tableOf(context: CallContext, name: string): TableRecord {
  const table = context.region.tables.get(name);
  if (!table) throw new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
  return table;
}

/** A table for policies: its own has a say, as those of the caller have. */
export function tableTarget(context: CallContext, name: string): Target {
  return { arn: tableArn(context, name), policy: context.region.tables.get(name)?.policy?.text, owner: context.account.id };
}

/** An error in the words DynamoDB begins most of its refusals with. */
export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', `One or more parameter values were invalid: ${message}`);
}

/**
 * Declares an operation on one table: policies look at the table, and its records name it, as CloudTrail's do for every call on a table.
 * DynamoDB Developer Guide, "Understanding DynamoDB log file entries".
 */
export function tableOperation<Schema extends z.ZodType<{ readonly TableName: string }>, Output extends object>(
  spec: Omit<OperationSpec<Schema, Output>, 'target'>,
): Operation {
  return operation<Schema, Output>({
    ...spec,
    target: (input, context) => tableTarget(context, input.TableName),
    trail: {
      ...spec.trail,
      resources: (input, context) => [{ accountId: context.account.id, type: 'AWS::DynamoDB::Table', ARN: tableArn(context, input.TableName) }],
    },
  });
}

/** A table as Create-, Describe-, Update- and DeleteTable tell of it. */
export function describeTable(table: TableRecord, status: 'ACTIVE' | 'CREATING' | 'UPDATING' | 'DELETING'): JsonObject {
  return {
    TableName: table.name,
    TableArn: table.arn,
    TableId: table.id,
    TableStatus: status,
    CreationDateTime: new Date(table.createdAt),
    KeySchema: table.keySchema,
    AttributeDefinitions: table.attributes,
    ...(table.billingMode === 'PROVISIONED' ? {} : { BillingModeSummary: { BillingMode: table.billingMode } }),
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0, ...table.throughput },
    DeletionProtectionEnabled: table.deletionProtection ?? false,
    ItemCount: table.items.size,
    TableSizeBytes: 0,
  };
}

/** Says which part of DynamoDB is missing here, so that nobody takes an answer without it for a whole one. */
export function lacking(input: object, operationName: string, members: readonly string[]): void {
  const asked = members.find((member) => member in input);
  if (asked !== undefined) throw new AwsError('NotImplemented', `The local AWS endpoint does not support ${asked} of dynamodb:${operationName}.`, 501);
}
