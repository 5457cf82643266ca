import { service } from '../dispatch/service.ts';
import { BACKUP_OPERATIONS } from './backups.ts';
import { ITEM_OPERATIONS } from './items.ts';
import { SETTING_OPERATIONS } from './settings.ts';
import { TABLE_OPERATIONS } from './tables.ts';

/** DynamoDB: tables with their settings and backups, and items by key. Without indexes, streams and replicas. */
export const dynamodb = service({
  id: 'dynamodb',
  protocol: 'json1.0',
  apiVersion: '2012-08-10',
  operations: [...TABLE_OPERATIONS, ...ITEM_OPERATIONS, ...SETTING_OPERATIONS, ...BACKUP_OPERATIONS],
});
