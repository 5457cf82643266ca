import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findViolations } from '@cloudclass/billing';
import { launchBrowser } from '@cloudclass/local-browser';
import { openDatabase, type Database } from '@cloudclass/lti-tool';
import type { Browser } from 'playwright-core';
import { assignment, environmentOf, s3Of } from '@cloudclass/local-class';
import { openActivity, type Visitor } from './learner.ts';
import { startSystem, type System } from './system.ts';

const KIM = '1001';
const SECONDS = 1_000;

let system: System;
let browser: Browser;
let database: Database;
let learner: Visitor;
let steps: ReturnType<typeof assignment>;

beforeAll(async () => {
  system = await startSystem(['web', 'activity', 'jobs']);
  browser = await launchBrowser();
  database = openDatabase({ url: system.urls.database, maxConnections: 2 });
  learner = await openActivity(browser, system, KIM);
}, 90 * SECONDS);

afterAll(async () => {
  await database?.close();
  await browser?.close();
  await system?.close();
}, 30 * SECONDS);

const kill = async (role: string): Promise<void> => system.tools.get(role)?.stop('SIGKILL');

/** The step of this number is passed on the learner's page. */
async function passes(title: string): Promise<void> {
  await learner.tool.locator('[data-steps] li').filter({ hasText: title }).getByText(/^(Passed|Done, keep it so)$/).first().waitFor({ timeout: 30 * SECONDS });
}

async function until<Value>(read: () => Promise<Value>, holds: (value: Value) => boolean): Promise<Value> {
  const deadline = performance.now() + 60 * SECONDS;
  let value = await read();
  while (!holds(value) && performance.now() < deadline) value = await read();
  return value;
}

// one learner's journey, in order, with every role killed on the way
describe('roles in processes of their own, killed with SIGKILL in the middle of the journey', () => {
  test('the jobs role dies while the lab is being made: the lab comes up after its restart', async () => {
    await learner.tool.getByRole('button', { name: 'Start the lab' }).click();
    await until(() => database.query<{ status: string }>(`select status from lab where status = 'provisioning'`), (rows) => rows.length > 0);
    await kill('jobs');
    await system.restart('jobs');
    await learner.tool.getByRole('button', { name: 'Open AWS console' }).waitFor({ timeout: 60 * SECONDS });
    const [account] = await database.query<{ leases: number }>(`select count(*)::int as leases from account where status = 'leased'`);
    expect(account?.leases).toBe(1);
  }, 120 * SECONDS);

  test('the activity role dies between two steps: what was done meanwhile turns green after its restart', async () => {
    await learner.tool.getByRole('button', { name: 'CLI', exact: true }).click();
    const environment = environmentOf(await learner.tool.locator('pre').filter({ hasText: 'export AWS_ACCESS_KEY_ID' }).innerText());
    await learner.page.keyboard.press('Escape');
    const prefix = (await learner.tool.locator('dt', { hasText: 'SiteNamePrefix' }).locator('xpath=following-sibling::dd[1]').first().innerText()).trim();
    steps = assignment(s3Of(environment), `${prefix}site`);
    for (const [, act] of steps.slice(0, 2)) await act();
    await kill('activity');
    for (const [, act] of steps.slice(2, 4)) await act();
    await system.restart('activity');
    for (const [title] of steps.slice(0, 4)) await passes(title);
  }, 120 * SECONDS);

  test('the web role dies: the open page goes on by itself after its restart', async () => {
    await kill('web');
    for (const [, act] of steps.slice(4)) await act();
    await system.restart('web');
    for (const [title] of steps) await passes(title);
  }, 120 * SECONDS);

  test('the jobs role dies with the grade on its way: the gradebook has it, whole', async () => {
    await kill('jobs');
    await system.restart('jobs');
    const sent = await until(() => database.query<{ points: number; status: string }>('select points, status from grade'), ([grade]) => grade?.points === 100 && grade.status === 'sent');
    expect(sent).toMatchObject([{ points: 100, status: 'sent' }]);
  }, 90 * SECONDS);

  test('the jobs role dies while the account is being cleaned: it is clean and free after its restart', async () => {
    await learner.tool.getByRole('button', { name: 'Lab options' }).click();
    await learner.tool.getByRole('menuitem', { name: 'End the lab' }).click();
    await learner.tool.getByRole('dialog').getByRole('button', { name: 'End the lab' }).click();
    await until(() => database.query<{ status: string }>(`select status from lab where status in ('ending', 'ended')`), (rows) => rows.length > 0);
    await kill('jobs');
    await system.restart('jobs');
    await learner.tool.getByText('The account was emptied.').waitFor({ timeout: 60 * SECONDS });
    const busy = await until(() => database.query(`select account_id, status from account where status <> 'available'`), (rows) => rows.length === 0);
    expect(busy).toEqual([]);
  }, 120 * SECONDS);

  test('nothing was metered twice, and the ledger agrees with itself', async () => {
    const overlaps = `select 1 from billing.usage_raw a join billing.usage_raw b on a.lab_id = b.lab_id and a.id <> b.id and a.starts_at < b.ends_at and b.starts_at < a.ends_at`;
    expect(await database.query(overlaps)).toEqual([]);
    expect(await findViolations({ sql: database })).toEqual([]);
  });
});
