import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { launchBrowser } from '@cloudclass/local-browser';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { startFrameProxy, type FrameProxy } from './frame-proxy.ts';
import { startSystem, type System } from './system.ts';

const ACTIVITY = '/courses/101/activities/s3-static-site';
const KIM = '1001';
const LEE = '1002';
const HAN = '1006';
const SECONDS = 1_000;

let system: System;
let browser: Browser;
let context: BrowserContext;
let proxy: FrameProxy;

beforeAll(async () => {
  [system, browser, proxy] = await Promise.all([startSystem(['web']), launchBrowser({ blockThirdPartyCookies: true }), startFrameProxy()]);
}, 90 * SECONDS);
afterAll(async () => {
  await browser?.close();
  await proxy?.close();
  await system?.close();
}, 30 * SECONDS);
const window = { viewport: { width: 1366, height: 900 }, locale: 'en-US' };
afterEach(() => context.close());

/** Signs a person in to the course, with a page of its own: requests beside the pages go another way through a proxy. */
async function signIn(person: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${system.urls.lms}/sign-in`);
  await page.evaluate((form) => fetch('/sign-in', { method: 'POST', body: new URLSearchParams(form) }), { person, back: ACTIVITY });
  await page.close();
}

/** Opens the activity in its frame; the page of the tool is there when the lab can be started. */
async function open(page: Page): Promise<Frame> {
  await page.goto(`${system.urls.lms}${ACTIVITY}`);
  await ready(page);
  const frame = page.frame('tool');
  if (frame === null) throw new Error('the activity has no frame');
  return frame;
}

const ready = (page: Page): Promise<void> => page.frameLocator('iframe[name=tool]').getByRole('button', { name: 'Start the lab' }).waitFor({ timeout: 30 * SECONDS });

const nameShown = (frame: Frame): Promise<string> => frame.evaluate(async () => {
  const [, , session = ''] = location.pathname.split('/');
  const answer = await fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json', 'x-cloudclass-session': session }, body: JSON.stringify({ query: '{ viewer { name } }' }) });
  const { data } = await answer.json() as { data: { viewer: { name: string } } };
  return data.viewer.name;
});

/** Loads the page in the frame anew, as F5 in it does. */
async function reload(page: Page, frame: Frame): Promise<void> {
  const again = page.waitForResponse((response) => response.frame() === frame && response.request().isNavigationRequest());
  await frame.evaluate(() => location.reload());
  await again;
  await ready(page);
}

describe('in a browser that blocks cookies of other sites', () => {
  beforeEach(async () => { context = await browser.newContext(window); });

  test('a partitioned cookie keeps the learner in the frame, also when it is loaded anew', async () => {
    await signIn(KIM);
    const page = await context.newPage();
    const frame = await open(page);
    const address = frame.url();
    await reload(page, frame);
    expect(frame.url()).toBe(address);
    const kept = (await context.cookies(system.urls.tool)).filter(({ name }) => name.startsWith('cc_s_'));
    expect(kept.map(({ httpOnly, secure, sameSite }) => [httpOnly, secure, sameSite])).toEqual([[true, true, 'None']]);
  }, 60 * SECONDS);

  test('two people in two tabs do not mix, whoever signed in to the course last', async () => {
    await signIn(KIM);
    const [first, second] = [await context.newPage(), await context.newPage()];
    const kim = await open(first);
    await signIn(LEE);
    const lee = await open(second);
    await reload(first, kim);
    await reload(second, lee);
    expect([await nameShown(kim), await nameShown(lee)]).toEqual(['김민준', expect.not.stringContaining('김민준')]);
  }, 90 * SECONDS);
});

describe('in a browser that keeps no cookie in a frame at all', () => {
  beforeEach(async () => {
    proxy.offersStorage = true;
    context = await browser.newContext({ ...window, proxy: { server: proxy.url } });
  });

  test("the platform's storage opens the lab, and opens it again where it was when the frame is loaded anew", async () => {
    await signIn(KIM);
    const page = await context.newPage();
    const frame = await open(page);
    const address = frame.url();
    for (let times = 0; times < 2; times += 1) await reload(page, frame);
    expect(frame.url()).toBe(address);
    expect(new URL(address).pathname).toMatch(/^\/s\/[\w-]{36}\/lab$/);
    expect(await context.cookies(system.urls.tool)).toEqual([]);
    expect(await frame.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toMatch(/[\w-]{43}/);
  }, 60 * SECONDS);

  const ownWindow = async (page: Page, path = ACTIVITY): Promise<Page> => {
    await page.goto(`${system.urls.lms}${path}`);
    const link = page.frameLocator('iframe[name=tool]').getByRole('link', { name: 'Open in a new window' });
    const [own] = await Promise.all([context.waitForEvent('page'), link.click({ timeout: 30 * SECONDS })]);
    return own;
  };
  const started = (page: Page): Promise<void> => page.getByRole('button', { name: 'Start the lab' }).waitFor({ timeout: 30 * SECONDS });

  test('and whose platform offers no storage, a window of its own asks whose launch it is, and opens the lab', async () => {
    await signIn(KIM);
    const page = await context.newPage();
    proxy.offersStorage = false;
    const own = await ownWindow(page);
    await own.getByRole('heading', { name: 'Continue as 김민준?' }).waitFor({ timeout: 30 * SECONDS });
    await own.getByRole('button', { name: 'Continue' }).click();
    await started(own);
    await own.reload();
    await started(own);
  }, 90 * SECONDS);

  test('an instructor chooses in a window of its own, and the frame that the platform waits in answers', async () => {
    await signIn(HAN);
    const page = await context.newPage();
    proxy.offersStorage = false;
    const own = await ownWindow(page, '/courses/201/add-activity?section=week-1');
    await own.getByRole('button', { name: 'Continue' }).click({ timeout: 30 * SECONDS });
    await own.getByRole('button', { name: 'Add “A static web site on Amazon S3' }).click({ timeout: 30 * SECONDS });
    await own.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
    await own.getByRole('button', { name: 'Add to the course' }).click();
    await page.waitForURL(`${system.urls.lms}/courses/201`);
    await page.getByRole('link', { name: /Amazon S3/ }).first().waitFor();
    expect(own.isClosed()).toBe(true);
  }, 90 * SECONDS);

  test('and whose platform promises storage but never answers, the launch begins anew in a window of its own', async () => {
    await signIn(KIM);
    const page = await context.newPage();
    await page.route('**/platform-storage.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
    await started(await ownWindow(page));
  }, 90 * SECONDS);
});
