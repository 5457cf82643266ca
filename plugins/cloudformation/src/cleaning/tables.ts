import {
  DeleteBackupCommand, DeleteResourcePolicyCommand, DeleteTableCommand, DescribeContinuousBackupsCommand, DescribeTableCommand, ListBackupsCommand, paginateListTables,
  UpdateContinuousBackupsCommand, UpdateTableCommand, type DynamoDBClient, type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { setTimeout as delay } from 'node:timers/promises';
import type { Place } from './sweeper.ts';

/** How long to wait for a table before its stack goes, in milliseconds: before the second look, and in all, beside what AWS takes to answer. What takes longer fails here and is tried again by whoever asked. */
export interface Waiting {
  readonly first: number;
  readonly longest: number;
}

const WAITING: Waiting = { first: 100, longest: 60_000 };
/** Looks become rarer up to this many milliseconds apart. */
const RAREST = 3_000;

function named(error: unknown, names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/** Backups and settings of a table speak of it in another error than the table itself. */
const isGone = (error: unknown): boolean => named(error, ['ResourceNotFoundException', 'TableNotFoundException']);

/**
 * The table, or as many others at once as an account may change, is being worked on.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html
 */
const isNotYet = (error: unknown): boolean => named(error, ['ResourceInUseException', 'TableInUseException', 'LimitExceededException', 'ContinuousBackupsUnavailableException']);

/** The ARN of a table, by which DynamoDB's calls take it as well as by its name. */
export function tableArn({ access, region }: Place, name: string): string {
  return `arn:aws:dynamodb:${region}:${access.accountId}:table/${name}`;
}

/** Names of all tables of a Region, every page; those on their way out are among them until they are gone. */
export async function listTables(client: DynamoDBClient): Promise<string[]> {
  const names: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) names.push(...TableNames);
  return names;
}

/**
 * ARNs of the backups that somebody made, every page. Those that DynamoDB makes itself, of tables deleted with recovery on, cost nothing, go by
 * themselves after 35 days and cannot be restored by a learner: they are not listed.
 */
export async function listBackups(client: DynamoDBClient): Promise<string[]> {
  const arns: string[] = [];
  let last: string | undefined;
  do {
    const page = await client.send(new ListBackupsCommand({ BackupType: 'USER', ...(last === undefined ? {} : { ExclusiveStartBackupArn: last }) }));
    arns.push(...(page.BackupSummaries ?? []).flatMap(({ BackupArn, BackupStatus }) => (BackupArn === undefined || BackupStatus === 'DELETED' ? [] : [BackupArn])));
    last = page.LastEvaluatedBackupArn;
  } while (last !== undefined);
  return arns;
}

/** Deletes a backup; one that is gone is fine. */
export async function removeBackup(client: DynamoDBClient, arn: string): Promise<void> {
  try {
    await client.send(new DeleteBackupCommand({ BackupArn: arn }));
  } catch (error) {
    if (!named(error, ['BackupNotFoundException'])) throw error;
  }
}

/**
 * Takes away whatever keeps a table from being deleted, or from being deleted whole: a policy of its own that may forbid it, deletion protection,
 * and point-in-time recovery, of which DynamoDB would keep a backup for 35 days. A table that is gone is fine. A policy is gone some seconds after it was deleted: what
 * it refuses until then is an error, and is tried again by whoever asked. One that forbids its own removal yields to the account's root user only.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteResourcePolicy.html
 * @throws Error when the table is not ready for it within the longest wait
 */
export function loosenTable(client: DynamoDBClient, arn: string, waiting: Waiting = WAITING): Promise<void> {
  return repeatedly(waiting, arn, async () => (await loosen(client, arn)) !== 'busy');
}

/**
 * Deletes a table, or does what has to be done before: one that is being worked on, is protected or hides itself goes with a later pass, and so does one that
 * DynamoDB is taking away. A table that is gone is fine.
 */
export async function removeTable(client: DynamoDBClient, arn: string): Promise<void> {
  try {
    if ((await loosen(client, arn)) === 'loose') await client.send(new DeleteTableCommand({ TableName: arn }));
  } catch (error) {
    if (!isGone(error) && !isNotYet(error)) throw error;
  }
}

/** Tries until it is done, patiently with a table that is being worked on. */
async function repeatedly({ first, longest }: Waiting, arn: string, attempt: () => Promise<boolean>): Promise<void> {
  for (let pause = first, waited = 0; ; waited += pause, pause = Math.min(pause * 2, RAREST)) {
    try {
      if (await attempt()) return;
    } catch (error) {
      if (isGone(error)) return;
      if (!isNotYet(error)) throw error;
    }
    if (waited + pause > longest) throw new Error(`${arn} was not ready after ${longest / 1000} seconds`);
    await delay(pause);
  }
}

async function loosen(client: DynamoDBClient, arn: string): Promise<'gone' | 'going' | 'busy' | 'loose'> {
  const table = await describe(client, arn);
  if (table === 'gone') return 'gone';
  if (table !== 'hidden' && table.TableStatus === 'DELETING') return 'going';
  if (table !== 'hidden' && (table.TableStatus === 'CREATING' || table.TableStatus === 'UPDATING')) return 'busy';
  await client.send(new DeleteResourcePolicyCommand({ ResourceArn: arn }));
  if (table === 'hidden') return 'busy';
  if (table.DeletionProtectionEnabled === true) {
    await client.send(new UpdateTableCommand({ TableName: arn, DeletionProtectionEnabled: false }));
    return 'busy';
  }
  const { ContinuousBackupsDescription } = await client.send(new DescribeContinuousBackupsCommand({ TableName: arn }));
  if (ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED') {
    await client.send(new UpdateContinuousBackupsCommand({ TableName: arn, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false } }));
  }
  return 'loose';
}

/** A table's own policy may forbid to look at it, and must be taken away without. */
async function describe(client: DynamoDBClient, arn: string): Promise<TableDescription | 'gone' | 'hidden'> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: arn }))).Table ?? 'gone';
  } catch (error) {
    if (isGone(error)) return 'gone';
    if (named(error, ['AccessDeniedException'])) return 'hidden';
    throw error;
  }
}
