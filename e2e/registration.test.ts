import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { launchBrowser } from '@cloudclass/local-browser';
import type { Browser, Page } from 'playwright-core';
import { seriousViolations } from './accessibility.ts';
import { staffPage } from './staff.ts';
import { startSystem, type System } from './system.ts';

const ADMINISTRATOR = '1008';
const INSTRUCTOR = '1006';
const SECONDS = 1_000;

let system: System;
let browser: Browser;
let operator: Page;
let admin: Page;

beforeAll(async () => {
  system = await startSystem(['web']);
  browser = await launchBrowser();
  operator = await staffPage(browser, system, 'ryu-minho');
  admin = await signedIn(ADMINISTRATOR);
}, 90 * SECONDS);

afterAll(async () => {
  await browser?.close();
  await system?.close();
}, 30 * SECONDS);

async function signedIn(person: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 900 }, locale: 'en-US', reducedMotion: 'reduce' });
  await context.request.post(`${system.urls.lms}/sign-in`, { form: { person, back: '/dashboard' } });
  return context.newPage();
}

/** Pastes a registration link into the LMS, as its administrator does. */
async function paste(link: string): Promise<void> {
  await admin.goto(`${system.urls.lms}/dashboard`);
  await admin.getByRole('link', { name: 'Manage tools' }).click();
  await admin.getByLabel('Add a tool by its registration URL').fill(link);
  await admin.getByRole('button', { name: 'Add tool' }).click();
}

const toolRow = (page: Page) => page.getByRole('row').filter({ hasText: 'Cloudclass' }).last();

// one registration, in order
describe('an institution installs the tool by a link', () => {
  let link = '';

  test('the operator makes the link and copies it', async () => {
    await operator.getByRole('button', { name: '기관 초대' }).click();
    await operator.getByRole('combobox', { name: '기관' }).fill('Haneul Graduate School');
    await operator.getByRole('button', { name: '링크 만들기' }).click();
    link = (await operator.locator('[data-link]').innerText()).trim();
    expect(link).toMatch(new RegExp(`^${system.urls.tool}/lti/register/[\\w-]{43}$`));
    expect(await seriousViolations(operator)).toEqual([]);
    await operator.keyboard.press('Escape');
    await operator.getByRole('row').filter({ hasText: 'Haneul Graduate School' }).getByText('열림').waitFor();
  });

  test('the administrator of the LMS sees what will be registered, and registers', async () => {
    await paste(link);
    const frame = admin.frameLocator('iframe[name=registration]');
    await frame.getByText('Haneul Graduate School').waitFor();
    expect(await seriousViolations(admin)).toEqual([]);
    await frame.getByRole('button', { name: 'Register' }).click();
    await admin.waitForURL(`${system.urls.lms}/admin/tools`);
    await toolRow(admin).getByText('Pending').waitFor();
  });

  test('the operator sees the LMS as pending', async () => {
    await operator.getByRole('row').filter({ hasText: 'Haneul Graduate School' }).getByText('대기 중').first().waitFor();
    await operator.getByRole('row').filter({ hasText: 'Haneul Graduate School' }).getByText('등록됨').first().waitFor();
  });

  test('the link does not work again', async () => {
    await paste(link);
    await admin.frameLocator('iframe[name=registration]').getByText('REGISTRATION_LINK_USED').waitFor();
  });

  test('activated, the tool is launched from a course, and the operator sees the LMS as active', async () => {
    await admin.goto(`${system.urls.lms}/admin/tools`);
    const clientId = await toolRow(admin).locator('code').innerText();
    await toolRow(admin).getByRole('button', { name: 'Activate' }).click();
    await toolRow(admin).getByText('Active').waitFor();
    const teacher = await signedIn(INSTRUCTOR);
    await teacher.goto(`${system.urls.lms}/courses/201/add-activity?tool=${clientId}`);
    const tool = teacher.frameLocator('iframe[name=tool]');
    await tool.getByRole('button', { name: 'Add “A static web site on Amazon S3' }).click();
    await tool.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
    await tool.getByRole('button', { name: 'Add to the course' }).click();
    await teacher.getByRole('link', { name: /Amazon S3/ }).first().click();
    await tool.getByRole('table', { name: 'Class board' }).or(tool.getByRole('heading').first()).first().waitFor();
    await operator.getByRole('row').filter({ hasText: 'Haneul Graduate School' }).getByText('사용 중').first().waitFor();
  });

  test('the operator checks the LMS: every part works', async () => {
    await operator.getByRole('row').filter({ hasText: 'Haneul Graduate School' }).getByRole('button', { name: /자세히/ }).click();
    const sheet = operator.getByRole('dialog');
    await sheet.getByRole('button', { name: '지금 점검' }).click();
    await sheet.getByRole('row').filter({ hasText: '참여자 목록' }).getByText('정상').waitFor();
    expect(await sheet.getByText('정상', { exact: true }).count()).toBe(6);
    expect(await seriousViolations(operator)).toEqual([]);
  });
});
