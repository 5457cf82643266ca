import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { launchBrowser } from '@cloudclass/local-browser';
import type { Browser } from 'playwright-core';
import { seriousViolations } from './accessibility.ts';
import { assignment, environmentOf, s3Of } from '@cloudclass/local-class';
import { openPage, type Visitor } from './learner.ts';
import { startSystem, type System } from './system.ts';

const KIM = '1001';
const HAN = '1006';
const SECONDS = 1_000;
const COURSE = '/courses/201';
/** Three weeks ahead, so that it is never over. */
const DUE = new Date(Date.now() + 21 * 86_400 * SECONDS);
const dueMonth = new Intl.DateTimeFormat('en-US', { month: 'short', timeZone: 'UTC' }).format(DUE);

let system: System;
let browser: Browser;
let instructor: Visitor;
let learner: Visitor;
let activity: string;

beforeAll(async () => {
  system = await startSystem();
  browser = await launchBrowser();
  instructor = await openPage(browser, system, { person: HAN, path: `${COURSE}/add-activity?section=week-1` });
}, 90 * SECONDS);

afterAll(async () => {
  await browser?.close();
  await system?.close();
}, 30 * SECONDS);

const gradesOf = async (visitor: Visitor, course: string): Promise<string> => (await visitor.context.request.get(`${system.urls.lms}${course}/grades`)).text();

async function expectText(read: () => Promise<string>, pattern: RegExp): Promise<void> {
  const deadline = performance.now() + 10 * SECONDS;
  let text = await read();
  while (!pattern.test(text) && performance.now() < deadline) text = await read();
  expect(text).toMatch(pattern);
}

// one activity's way, in order: each test goes on where the one before it stopped
describe('a lab that an instructor chose parts of', () => {
  test('is found, previewed and set to three of its six steps, fifty points and a due date', async () => {
    const { tool } = instructor;
    await tool.getByLabel('Search').fill('static versioning');
    await tool.getByRole('button', { name: 'Preview “A static web site on Amazon S3' }).click();
    await tool.getByRole('dialog').getByText('Handle public access').first().waitFor();
    await instructor.page.keyboard.press('Escape');
    await tool.getByRole('button', { name: 'Add “A static web site on Amazon S3' }).click();
    const form = tool.getByRole('dialog');
    for (const step of ['Handle public access', 'Turn on static website hosting', 'Upload the front page']) await form.getByLabel(step).uncheck();
    await form.getByLabel('Points').fill('50');
    await form.getByLabel('Due').fill(`${DUE.toISOString().slice(0, 10)}T23:59`);
    expect(await seriousViolations(instructor.page)).toEqual([]);
    await form.getByRole('button', { name: 'Done' }).click();
    await tool.getByText('3 of 6 steps').waitFor();
  }, 30 * SECONDS);

  test('becomes an activity of the course with these points and this date', async () => {
    await instructor.tool.getByRole('button', { name: 'Add to the course' }).click();
    await instructor.page.waitForURL(`${system.urls.lms}${COURSE}`);
    const added = instructor.page.locator('a.activity').last();
    await added.getByText('50 points').waitFor();
    await added.getByText(/Due/).waitFor();
    activity = await added.getAttribute('href') ?? '';
    expect(activity).toMatch(/^\/courses\/201\/activities\//);
  });

  test('shows its learner these three steps and the date, and nothing of the others', async () => {
    learner = await openPage(browser, system, { person: KIM, path: activity });
    await learner.tool.getByRole('button', { name: 'Start the lab' }).waitFor();
    await learner.tool.getByText('Turn on versioning').first().waitFor();
    await learner.tool.getByText(`${dueMonth} ${DUE.getUTCDate()}`).or(learner.tool.getByText(`${DUE.getUTCDate()} ${dueMonth}`)).first().waitFor();
    expect(await learner.tool.locator('ol', { hasText: 'Turn on versioning' }).first().locator('> li').count()).toBe(3);
  });

  test('is done when the three are passed: fifty of fifty in the gradebook', async () => {
    await learner.tool.getByRole('button', { name: 'Start the lab' }).click();
    await learner.tool.getByRole('button', { name: 'CLI' }).click();
    const environment = environmentOf(await learner.tool.locator('pre').filter({ hasText: 'export AWS_ACCESS_KEY_ID' }).innerText());
    await learner.page.keyboard.press('Escape');
    const prefix = (await learner.tool.locator('dt', { hasText: 'SiteNamePrefix' }).locator('xpath=following-sibling::dd[1]').first().innerText()).trim();
    for (const [title, act] of assignment(s3Of(environment), `${prefix}chosen`).slice(0, 3)) {
      await act();
      await learner.tool.locator('[data-steps] li').filter({ hasText: title }).getByText(/^(Passed|Done, keep it so)$/).first().waitFor();
    }
    await learner.tool.getByText(/50 of 50 points/).first().waitFor();
    await expectText(() => gradesOf(learner, COURSE), /50\s*(<[^>]*>\s*)*\/\s*(<[^>]*>\s*)*50/);
  }, 60 * SECONDS);

  test('leads from its grade to the work behind it', async () => {
    await instructor.page.goto(`${system.urls.lms}${COURSE}/gradebook`);
    await instructor.page.getByRole('link', { name: "Open the learner's work" }).first().click();
    await instructor.tool.getByRole('dialog').getByRole('heading', { name: '김민준' }).waitFor();
    expect(await seriousViolations(instructor.page)).toEqual([]);
  }, 30 * SECONDS);

  test('opens in a copied course as it does in its origin', async () => {
    await instructor.page.goto(`${system.urls.lms}${COURSE}`);
    await instructor.page.getByRole('button', { name: 'Copy course' }).click();
    await instructor.page.waitForURL((url) => /^\/courses\/(?!201)/.test(url.pathname));
    const copied = await instructor.page.locator('a.activity').last().getAttribute('href') ?? '';
    expect(copied).not.toBe(activity);
    const inCopy = await openPage(browser, system, { person: KIM, path: copied });
    await inCopy.tool.getByRole('button', { name: 'Start the lab' }).waitFor();
    expect(await inCopy.tool.locator('ol', { hasText: 'Turn on versioning' }).first().locator('> li').count()).toBe(3);
  }, 30 * SECONDS);
});
