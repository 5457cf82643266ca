import { z } from 'zod';
import type { CallContext } from '../dispatch/cloud.ts';
import { whole } from '../dispatch/fields.ts';
import { operation, type Operation } from '../dispatch/operation.ts';
import { AwsError } from '../errors.ts';
import { hexId } from '../ids.ts';
import type { RegionState, TableBackupRecord, TableRecord } from '../state/model.ts';
import { onTableInput, tableOf, tableOperation } from './table.ts';

const HOUR_MS = 60 * 60_000;
/** DynamoDB Developer Guide, "Delete a table with PITR enabled". */
const SYSTEM_BACKUP_DAYS = 35;

function backupsOf(region: RegionState): Map<string, TableBackupRecord> {
  region.tableBackups ??= new Map();
  return region.tableBackups;
}

function keep(context: CallContext, table: TableRecord, kind: Pick<TableBackupRecord, 'name' | 'type'>): TableBackupRecord {
  const { name, arn, id, createdAt, keySchema, billingMode } = table;
  const backup: TableBackupRecord = {
    ...kind,
    arn: `${arn}/backup/0${context.now.getTime()}-${hexId('', 8)}`,
    createdAt: context.now.toISOString(),
    table: { name, arn, id, createdAt, keySchema, billingMode },
    itemCount: table.items.size,
  };
  backupsOf(context.region).set(backup.arn, backup);
  return backup;
}

/** The backup that DynamoDB makes by itself when a table goes whose point-in-time recovery was on. */
export function keepSystemBackup(context: CallContext, table: TableRecord): void {
  keep(context, table, { name: `${table.name}$DeletedTableBackup`, type: 'SYSTEM' });
}

function details({ arn, name, type, createdAt }: TableBackupRecord) {
  const expires = type === 'USER' ? {} : { BackupExpiryDateTime: new Date(Date.parse(createdAt) + SYSTEM_BACKUP_DAYS * 24 * HOUR_MS) };
  return { BackupArn: arn, BackupName: name, BackupStatus: 'AVAILABLE', BackupType: type, BackupSizeBytes: 0, BackupCreationDateTime: new Date(createdAt), ...expires };
}

const createBackup = tableOperation({
  name: 'CreateBackup',
  access: 'write',
  input: onTableInput.extend({ BackupName: z.string().regex(/^[\w.-]{3,255}$/) }),
  run: (input, context) => ({ BackupDetails: details(keep(context, tableOf(context, input.TableName), { name: input.BackupName, type: 'USER' })) }),
});

const listBackups = operation({
  name: 'ListBackups',
  access: 'read',
  input: onTableInput.partial().extend({ BackupType: z.enum(['USER', 'SYSTEM', 'AWS_BACKUP', 'ALL']).default('ALL'), Limit: whole.min(1).max(100).default(100), ExclusiveStartBackupArn: z.string().default('') }),
  run: (input, context) => {
    const found = [...backupsOf(context.region).values()]
      .filter(({ type, table }) => (input.BackupType === 'ALL' || input.BackupType === type) && (input.TableName === undefined || input.TableName === table.name))
      .toSorted((one, other) => (one.arn < other.arn ? -1 : 1))
      .filter(({ arn }) => arn > input.ExclusiveStartBackupArn);
    const shown = found.slice(0, input.Limit);
    const summaries = shown.map((backup) => ({ ...details(backup), TableName: backup.table.name, TableArn: backup.table.arn, TableId: backup.table.id }));
    return { BackupSummaries: summaries, LastEvaluatedBackupArn: found.length > shown.length ? shown.at(-1)?.arn : undefined };
  },
});

const deleteBackup = operation({
  name: 'DeleteBackup',
  access: 'write',
  input: z.object({ BackupArn: z.string() }),
  target: (input) => ({ arn: input.BackupArn }),
  run: (input, context) => {
    const backup = backupsOf(context.region).get(input.BackupArn);
    if (!backup) throw new AwsError('BackupNotFoundException', `Backup not found: ${input.BackupArn}`);
    backupsOf(context.region).delete(backup.arn);
    const { table, itemCount } = backup;
    return {
      BackupDescription: {
        BackupDetails: { ...details(backup), BackupStatus: 'DELETED' },
        SourceTableDetails: { TableName: table.name, TableArn: table.arn, TableId: table.id, TableCreationDateTime: new Date(table.createdAt), KeySchema: table.keySchema, BillingMode: table.billingMode, ItemCount: itemCount },
      },
    };
  },
});

export const BACKUP_OPERATIONS: readonly Operation[] = [createBackup, listBackups, deleteBackup];
