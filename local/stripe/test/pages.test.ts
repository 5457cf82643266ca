import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { launchBrowser } from '@cloudclass/local-browser';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { draftOf, stripeWorld, type StripeWorld } from './stripe-world.ts';

const AXE = readFileSync(fileURLToPath(import.meta.resolve('axe-core')), 'utf8');

let world: StripeWorld;
let browser: Browser;
beforeAll(async () => {
  world = await stripeWorld();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

async function openInvoice(): Promise<string> {
  const { id } = await world.stripe.invoices.finalizeInvoice((await draftOf(world.stripe)).id);
  return `/invoice/${id}`;
}

async function visit(path: string, look: { readonly colorScheme?: 'light' | 'dark'; readonly width?: number } = {}): Promise<Page> {
  const context = await browser.newContext({ colorScheme: look.colorScheme ?? 'light', viewport: { width: look.width ?? 1_280, height: 720 } });
  const page = await context.newPage();
  await page.goto(`${world.local.url}${path}`);
  return page;
}

async function barriersOn(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  // axe's own answer, of which only the rules' names are read
  const { violations } = (await page.evaluate('axe.run(document)')) as { readonly violations: readonly { readonly id: string }[] };
  return violations.map(({ id }) => id);
}

describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
  test('the dashboard has no barriers', async () => {
    await openInvoice();
    expect(await barriersOn(await visit('/', { colorScheme }))).toEqual([]);
  });

  test("the payer's page has no barriers", async () => {
    expect(await barriersOn(await visit(await openInvoice(), { colorScheme }))).toEqual([]);
  });
});

test('at 360 pixels nothing is cut off', async () => {
  const path = await openInvoice();
  for (const page of [await visit('/', { width: 360 }), await visit(path, { width: 360 })]) {
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  }
});

test('an invoice is found on the dashboard and paid with the keyboard alone', async () => {
  const path = await openInvoice();
  const page = await visit('/');
  await page.locator(`a[href="${path}"]`).focus();
  await page.keyboard.press('Enter');
  const pay = page.getByRole('button', { name: 'Pay ₩30,000 (test)' });
  await pay.focus();
  await page.keyboard.press('Enter');
  await page.getByText('paid', { exact: true }).waitFor();
  expect(await pay.count()).toBe(0);
});
