import { withDynamoDb } from '../clients.ts';
import { listBackups, listTables, removeBackup, removeTable, tableArn } from './tables.ts';
import type { Sweeper } from './sweeper.ts';

/**
 * DynamoDB: tables and the backups made of them. Indexes, streams, expiry, insights and what a table hands on to Kinesis go with it; replicas, imports and
 * exports are forbidden in a lab.
 */
export const dynamodb: Sweeper = {
  scope: 'region',
  takesTime: true,
  list: (place, options) => withDynamoDb(place, options, async (client) => [...(await listTables(client)).map((name) => tableArn(place, name)), ...await listBackups(client)]),
  remove: (place, options, arn) => withDynamoDb(place, options, (client) => (arn.includes('/backup/') ? removeBackup(client, arn) : removeTable(client, arn))),
};
