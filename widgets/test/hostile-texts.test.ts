import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { launchBrowser } from '@cloudclass/local-browser';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startFakeApi, type FakeApi } from './fake/fake-api.ts';
import { fakeStaff } from './fake/staff-answers.ts';

const staff = fakeStaff();
let api: FakeApi;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** What ran in the page that was never ours. */
let ran: string[];

/** Markup, markdown, and the end of whatever a text may stand in. */
const HOSTILE = '"\'></script></style></title><img src=x onerror=ran(1)><svg onload=ran(2)></svg><iframe srcdoc="<script>parent.ran(3)</script>"></iframe>[a](javascript:ran(4))<javascript:ran(5)>{{ran(6)}}${ran(7)}';

beforeAll(async () => {
  [api, browser] = await Promise.all([startFakeApi(staff.root, staff.live), launchBrowser()]);
});
afterAll(async () => {
  await Promise.all([browser.close(), api.close()]);
});
beforeEach(async () => {
  ran = [];
  context = await browser.newContext({ viewport: { width: 1280, height: 860 }, reducedMotion: 'reduce' });
  page = await context.newPage();
  await page.exposeFunction('ran', (what: unknown) => ran.push(String(what)));
  await page.route('**/graphql', async (route, request) => {
    // a page stays as it was first answered
    if (request.headers()['accept']?.includes('text/event-stream')) return route.abort();
    const response = await route.fetch();
    await route.fulfill({ response, json: hostile(await response.json()) });
  });
});
afterEach(async () => {
  await context.close();
});

/** The answer with every text for people, and every address, in an attacker's words. Names of kinds and instants are our server's own. */
function hostile(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hostile);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, hostile(part)]));
  if (typeof value !== 'string') return value;
  if (/^https?:/.test(value)) return `javascript:ran('${encodeURIComponent(value)}')`;
  return /[\s\u0080-\uffff]/.test(value) ? `${value} ${HOSTILE}` : value;
}

/** Markup that a text has become, or an address that runs. */
const became = (): Promise<string[]> => page.evaluate(() => [...document.querySelectorAll('img[src="x"], iframe, svg[onload], [onerror], a[href^="javascript:" i], form[action^="javascript:" i]')].map((element) => element.outerHTML.slice(0, 200)));

test.each([
  ...['under-way', 'helped', 'ended', 'failed'].map((state) => [state, 'lab']),
  ...['observe', 'class', 'insight', 'choose', 'manager', 'manager?view=leases', 'manager?view=credit', 'manager?view=audit', 'sales', 'sales?view=contracts', 'operator'].map((path) => ['full', path]),
])('with all that is %s, texts of others stay texts at %s', async (state, path) => {
  await page.goto(`${api.url}/s/${state}~hostile~en/${path}`);
  await page.locator('main').getByText('onerror=ran(1)').first().waitFor({ state: 'attached' });
  expect([await became(), ran]).toEqual([[], []]);
});

test('texts of others stay texts where a manager looks for people, and where one is erased', async () => {
  await page.goto(`${api.url}/s/full~hostile~en/manager?view=people`);
  await page.getByRole('searchbox').fill('김');
  await page.locator('tbody tr button').first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Erase…' }).click();
  await page.getByRole('textbox', { name: 'To confirm, type' }).waitFor();
  expect([await page.getByRole('dialog').last().innerText(), await became(), ran]).toEqual([expect.stringContaining('onerror=ran(1)'), [], []]);
});
