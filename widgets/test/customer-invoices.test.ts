import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { seriousViolations } from './axe.ts';
import { staffStage } from './staff-stage.ts';

const stage = staffStage();
let page: Page;
beforeEach(() => { page = stage.page; });

const open = (state?: string): Promise<string> => stage.open('sales?view=invoices', state);
const rows = () => page.getByRole('table', { name: 'Invoices of every institution' }).locator('tbody tr');

describe('the invoices that sales reads', () => {
  test('are those of every institution, a page after the other', async () => {
    await open();
    expect(await rows().first().innerText()).toMatch(/Northbridge College[^]*CC-2026-0010[^]*Open[^]*₩640,000/);
    expect(await rows().count()).toBe(6);
    await page.getByRole('button', { name: 'Show older ones' }).click();
    await page.getByRole('button', { name: /CC-2026-0003/ }).waitFor();
    expect(await rows().count()).toBe(9);
  });

  test('are chosen by institution, and by what is owed', async () => {
    await open();
    await page.getByLabel('Institution', { exact: true }).selectOption({ label: 'Northbridge College' });
    await stage.expectEventually(async () => (await rows().count()) === 2);
    await page.getByLabel('Show', { exact: true }).selectOption({ label: 'Paid' });
    await page.getByText('No invoice matches').waitFor();
    await page.getByLabel('Institution', { exact: true }).selectOption({ label: 'All institutions' });
    await stage.expectEventually(async () => (await rows().count()) === 2);
    expect((await rows().allInnerTexts()).every((row) => row.includes('한빛대학교'))).toBe(true);
  });

  test('are opened to read, with whose they are, and nothing can be done to them', async () => {
    await open();
    await page.getByRole('button', { name: /CC-2026-0010/ }).click();
    const sheet = page.getByRole('dialog', { name: /^Northbridge College · CC-2026-0010/ });
    await sheet.getByRole('table', { name: 'Lines' }).waitFor();
    expect(await sheet.getByRole('link', { name: 'Open the invoice page' }).getAttribute('href')).toBe('https://pay.example/n2');
    expect(await sheet.getByRole('button').allInnerTexts()).toEqual(['']);
    expect(await seriousViolations(page)).toEqual([]);
  });

  test('of a draft offer no act either: the institution’s manager makes it final', async () => {
    await open();
    await page.getByRole('button', { name: /^No number yet, .*October 2026|^No number yet, Oct/ }).first().click();
    const sheet = page.getByRole('dialog', { name: /^한빛대학교 · No number yet/ });
    await sheet.getByText('Both totals agree').waitFor();
    expect(await sheet.getByRole('button', { name: 'Make final' }).count()).toBe(0);
  });
});
