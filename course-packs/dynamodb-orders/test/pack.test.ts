import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { earnsPoints } from '@cloudclass/plugin-contract';
import { packStage } from '../../../plugins/loader/test/pack-stage.ts';

const stage = packStage(join(import.meta.dirname, '..'));
const { verdictsOn } = stage;

test('the points of the steps add up to 100', () => {
  expect(stage.pack.manifest.steps.reduce((sum, { points }) => sum + points, 0)).toBe(100);
});

test('every fixture says how each step must end, and each ends so', () => {
  expect(stage.fixtures.length).toBeGreaterThanOrEqual(30);
  for (const walk of stage.fixtures) {
    const statuses = Object.fromEntries([...stage.verdictsOf(walk)].map(([step, { status }]) => [step, status]));
    expect({ file: walk.file, statuses }).toEqual({ file: walk.file, statuses: walk.fixture.expect });
  }
});

test.each(['walk-passes', 'out-of-order-and-duplicated'])('%s earns all points', (name) => {
  expect([...verdictsOn(name).values()].filter(earnsPoints)).toHaveLength(6);
});

const parameters = (path: string): string => `requestParameters.${path}`;

describe('a near miss says what was seen, what is expected, and the author\'s sentence', () => {
  test.each([
    ['made-in-another-region', 'create-table', { path: 'awsRegion', seen: 'us-east-1', expected: ['ap-northeast-2'] }, 'another Region'],
    ['other-name', 'create-table', { path: parameters('tableName'), seen: 'orders', expected: ['bookshop-orders'] }, 'TableName'],
    ['no-sort-key', 'create-table', { path: parameters('keySchema.keyType'), seen: 'HASH', expected: ['RANGE'] }, 'Without a sort key'],
    ['keys-swapped', 'create-table', { path: parameters('keySchema.attributeName'), seen: ['orderId', 'studentId'], expected: ['studentId'] }, 'partition key is not studentId'],
    ['provisioned', 'create-table', { path: parameters('billingMode'), seen: 'PROVISIONED', expected: ['PAY_PER_REQUEST'] }, 'need not be created again'],
    ['order-without-date', 'put-orders', { path: parameters('key.orderId'), seen: '0001' }, 'does not begin with a date'],
    ['orders-in-another-table', 'put-orders', { path: parameters('tableName'), seen: 'bookshop-books' }, 'another table'],
    ['orders-in-another-table', 'query-orders', { path: parameters('tableName'), seen: 'bookshop-books' }, 'another table'],
    ['scan-instead', 'query-orders', { path: parameters('keyConditionExpression'), seen: null }, 'A scan reads the table from end to end'],
    ['expiry-by-another-attribute', 'expire-unpaid', { path: parameters('timeToLiveSpecification.attributeName'), seen: 'createdAt', expected: ['expiresAt'] }, 'expiresAt'],
    ['recovery-of-another-table', 'protect-data', { path: parameters('tableName'), seen: 'bookshop-books' }, 'another table'],
    ['policy-for-another-role', 'least-privilege', { path: parameters('policy') }, 'Principal'],
    ['policy-of-one-action', 'least-privilege', { path: parameters('policy') }, 'both dynamodb:GetItem and dynamodb:Query'],
    ['policy-on-another-table', 'least-privilege', { path: parameters('resourceArn') }, 'another table'],
  ])('%s: %s', (fixture, step, clause, sentence) => {
    expect(verdictsOn(fixture).get(step)).toMatchObject({ status: 'near-miss', explanation: { clause, hint: { en: expect.stringContaining(sentence) } } });
  });

  test.each([
    ['wrong-region', 'create-table', 'AccessDenied', 'Check that the Region is Seoul'],
    ['order-refused', 'put-orders', 'ValidationException', 'both as strings'],
    ['query-refused', 'query-orders', 'ValidationException', 'partition key studentId'],
    ['recovery-too-early', 'protect-data', 'ContinuousBackupsUnavailableException', 'try again in a moment'],
    ['policy-for-everybody', 'least-privilege', 'ValidationException', 'open the table to everybody'],
  ])('a refused call with the error of AWS: %s', (fixture, step, errorCode, sentence) => {
    expect(verdictsOn(fixture).get(step)).toMatchObject({ status: 'near-miss', explanation: { errorCode, hint: { en: expect.stringContaining(sentence) } } });
  });
});

test.each([
  ['capacity-far-too-high', 'create-table', 'UpdateTable', 'Change to on-demand now'],
  ['policy-too-wide', 'least-privilege', 'PutResourcePolicy', 'more than the screen needs'],
])('what is forbidden says why: %s', (fixture, step, eventName, sentence) => {
  expect(verdictsOn(fixture).get(step)).toMatchObject({ status: 'forbidden', explanation: { eventName, hint: { en: expect.stringContaining(sentence) } } });
});
