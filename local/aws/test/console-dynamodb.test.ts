import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import {
  CreateTableCommand, DescribeContinuousBackupsCommand, DescribeTableCommand, DescribeTimeToLiveCommand, GetItemCommand, GetResourcePolicyCommand, ListBackupsCommand, PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { LocalAws } from '../src/index.ts';
import { failureOf, memberAccount, startForTest } from './clients.ts';
import { Browser, signinToken } from './console-browser.ts';

let aws: LocalAws;
let account: Awaited<ReturnType<typeof memberAccount>>;
let browser: Browser;
let tables = 0;
/** The table of one test, and where its page is. */
let name = '';
let page = '';

beforeAll(async () => {
  aws = await startForTest();
  account = await memberAccount(aws);
});
afterAll(() => aws.close());
beforeEach(async () => {
  browser = new Browser(aws.url);
  await browser.get(`/federation?Action=login&SigninToken=${await signinToken(aws.url, account.keys)}&Destination=/console/dynamodb`);
  name = `orders-${(tables += 1)}`;
  page = `/console/dynamodb/${name}`;
});

const asked = { partition: 'studentId', partitionType: 'S', sort: 'orderId', sortType: 'S', capacity: 'PAY_PER_REQUEST', readUnits: '5', writeUnits: '5' };
const create = (fields: Record<string, string> = {}) => browser.submit('/console/dynamodb', '/console/dynamodb/create', { table: name, ...asked, ...fields });
const textOf = async (path: string): Promise<string> => (await browser.get(path)).text();
const send = () => account.member.dynamodb;

describe('creating a table', () => {
  test('makes it with its keys, on demand, and leads to its page', async () => {
    const response = await create();
    expect([response.status, response.headers.get('location')]).toEqual([303, `${page}?done=Table%20created.`]);
    const { Table } = await send().send(new DescribeTableCommand({ TableName: name }));
    expect(Table).toMatchObject({
      KeySchema: [{ AttributeName: 'studentId', KeyType: 'HASH' }, { AttributeName: 'orderId', KeyType: 'RANGE' }], BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' }, DeletionProtectionEnabled: false,
    });
    expect(await textOf('/console/dynamodb')).toContain(`<a href="${page}?tab=items">${name}</a>`);
  });

  test('makes it without a sort key, with reserved capacity and protected, when asked so', async () => {
    await create({ sort: '', capacity: 'PROVISIONED', protected: 'on' });
    const { Table } = await send().send(new DescribeTableCommand({ TableName: name }));
    expect(Table).toMatchObject({ KeySchema: [{ AttributeName: 'studentId' }], ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 }, DeletionProtectionEnabled: true });
  });

  test('shows what AWS says, and what had been typed', async () => {
    await create();
    const markup = await (await create({ sort: 'orderNo' })).text();
    expect(markup).toContain(`ResourceInUseException: Table already exists: ${name}`);
    expect(markup).toContain('value="orderNo"');
  });
});

