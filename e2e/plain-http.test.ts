import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { launchBrowser } from '@cloudclass/local-browser';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startSystem, type System } from './system.ts';

const ACTIVITY = '/courses/101/activities/s3-static-site';
const KIM = '1001';
const SECONDS = 1_000;

let system: System;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(['web'], 'labs.test'), launchBrowser({ ownNames: '*.test' })]);
  context = await browser.newContext({ viewport: { width: 1366, height: 900 }, locale: 'en-US' });
  await context.request.post(`${system.urls.lms}/sign-in`, { form: { person: KIM, back: '/dashboard' } });
}, 90 * SECONDS);
afterAll(async () => {
  await browser?.close();
  await system?.close();
}, 30 * SECONDS);

const started = (place: Pick<Page, 'getByRole'>): Promise<void> => place.getByRole('button', { name: 'Start the lab' }).waitFor({ timeout: 30 * SECONDS });

async function ownWindow(page: Page): Promise<Page> {
  const link = page.frameLocator('iframe[name=tool]').getByRole('link', { name: 'Open in a new window' });
  const [own] = await Promise.all([context.waitForEvent('page'), link.click({ timeout: 30 * SECONDS })]);
  return own;
}

function withoutStorage(form: string | null): string {
  const parameters = new URLSearchParams(form ?? '');
  parameters.delete('lti_storage_target');
  return parameters.toString();
}

describe('a tool at http://labs.test, where browsers keep no secure cookies and offer less to scripts', () => {
  test('opens the lab in the frame of an LMS of another site that keeps a value for it', async () => {
    const page = await context.newPage();
    await page.goto(`${system.urls.lms}${ACTIVITY}`);
    await started(page.frameLocator('iframe[name=tool]'));
  }, 60 * SECONDS);

  test('asks in a window of its own whose lab it is, where the LMS offers to keep nothing, as Moodle', async () => {
    const page = await context.newPage();
    await page.route('**/lti/login', (route) => route.continue({ postData: withoutStorage(route.request().postData()) }));
    await page.goto(`${system.urls.lms}${ACTIVITY}`);
    const own = await ownWindow(page);
    await own.getByRole('button', { name: 'Continue' }).click({ timeout: 30 * SECONDS });
    await started(own);
  }, 90 * SECONDS);

  test('opens the lab in a window of its own where the LMS does not keep what it promised, and again when it is loaded anew', async () => {
    const page = await context.newPage();
    await page.route('**/platform-storage.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
    await page.goto(`${system.urls.lms}${ACTIVITY}`);
    const own = await ownWindow(page);
    await started(own);
    expect(await own.evaluate(() => isSecureContext)).toBe(false);
    await own.reload();
    await started(own);
  }, 90 * SECONDS);
});
