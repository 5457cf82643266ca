import type { Browser, Page } from 'playwright-core';
import type { System } from './system.ts';

/** Signs a member of the staff in at the identity provider and waits for the page that is theirs. */
export async function staffPage(browser: Browser, system: System, person: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 900 }, locale: 'en-US', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${system.urls.tool}/staff/sign-in`);
  await page.locator(`button[value="${person}"]`).click();
  await page.waitForURL(/\/s\//);
  return page;
}
