import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { launchBrowser } from '@cloudclass/local-browser';
import type { Browser, Page } from 'playwright-core';
import { openPage, outputOf, type Visitor } from './learner.ts';
import { seriousViolations } from './accessibility.ts';
import { startSystem, type System } from './system.ts';

const PARK = '1002';
const SECONDS = 1_000;
const PHONE = { width: 360, height: 780 };

let system: System;
let browser: Browser;
let learner: Visitor;
/** The console of the leased account, in a tab of its own. */
let console: Page;

beforeAll(async () => {
  system = await startSystem();
  browser = await launchBrowser();
  learner = await openPage(browser, system, { person: PARK, path: '/courses/101/activities/dynamodb-orders' });
}, 90 * SECONDS);

afterAll(async () => {
  await browser?.close();
  await system?.close();
}, 30 * SECONDS);

async function turnsGreen(title: string): Promise<void> {
  await learner.tool.locator('[data-steps] li').filter({ hasText: title }).getByText(/^(Passed|Done, keep it so)$/).first().waitFor();
}

const said = (text: string): Promise<void> => console.getByRole('status').filter({ hasText: text }).waitFor();

async function putOrder(student: string, order: string): Promise<void> {
  const form = console.getByRole('region', { name: 'Create item' });
  await form.getByLabel('studentId').fill(student);
  await form.getByLabel('orderId').fill(order);
  await form.getByLabel('Other attributes as JSON').fill('{"title": "Operating Systems", "total": 38000}');
  await form.getByRole('button', { name: 'Create item' }).click();
  await said('Item created.');
}

/** Nothing of a page lies beyond the edge of a phone, and no serious barrier is on it. */
async function expectGoodOnAPhone(): Promise<void> {
  expect(await console.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
  expect(await seriousViolations(console)).toEqual([]);
}

// the second lab in the local console on a phone, in order: each test goes on where the one before it stopped
describe('a table of orders, by the forms of the local console', () => {
  test('the course offers the lab, and starting it opens its console in the Region of the lab', async () => {
    await learner.tool.getByRole('button', { name: 'Start the lab' }).click();
    const opened = learner.context.waitForEvent('page');
    await learner.tool.getByRole('button', { name: 'Open AWS console' }).click();
    console = await opened;
    await console.setViewportSize(PHONE);
    await console.waitForURL(/\/console/);
    await console.getByRole('navigation', { name: 'Services' }).getByRole('link', { name: 'DynamoDB' }).click();
    await console.getByRole('link', { name: 'bookshop-books' }).waitFor();
    await expectGoodOnAPhone();
  }, 60 * SECONDS);

  test('the table is created with the keyboard alone', async () => {
    const form = console.getByRole('region', { name: 'Create table' });
    await form.getByLabel('Table name').focus();
    for (const text of ['bookshop-orders', 'studentId', '', 'orderId', '']) {
      await console.keyboard.type(text);
      await console.keyboard.press('Tab');
    }
    await form.getByLabel('Table name').press('Enter');
    await said('Table created.');
    await turnsGreen('Create the table of orders');
    await expectGoodOnAPhone();
  });

  test('three orders are put and those of one student queried', async () => {
    await putOrder('2026001', '2026-03-02#0001');
    await putOrder('2026001', '2026-03-05#0007');
    await putOrder('2026002', '2026-03-02#0002');
    await turnsGreen('Put three orders');
    const form = console.getByRole('region', { name: 'Explore items' });
    await form.getByLabel('studentId').fill('2026001');
    await form.getByRole('button', { name: 'Run' }).click();
    await console.getByText('2 items').waitFor();
    await turnsGreen("Read one student's orders");
    await expectGoodOnAPhone();
  });

  test('expiry, protection and recovery are turned on', async () => {
    await console.getByRole('link', { name: 'Additional settings' }).click();
    await console.getByLabel('TTL attribute name').fill('expiresAt');
    await console.getByRole('region', { name: 'Time to Live (TTL)' }).getByRole('button', { name: 'Turn on' }).click();
    await said('Time to Live turned on.');
    await console.getByRole('region', { name: 'Deletion protection' }).getByRole('button', { name: 'Turn on' }).click();
    await said('Deletion protection saved.');
    await expectGoodOnAPhone();
    await console.getByRole('link', { name: 'Backups' }).click();
    await console.getByRole('region', { name: 'Point-in-time recovery (PITR)' }).getByRole('button', { name: 'Turn on' }).click();
    await said('Point-in-time recovery saved.');
    await turnsGreen('Let unpaid orders expire');
    await turnsGreen('Protect the data against mistakes');
    await expectGoodOnAPhone();
  });

  test('a policy for one role ends the lab with all its points', async () => {
    await console.getByRole('link', { name: 'Permissions' }).click();
    const Resource = await outputOf(learner, 'TableArn');
    const Statement = [{ Effect: 'Allow', Principal: { AWS: await outputOf(learner, 'ReaderRoleArn') }, Action: ['dynamodb:GetItem', 'dynamodb:Query'], Resource }];
    await console.getByLabel('Policy as JSON').fill(JSON.stringify({ Version: '2012-10-17', Statement }, undefined, 2));
    await console.getByRole('button', { name: 'Save changes' }).click();
    await said('Table policy saved.');
    await turnsGreen('Grant no more than is needed');
    await learner.tool.getByText(/100 of 100 points/).first().waitFor();
    await expectGoodOnAPhone();
  });

  test('the end of the lab empties the account of its tables', async () => {
    await learner.tool.getByRole('button', { name: 'Lab options' }).click();
    await learner.tool.getByRole('menuitem', { name: 'End the lab' }).click();
    await learner.tool.getByRole('dialog').getByRole('button', { name: 'End the lab' }).click();
    await learner.tool.getByText('The account was emptied.').waitFor({ timeout: 20 * SECONDS });
    await console.reload();
    await console.getByRole('heading', { name: 'Access has ended' }).waitFor();
  }, 40 * SECONDS);
});
