import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { launchBrowser } from '@cloudclass/local-browser';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startFakeApi, type FakeApi } from './fake/fake-api.ts';
import { fakeStaff } from './fake/staff-answers.ts';

interface StaffStage {
  /** The API behind the pages: it remembers what was asked of it. */
  readonly staff: ReturnType<typeof fakeStaff>;
  /** Of the test that runs. */
  readonly page: Page;
  /** Address of the API. */
  readonly url: string;
  /** Names of the questions that the pages asked, oldest first. */
  readonly asked: FakeApi['asked'];
  /** Ends every live stream, as a restart of the server does. */
  breakStreams(): void;
  /** Opens a page in a session of its own. @returns the session's name */
  open(path: string, state?: string): Promise<string>;
  /** The last thing that was asked to be done. */
  lastAct(): ReturnType<typeof fakeStaff>['acts'][number] | undefined;
  /** Waits for a condition; fails when it does not hold in time. */
  expectEventually(condition: () => boolean | Promise<boolean>): Promise<void>;
}

const WIDE = { width: 1280, height: 860 };
const EVENTUALLY_MILLISECONDS = 8_000;

/** The pages of instructors and staff in a real browser, for one test file: call it once, at its top. Each test has a browser context of its own. */
export function staffStage(): StaffStage {
  const staff = fakeStaff();
  let api: FakeApi;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let visits = 0;
  beforeAll(async () => {
    [api, browser] = await Promise.all([startFakeApi(staff.root, staff.live), launchBrowser()]);
  });
  afterAll(async () => {
    await Promise.all([browser.close(), api.close()]);
  });
  beforeEach(async () => {
    // what an earlier test did is not what this one waits for
    staff.acts.length = 0;
    context = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce', timezoneId: 'Asia/Seoul' });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
  });
  afterEach(async () => {
    await context.close();
  });
  return {
    staff,
    get page() {
      return page;
    },
    get url() {
      return api.url;
    },
    get asked() {
      return api.asked;
    },
    breakStreams: () => api.breakStreams(),
    async open(path, state = 'full') {
      visits += 1;
      const session = `${state}~${visits}~en`;
      await page.goto(`${api.url}/s/${session}/${path}`);
      await page.locator('main :is(dl, table, article, [role="alert"], p)').first().waitFor();
      return session;
    },
    lastAct: () => staff.acts.at(-1),
    async expectEventually(condition) {
      const deadline = Date.now() + EVENTUALLY_MILLISECONDS;
      while (!(await condition())) {
        if (Date.now() > deadline) throw new Error(`not in time: ${condition}`);
        await page.waitForTimeout(50);
      }
    },
  };
}
