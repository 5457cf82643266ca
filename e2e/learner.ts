import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import type { System } from './system.ts';

/** Somebody signed in to the LMS, in a browser context of their own. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** The tool's frame on the activity's page. */
  readonly tool: FrameLocator;
}

const ACTIVITY = '/courses/101/activities/s3-static-site';

/** Signs a person in to the LMS and opens the activity in its frame. */
export function openActivity(browser: Browser, system: System, person: string): Promise<Visitor> {
  return openPage(browser, system, { person, path: ACTIVITY });
}

/** Signs a person in to the LMS and opens one of its pages. */
export async function openPage(browser: Browser, system: System, { person, path }: { readonly person: string; readonly path: string }): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 900 }, locale: 'en-US', reducedMotion: 'reduce' });
  await context.request.post(`${system.urls.lms}/sign-in`, { form: { person, back: path } });
  const page = await context.newPage();
  await page.goto(`${system.urls.lms}${path}`);
  return { context, page, tool: page.frameLocator('iframe[name=tool]') };
}

/** An output of the lab's stack, as the page shows it. */
export async function outputOf(visitor: Visitor, name: string): Promise<string> {
  const value = visitor.tool.locator('dt', { hasText: name }).locator('xpath=following-sibling::dd[1]');
  return (await value.first().innerText()).trim();
}
