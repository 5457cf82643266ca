import { z } from 'zod';
import { asAwsError } from '../errors.ts';
import { call, type Visit } from './visit.ts';

const tableSchema = z.object({
  TableName: z.string(),
  TableArn: z.string(),
  TableStatus: z.string(),
  KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.string() })),
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  BillingModeSummary: z.object({ BillingMode: z.string() }).optional(),
  ProvisionedThroughput: z.object({ ReadCapacityUnits: z.number(), WriteCapacityUnits: z.number() }),
  DeletionProtectionEnabled: z.boolean(),
  ItemCount: z.number(),
});

/** One of the keys that name an item. */
export interface TableKey {
  readonly name: string;
  readonly type: string;
  readonly label: 'Partition key' | 'Sort key';
}

export interface Table {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  /** The partition key, then the sort key where there is one. */
  readonly keys: readonly TableKey[];
  readonly onDemand: boolean;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly isProtected: boolean;
  readonly items: number;
}

/** A table as it describes itself. */
export async function readTable(visit: Visit, name: string): Promise<Table> {
  const { Table: found } = z.object({ Table: tableSchema }).parse(await call(visit, 'dynamodb', 'DescribeTable', { TableName: name }));
  const typeOf = (key: string): string => found.AttributeDefinitions.find(({ AttributeName }) => AttributeName === key)?.AttributeType ?? 'S';
  return {
    name: found.TableName,
    arn: found.TableArn,
    status: found.TableStatus,
    keys: found.KeySchema.map(({ AttributeName, KeyType }) => ({ name: AttributeName, type: typeOf(AttributeName), label: KeyType === 'HASH' ? 'Partition key' : 'Sort key' })),
    onDemand: found.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST',
    readUnits: found.ProvisionedThroughput.ReadCapacityUnits,
    writeUnits: found.ProvisionedThroughput.WriteCapacityUnits,
    isProtected: found.DeletionProtectionEnabled,
    items: found.ItemCount,
  };
}

/** The first hundred tables of the Region. */
export async function readTables(visit: Visit): Promise<Table[]> {
  const { TableNames } = z.object({ TableNames: z.array(z.string()) }).parse(await call(visit, 'dynamodb', 'ListTables'));
  return Promise.all(TableNames.map((name) => readTable(visit, name)));
}

/** The attribute that says when an item expires; null while nothing does. */
export async function readExpiry(visit: Visit, name: string): Promise<string | null> {
  const answer = z.object({ TimeToLiveDescription: z.object({ AttributeName: z.string().optional() }) });
  return answer.parse(await call(visit, 'dynamodb', 'DescribeTimeToLive', { TableName: name })).TimeToLiveDescription.AttributeName ?? null;
}

/** Since when the table can be restored as it was; null while it cannot. */
export async function readRecovery(visit: Visit, name: string): Promise<Date | null> {
  const answer = z.object({ ContinuousBackupsDescription: z.object({ PointInTimeRecoveryDescription: z.object({ EarliestRestorableDateTime: z.date().optional() }) }) });
  const found = answer.parse(await call(visit, 'dynamodb', 'DescribeContinuousBackups', { TableName: name }));
  return found.ContinuousBackupsDescription.PointInTimeRecoveryDescription.EarliestRestorableDateTime ?? null;
}

/** The table's own policy as text; null when it has none. */
export async function readTablePolicy(visit: Visit, arn: string): Promise<string | null> {
  try {
    return z.object({ Policy: z.string() }).parse(await call(visit, 'dynamodb', 'GetResourcePolicy', { ResourceArn: arn })).Policy;
  } catch (thrown) {
    if (asAwsError(thrown).code === 'PolicyNotFoundException') return null;
    throw thrown;
  }
}

const backups = z.object({ BackupSummaries: z.array(z.object({ BackupArn: z.string(), BackupName: z.string(), BackupType: z.string(), BackupCreationDateTime: z.date() })) });

/** The backups of a table. */
export async function readBackups(visit: Visit, name: string) {
  return backups.parse(await call(visit, 'dynamodb', 'ListBackups', { TableName: name })).BackupSummaries;
}
