import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { barriersInShapes, seriousViolations } from './axe.ts';
import { unseenStops } from './keyboard.ts';
import { staffStage } from './staff-stage.ts';

const stage = staffStage();
const { open } = stage;
let page: Page;
beforeEach(() => { page = stage.page; });

const paths = ['observe', 'class', 'insight', 'choose', 'manager', 'manager?view=leases', 'manager?view=invoices', 'manager?view=credit', 'manager?view=audit', 'sales', 'sales?view=contracts', 'sales?view=invoices', 'sales?view=calculator', 'operator'];

describe('every page, for those who cannot see or point', () => {
  test.each(paths)('%s has no serious finding and does not scroll sideways, at every width and in both colours', async (path) => {
    await open(path);
    expect(await barriersInShapes(page)).toEqual([]);
  });

  test.each(paths)('%s cuts nothing off in its tables on a phone, in a frame of the LMS and in a small window', async (path) => {
    await open(path);
    for (const width of [360, 700, 1024]) {
      await page.setViewportSize({ width, height: 740 });
      await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
      const cut = await page.evaluate(`[...document.querySelectorAll('table')].filter((table) => table.parentElement.clientWidth > 1 && table.parentElement.scrollWidth > table.parentElement.clientWidth).map((table) => table.getAttribute('aria-label'))`);
      expect([width, cut]).toEqual([width, []]);
    }
  });

  test('in the reader’s own colours the open page is told from the others', async () => {
    await page.emulateMedia({ forcedColors: 'active' });
    await open('manager');
    const line = (name: string): Promise<string> => page.getByRole('link', { name, exact: true }).evaluate((link) => getComputedStyle(link).borderBottomColor);
    expect(await line('Spend')).not.toBe(await line('Invoices'));
    const ground = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    await open('operator');
    const parts = (await page.evaluate(`[...document.querySelectorAll('[data-drawn] > span')].map((part) => getComputedStyle(part).backgroundColor)`)) as string[];
    expect(parts.length).toBeGreaterThan(1);
    expect(parts).not.toContain(ground);
  });

  test('the tab of the open page is in sight on a phone, also the last one', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await open('manager?view=audit');
    const tab = await page.getByRole('link', { name: 'Audit log' }).boundingBox();
    expect((tab?.x ?? 999) + (tab?.width ?? 0)).toBeLessThanOrEqual(360);
  });

  test.each(paths.filter((path) => path !== 'sales?view=calculator'))('%s says what to do when the server fails', async (path) => {
    await open(path, 'broken');
    await page.getByRole('alert').getByText('DATABASE_UNAVAILABLE').waitFor();
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(1);
  });

  test.each(paths)('%s without anything in it is a page, too', async (path) => {
    await open(path, 'empty');
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await seriousViolations(page)).toEqual([]);
  });
});

test('a page whose code cannot be had says so, and is loaded anew when asked', async () => {
  await page.route(/\/sales-app-.*\.js/, (route) => route.abort());
  await page.goto(`${stage.url}/s/full~code~en/sales`);
  await page.getByRole('alert').getByText('NETWORK').waitFor();
  await page.unroute(/\/sales-app-.*\.js/);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Prices' }).first().waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

describe('whoever has the keyboard is seen', () => {
  const opened = 'tbody tr:first-child button';
  test.each([
    ['the labs to choose from, above what the course will get', 'choose', 'choosing', null],
    ['a learner’s sheet', 'class', 'full', opened],
    ['the use of a course, in a sheet', 'manager', 'full', 'th button:visible'],
    ['the insight, which has a table for those who do not see the picture', 'insight', 'full', null],
  ])('%s', async (_what, path, state, click) => {
    await page.setViewportSize({ width: 1280, height: 480 });
    await open(path, state);
    if (click !== null) {
      await page.locator(click).first().click();
      await page.locator('[role="dialog"] :is(dl, table)').first().waitFor();
    }
    expect(await unseenStops(page)).toEqual([]);
  });

  test('what stays at an edge leaves room where the window is magnified to 400 %', async () => {
    await page.setViewportSize({ width: 320, height: 256 });
    await open('choose', 'choosing');
    expect(await unseenStops(page, 20)).toEqual([]);
    const staying = await page.evaluate(`[...document.querySelectorAll('body *')].filter((each) => ['sticky', 'fixed'].includes(getComputedStyle(each).position) && each.getBoundingClientRect().height > 64).map((each) => each.className)`);
    expect(staying).toEqual([]);
  });
});

describe('the network goes and comes back', () => {
  test.each([['manager?view=credit', 'Credit'], ['manager?view=audit', 'AuditLog'], ['sales?view=contracts', 'Contracts'], ['insight', 'CourseInsight']])('%s says that it is from before, and asks %s again when it is back', async (path, question) => {
    await open(path);
    await page.context().setOffline(true);
    await page.getByText('What you see is from before; it is renewed when you are back.').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    const before = stage.asked.filter((name) => name === question).length;
    await page.context().setOffline(false);
    await stage.expectEventually(() => stage.asked.filter((name) => name === question).length > before);
  });

  test('what is being written stays', async () => {
    await open('manager?view=credit');
    await page.getByRole('textbox', { name: /Reason/ }).fill('Exam week');
    await page.context().setOffline(true);
    await page.getByText('You are offline.').waitFor();
    await page.context().setOffline(false);
    await page.getByText('You are offline.').waitFor({ state: 'detached' });
    expect(await page.getByRole('textbox', { name: /Reason/ }).inputValue()).toBe('Exam week');
  });

  test('a page that the server does not renew any more calls what it shows old', async () => {
    await open('operator');
    await page.route('**/graphql', (route) => route.abort());
    await page.getByRole('alert').getByText('What you see is from before').waitFor();
    expect(await page.getByRole('table', { name: 'Queues' }).isVisible()).toBe(true);
    await page.unroute('**/graphql');
    await page.getByRole('alert').getByText('What you see is from before').waitFor({ state: 'detached' });
  });
});
