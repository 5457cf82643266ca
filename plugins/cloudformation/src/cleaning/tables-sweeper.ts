import { withDynamoDb } from '../clients.ts';
import { listBackups, listTables, removeBackup, removeTable } from './tables.ts';
import type { Place, Sweeper } from './sweeper.ts';

const arnOf = ({ access, region }: Place, table: string): string => `arn:aws:dynamodb:${region}:${access.accountId}:table/${table}`;

/**
 * DynamoDB: tables and the backups made of them. Indexes, streams, expiry, insights and what a table hands on to Kinesis go with it; replicas, imports and
 * exports are forbidden in a lab.
 */
export const dynamodb: Sweeper = {
  service: 'dynamodb',
  scope: 'region',
  list: (place, options) => withDynamoDb(place, options, async (client) => [...(await listTables(client)).map((name) => arnOf(place, name)), ...await listBackups(client)]),
  remove: (place, options, arn) => withDynamoDb(place, options, (client) => (arn.includes('/backup/') ? removeBackup(client, arn) : removeTable(client, arn.slice(arnOf(place, '').length)))),
};
