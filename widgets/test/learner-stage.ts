import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { launchBrowser } from '@cloudclass/local-browser';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { startFakeApi, type FakeApi } from './fake/fake-api.ts';

interface LearnerStage {
  /** The API behind the page. */
  readonly api: FakeApi;
  /** Of the test that runs. */
  readonly context: BrowserContext;
  readonly page: Page;
  /** Opens a state of the page in a session of its own, so that tests do not see each other's changes. @returns the session's name */
  open(state: string, language?: 'ko' | 'en'): Promise<string>;
  /** Waits until the server has the page's stream. */
  untilLive(session: string): Promise<void>;
  /** Waits for a condition; fails when it does not hold in time. */
  expectEventually(holds: () => boolean | Promise<boolean>): Promise<void>;
}

/** The learner's page in a real browser, for one test file: call it once, at its top. Each test has a browser context of its own. */
export function learnerStage(): LearnerStage {
  let api: FakeApi;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let visits = 0;
  beforeAll(async () => {
    [api, browser] = await Promise.all([startFakeApi(), launchBrowser()]);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), api.close()]);
  });
  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1280, height: 860 }, reducedMotion: 'reduce', timezoneId: 'Asia/Seoul' });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
  });
  afterEach(async () => {
    await context.close();
  });
  async function expectEventually(holds: () => boolean | Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 5_000;
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error('it did not come true within five seconds');
      await page.waitForTimeout(20);
    }
  }
  return {
    get api() {
      return api;
    },
    get context() {
      return context;
    },
    get page() {
      return page;
    },
    async open(state, language = 'en') {
      visits += 1;
      const session = `${state}~${visits}~${language}`;
      await page.goto(`${api.url}/s/${session}/lab`);
      // until what was asked for is there: a test that acts on the frame that loads acts on what is about to change
      await page.locator('main:not(:has([aria-busy="true"]))').waitFor();
      return session;
    },
    untilLive: (session) => expectEventually(() => api.isHeard(session)),
    expectEventually,
  };
}

/** Waits for something to be there. */
export async function appears(place: Locator): Promise<boolean> {
  await place.waitFor();
  return place.isVisible();
}