describe('items', () => {
  const put = (student: string, order: string, more: Record<string, string> = {}) => browser.submit(page, `${page}/put-item`, { item0: student, item1: order, attributes: '', ...more });

  test('are put with attributes of every kind', async () => {
    await create();
    await put('2026001', '2026-03-02#0001', { attributes: '{"title": "Operating Systems", "total": 38000, "paid": false, "tags": ["used"], "seller": {"room": null}}' });
    const { Item } = await send().send(new GetItemCommand({ TableName: name, Key: { studentId: { S: '2026001' }, orderId: { S: '2026-03-02#0001' } } }));
    expect(Item).toMatchObject({ title: { S: 'Operating Systems' }, total: { N: '38000' }, paid: { BOOL: false }, tags: { L: [{ S: 'used' }] }, seller: { M: { room: { NULL: true } } } });
  });

  test('are not overwritten unless that is meant', async () => {
    await create();
    await put('2026001', '1');
    expect(await (await put('2026001', '1', { once: 'on' })).text()).toContain('ConditionalCheckFailedException');
    expect((await put('2026001', '1')).status).toBe(303);
  });

  test('whose attributes are no JSON are refused, and what was typed stays', async () => {
    await create();
    const markup = await (await put('2026001', '1', { attributes: 'title: x' })).text();
    expect(markup).toContain('not a JSON object');
    expect(markup).toContain('title: x</textarea>');
  });

  test('are read only when asked: by query, one by its key, or all', async () => {
    await create();
    for (const [student, order] of [['2026001', '2026-03-02#0001'], ['2026001', '2026-04-05#0007'], ['2026002', '2026-03-02#0002']] as const) await put(student, order);
    const found = async (query: string): Promise<string[]> => [...(await textOf(`${page}?tab=items${query}`)).matchAll(/<td class="key">(\d{4}-\d\d-\d\d#\d{4})<\/td>/g)].map(([, order]) => order ?? '');
    expect(await found('')).toEqual([]);
    expect(await found('&how=query&key0=2026001&condition=&key1=')).toEqual(['2026-03-02#0001', '2026-04-05#0007']);
    expect(await found('&how=query&key0=2026001&condition=begins_with&key1=2026-03')).toEqual(['2026-03-02#0001']);
    expect(await found('&how=get&key0=2026002&key1=2026-03-02%230002')).toEqual(['2026-03-02#0002']);
    expect(await found('&how=scan')).toHaveLength(3);
  });

  test('that cannot be read say why, above the form that asked', async () => {
    await create();
    const response = await browser.get(`${page}?tab=items&how=get&key0=2026001&key1=`);
    const markup = await response.text();
    expect([response.status, markup]).toEqual([400, expect.stringContaining('cannot contain an empty string value')]);
    expect(markup).toContain('value="2026001"');
  });

  test('are deleted from the list', async () => {
    await create();
    await put('2026001', '1');
    await browser.submit(page, `${page}/delete-item`, { key: JSON.stringify({ studentId: { S: '2026001' }, orderId: { S: '1' } }) });
    expect(await textOf(`${page}?tab=items&how=scan`)).toContain('Nothing was found.');
  });

  test('are shown escaped', async () => {
    await create();
    await send().send(new PutItemCommand({ TableName: name, Item: { studentId: { S: '<b>1' }, orderId: { S: '1' } } }));
    expect(await textOf(`${page}?tab=items&how=scan`)).not.toContain('<b>');
  });
});

describe('settings', () => {
  test('turn expiry, protection and recovery on and off, and change the capacity', async () => {
    await create();
    const settings = `${page}?tab=settings`;
    await browser.submit(settings, `${page}/expiry`, { attribute: 'expiresAt' });
    await browser.submit(settings, `${page}/protection`, { protected: 'on' });
    await browser.submit(settings, `${page}/capacity`, { capacity: 'PROVISIONED', readUnits: '7', writeUnits: '8' });
    await browser.submit(`${page}?tab=backups`, `${page}/recovery`, { recovery: 'on' });
    const read = async () => [
      (await send().send(new DescribeTimeToLiveCommand({ TableName: name }))).TimeToLiveDescription?.TimeToLiveStatus,
      (await send().send(new DescribeTableCommand({ TableName: name }))).Table?.DeletionProtectionEnabled,
      (await send().send(new DescribeContinuousBackupsCommand({ TableName: name }))).ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus,
    ];
    expect(await read()).toEqual(['ENABLED', true, 'ENABLED']);
    expect(await textOf(settings)).toContain('Provisioned: 7 read, 8 write');
    await browser.submit(settings, `${page}/expiry-off`, { attribute: 'expiresAt' });
    await browser.submit(settings, `${page}/protection`, { protected: 'off' });
    await browser.submit(`${page}?tab=backups`, `${page}/recovery`, { recovery: 'off' });
    expect(await read()).toEqual(['DISABLED', false, 'DISABLED']);
  });

  test('keep backups and let them go', async () => {
    await create();
    await browser.submit(`${page}?tab=backups`, `${page}/backup`, { backup: 'before-term' });
    const { BackupSummaries = [] } = await send().send(new ListBackupsCommand({ TableName: name }));
    expect(await textOf(`${page}?tab=backups`)).toContain('before-term');
    await browser.submit(`${page}?tab=backups`, `${page}/backup-delete`, { backup: BackupSummaries[0]?.BackupArn ?? '' });
    expect(await textOf(`${page}?tab=backups`)).toContain('This table has no backups.');
  });

  test('save a policy of the table, show the refused one again, and delete it', async () => {
    await create();
    const permissions = `${page}?tab=permissions`;
    const arn = `arn:aws:dynamodb:us-east-1:${account.id}:table/${name}`;
    const policy = (Principal: unknown) => JSON.stringify({ Statement: [{ Effect: 'Allow', Principal, Action: 'dynamodb:GetItem', Resource: arn }] });
    const refused = await (await browser.submit(permissions, `${page}/policy`, { policy: policy('*') })).text();
    expect([refused.includes('Block Public Access'), refused.includes('Resource&quot;:')]).toEqual([true, true]);
    await browser.submit(permissions, `${page}/policy`, { policy: policy({ AWS: account.id }) });
    expect((await send().send(new GetResourcePolicyCommand({ ResourceArn: arn }))).Policy).toBe(policy({ AWS: account.id }));
    await browser.submit(permissions, `${page}/policy-delete`, {});
    expect((await failureOf(send().send(new GetResourcePolicyCommand({ ResourceArn: arn })))).name).toBe('PolicyNotFoundException');
  });
});

test('a protected table says on its settings why it stays; another one goes', async () => {
  await create({ protected: 'on' });
  const kept = await (await browser.submit(page, `${page}/delete-table`, {})).text();
  expect(kept).toContain('protected against deletion');
  expect(kept).toContain('<h2 id="protection">');
  await browser.submit(page, `${page}/protection`, { protected: 'off' });
  const gone = await browser.submit(page, `${page}/delete-table`, {});
  expect(gone.headers.get('location')).toBe('/console/dynamodb?done=Table%20deleted.');
});

test('a table of another Region is shown when that Region is chosen', async () => {
  const { clientsFor } = await import('./clients.ts');
  await clientsFor(aws.url, account.keys, 'eu-west-1').dynamodb.send(new CreateTableCommand({ TableName: name, BillingMode: 'PAY_PER_REQUEST', AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }], KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }] }));
  expect(await textOf('/console/dynamodb?region=us-east-1')).not.toContain(name);
  expect(await textOf('/console/dynamodb?region=eu-west-1')).toContain(name);
});
