import { describe, expect, test } from '@jest/globals';
import { cloudTrailRecordSchema, type CloudTrailRecord } from '@cloudclass/plugin-contract';
import { labIdSchema } from '../../domain/ids.ts';
import type { Tenure } from './activity-store.ts';
import { assign, isStray } from './assign.ts';

const account = '111122223333';
const pool = new Set([account]);
const first = labIdSchema.parse('00000000-0000-4000-8000-000000000001');
const second = labIdSchema.parse('00000000-0000-4000-8000-000000000002');
const tenures: readonly Tenure[] = [
  { labId: first, accountId: account, from: new Date('2026-11-24T10:00:00.700Z'), to: new Date('2026-11-24T11:00:00.200Z') },
  { labId: second, accountId: account, from: new Date('2026-11-24T11:00:00.900Z'), to: null },
];

const recordAt = (eventTime: string, recipientAccountId = account): CloudTrailRecord =>
  cloudTrailRecordSchema.parse({ eventVersion: '1.11', eventID: 'e', eventTime, eventSource: 's3.amazonaws.com', eventName: 'CreateBucket', awsRegion: 'ap-northeast-2', recipientAccountId, userIdentity: {} });

describe('a record belongs to', () => {
  test.each([
    ['the lab that holds the account', '2026-11-24T10:30:00Z', first],
    ['the lab whose lease began in that second', '2026-11-24T10:00:00Z', first],
    ['the newer lab when both had the account in that second', '2026-11-24T11:00:00Z', second],
    ['the lab that has it now', '2026-11-24T12:00:00Z', second],
    ['nobody before the first lease', '2026-11-24T09:59:59Z', 'RECORD_NO_LAB'],
  ])('%s', (_whose, at, expected) => {
    expect(assign(recordAt(at), tenures, pool)).toBe(expected);
  });

  test('nobody between two leases', () => {
    const [lease] = tenures;
    expect(assign(recordAt('2026-11-24T11:30:00Z'), lease === undefined ? [] : [lease], pool)).toBe('RECORD_NO_LAB');
  });

  test('nobody when the account is not in the pool', () => {
    const assigned = assign(recordAt('2026-11-24T10:30:00Z', '999999999999'), tenures, pool);
    expect([assigned, isStray(assigned)]).toEqual(['RECORD_ACCOUNT_UNKNOWN', true]);
  });
});
