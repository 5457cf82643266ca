import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { launchBrowser } from '@cloudclass/local-browser';
import type { Browser } from 'playwright-core';
import { openActivity } from './learner.ts';
import { startSystem, type System } from './system.ts';

const KIM = '1001';
const SECONDS = 1_000;

let system: System;
let browser: Browser;

beforeAll(async () => {
  system = await startSystem(['web']);
  system.lms.quirks.replace([...system.lms.quirks.list(), 'return-page-leaves-frames-only']);
  browser = await launchBrowser();
}, 90 * SECONDS);
afterAll(async () => {
  await browser?.close();
  await system?.close();
}, 30 * SECONDS);

describe('in the frame of a Moodle', () => {
  test('the way back shows the course in the whole window', async () => {
    const { page, tool } = await openActivity(browser, system, KIM);
    await tool.getByRole('button', { name: 'Start the lab' }).waitFor();
    await tool.getByRole('button', { name: 'More' }).click();
    await tool.getByRole('menuitem', { name: 'Back to the course' }).click();
    await page.waitForURL(`${system.urls.lms}/courses/101`);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).not.toBe('');
  }, 60 * SECONDS);
});
