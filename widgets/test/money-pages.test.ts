import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { seriousViolations } from './axe.ts';
import { staffStage } from './staff-stage.ts';

const stage = staffStage();
const { open, lastAct, expectEventually } = stage;
let page: Page;
beforeEach(() => { page = stage.page; });

describe('money', () => {
  test('a course’s figure leads down to its usage, page by page', async () => {
    await open('manager');
    await page.getByRole('button', { name: '데이터 엔지니어링' }).click();
    await page.getByRole('button', { name: 'Show older ones' }).click();
    await page.getByText('That is all.').waitFor();
    expect(await page.getByRole('dialog').locator('tbody tr').count()).toBe(17);
    expect(await page.getByRole('dialog').getByText('₩210,000 on the invoice').innerText()).toContain('a difference of -₩2.');
  });

  test('usage that adds up to its figure says nothing of rounding', async () => {
    await open('manager');
    await page.getByRole('button', { name: '보안 실무' }).click();
    await page.getByRole('dialog').locator('tbody tr').first().waitFor();
    expect(await page.getByText('on the invoice').count()).toBe(0);
  });

  test('a draft that was deleted at the payment provider says so, and offers nothing to do with it', async () => {
    await open('manager?view=invoices');
    await page.getByRole('button', { name: 'No number yet, June 2026' }).click();
    await page.getByText('This draft was deleted at the payment provider').waitFor();
    expect(await page.getByRole('dialog').getByRole('button', { name: /Make final|Send it again/ }).count()).toBe(0);
    expect(await page.getByText('Both totals agree').count()).toBe(0);
    expect(await seriousViolations(page)).toEqual([]);
  });

  test('an alarm says what it is about, and how many, in the language of who reads', async () => {
    await open('operator');
    await page.getByText('provision-lab · 3 jobs wait').waitFor();
    await page.goto(`${stage.url}/s/full~ko/operator`);
    const alarms = page.getByRole('region', { name: '경보' });
    await alarms.waitFor();
    expect(await alarms.innerText()).toMatch(/provision-lab · 작업 3건 대기[^]*계정 2개/);
  });

  test('an invoice that differs at the payment provider is told of to operator and sales, with both totals and what to do', async () => {
    await open('operator');
    await page.getByText('한빛대학교, CC-2026-0007: ₩60,000 there, ₩600 here. Nothing of it is booked.').waitFor();
    await open('sales', 'differs');
    const notices = page.getByRole('region', { name: 'Invoices that differ' });
    await notices.waitFor();
    expect(await notices.innerText()).toMatch(/An invoice of 한빛대학교 differs[^]*₩60,000 there, ₩600 here\. It is final there: tell the institution not to pay it[^]*Another currency there, US\$45\.50 here\. It is a draft/);
    expect(await seriousViolations(page)).toEqual([]);
    await open('sales?view=contracts');
    expect(await page.getByRole('region', { name: 'Invoices that differ' }).count()).toBe(0);
  });

  test('what is wrong with the ledger, and why an account is in quarantine, is said in the language of who reads', async () => {
    await open('operator');
    await page.goto(`${stage.url}/s/full~ko/operator`);
    await page.getByRole('region', { name: '경보' }).waitFor();
    expect(await page.getByRole('region', { name: '경보' }).innerText()).toContain('크레딧이 한도를 넘어 사용되었습니다: 3f1c:9a20');
    expect(await page.getByRole('table', { name: '격리된 계정' }).innerText()).toMatch(/리소스가 남아 있습니다[^]*arn:aws:s3:::sticky-bucket[^]*AWS가 요청을 거부했거나 응답하지 않았습니다[^]*AccessDenied/);
  });

  test('a month without usage says so once, without tables that are empty', async () => {
    await open('manager', 'empty');
    await page.getByText('Nothing was used this month').waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
  });

  test('the audit log names whom or what an act was done to, with the id to copy', async () => {
    await open('manager?view=audit');
    const row = page.getByRole('row').filter({ hasText: 'Step result changed' });
    expect(await row.innerText()).toMatch(/김하늘 · Create the bucket[^]*6b1f1c8e-6d0b-4a36-9d57-0f3f9b1f2c11 create-bucket[^]*Passed: 화면을 함께 보았습니다/);
  });

  test('an audit log without an entry says whether there is none, or none that is looked for', async () => {
    await open('manager?view=audit', 'empty');
    await page.getByText('Nothing has been done yet').waitFor();
    await page.getByRole('combobox', { name: 'What' }).selectOption('Credit granted');
    await page.getByText('No entry matches').waitFor();
    expect(await page.getByText('Nothing has been done yet').count()).toBe(0);
  });

  test('a use that is tiny beside the budget is drawn all the same, and said to be tiny', async () => {
    await open('manager', 'tiny');
    expect(await page.getByText('less than 1% of the budget').isVisible()).toBe(true);
    expect(await page.getByText('The budget of ₩300,000 lies far above this picture').isVisible()).toBe(true);
    const tallest = await page.locator('figure').evaluate((figure) => Math.max(...[...figure.querySelectorAll('rect')].map((bar) => bar.getBoundingClientRect().height)) / figure.getBoundingClientRect().height);
    expect(tallest).toBeGreaterThan(0.02);
  });

  test.each([['the spend', 'manager'], ['an empty month', 'manager', 'empty'], ['a draft', 'manager?view=invoices']])('%s says whose month it is, and when that begins and ends where the reader is', async (_name, path, state = 'full') => {
    await open(path, state);
    if (path !== 'manager') await page.getByRole('button', { name: 'Draft an invoice' }).click();
    if (path !== 'manager') await page.getByLabel('Month').selectOption({ index: 1 });
    expect(await page.getByText('Months and days of billing').innerText()).toBe('Months and days of billing are those of UTC: the month runs from 1 Nov, 09:00 GMT+9 to 1 Dec, 09:00 GMT+9.');
  });

  test('an invoice has the month it is for as its period, in every time zone, and a name of its own before it has a number', async () => {
    await open('manager?view=invoices');
    const rows = page.getByRole('table', { name: 'Invoices' }).locator('tbody tr');
    expect(await rows.locator('td:nth-child(2)').allTextContents()).toEqual(['November 2026', 'October 2026', 'September 2026', 'August 2026', 'July 2026', 'June 2026', 'May 2026']);
    await page.getByRole('button', { name: 'No number yet, October 2026' }).click();
    await page.getByRole('dialog', { name: 'No number yet, October 2026' }).waitFor();
  });

  test('an invoice that was refunded says how much, when, and what failed', async () => {
    await open('manager?view=invoices');
    expect(await page.getByRole('row', { name: /CC-2026-0006/ }).innerText()).toContain('Part refunded');
    await page.getByRole('button', { name: 'CC-2026-0006' }).click();
    const sheet = page.getByRole('dialog', { name: /CC-2026-0006/ });
    expect(await sheet.getByText('Refunded', { exact: true }).locator('xpath=..').innerText()).toContain('₩370,950');
    expect(await sheet.getByRole('table', { name: 'Refunds and credit notes' }).locator('tbody tr').allInnerTexts()).toEqual([expect.stringMatching(/Refund[^]*20 Jun 2026[^]*Done[^]*₩370,950/), expect.stringMatching(/Refund[^]*18 Jun 2026[^]*Failed[^]*₩370,950/)]);
    expect(await seriousViolations(page)).toEqual([]);
  });

  test('an invoice is made final only when both totals agree', async () => {
    await open('manager?view=invoices');
    await page.getByRole('button', { name: 'No number yet' }).nth(2).click();
    await page.getByText('The totals differ').waitFor();
    expect(await page.getByRole('button', { name: 'Make final' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'No number yet' }).nth(1).click();
    await page.getByText('Both totals agree').waitFor();
    await page.getByRole('button', { name: 'Make final' }).click();
    await page.getByRole('dialog', { name: 'Make this invoice final?' }).getByRole('button', { name: 'Make final' }).click();
    await expectEventually(() => lastAct()?.name === 'finalizeInvoice');
  });

  test('a month that is over is drafted, once under one key however often it is asked for', async () => {
    await open('manager?view=invoices');
    await page.getByRole('button', { name: 'Draft an invoice' }).click();
    await page.getByText('It takes in what was used in October 2026').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Make the draft' }).click();
    await expectEventually(() => lastAct()?.name === 'draftInvoice');
    expect(lastAct()?.args).toEqual({ key: expect.stringMatching(/^[\da-f-]{36}$/), from: '2026-10-01T00:00:00.000Z', to: '2026-11-01T00:00:00.000Z', currency: 'KRW' });
  });

  test('an invoice that the payment provider refused says so, and is sent again', async () => {
    await open('manager?view=invoices');
    await page.getByRole('button', { name: 'No number yet, July 2026' }).click();
    await page.getByText('The payment provider refused this').waitFor();
    expect(await page.getByRole('button', { name: 'Make final' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Send it again' }).click();
    await expectEventually(() => lastAct()?.name === 'finalizeInvoice');
    expect(lastAct()?.args).toEqual({ id: 'i5' });
  });

  test('while an invoice waits for the payment provider the page looks again', async () => {
    await open('manager?view=invoices');
    const before = stage.asked.filter((name) => name === 'Invoices').length;
    await expectEventually(() => stage.asked.filter((name) => name === 'Invoices').length > before);
    expect(await page.getByText('Waiting for an answer').count()).toBe(1);
  });

  test('whoever grants credit by the keyboard has it at the beginning of the form again, and hears what was done', async () => {
    await open('manager?view=credit');
    await page.getByRole('combobox', { name: /Learner/ }).selectOption({ index: 1 });
    await page.getByRole('combobox', { name: /Course/ }).selectOption({ index: 1 });
    await page.getByRole('textbox', { name: /Amount/ }).fill('30000');
    await page.getByRole('textbox', { name: /Reason/ }).fill('Exam week');
    await page.getByRole('button', { name: 'Grant credit' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('output').getByText('more.').waitFor();
    expect(await page.getByRole('combobox', { name: /Learner/ }).evaluate((field) => field === document.activeElement)).toBe(true);
  });

  test('credit is granted to a person in a course, in minor units', async () => {
    await open('manager?view=credit');
    await page.getByLabel('Learner').selectOption({ label: '이도윤' });
    await page.getByLabel('Course').selectOption({ label: '보안 실무' });
    await page.getByLabel('Amount').fill('12,000');
    await page.getByLabel('Reason').fill('Extra lesson');
    await page.getByRole('button', { name: 'Grant credit' }).click();
    await expectEventually(() => lastAct()?.name === 'grantCredit');
    expect(lastAct()?.args).toEqual({ key: expect.stringMatching(/^[\da-f-]{36}$/), learnerId: 'learner-1', courseId: '보안 실무', amount: '12000', currency: 'KRW', reason: 'Extra lesson' });
  });

  test('a new price shows what it changes before it is published', async () => {
    await open('sales');
    await page.getByRole('button', { name: 'Plan a new price' }).first().click();
    await page.getByLabel('Amount for an hour').fill('720');
    await page.getByLabel('In force from').fill('2099-12-01');
    await page.getByText('60 minutes cost ₩600 now, ₩720 from 1 Dec 2099.').waitFor();
    await page.getByRole('button', { name: 'Publish the price' }).click();
    await page.getByRole('dialog', { name: 'Publish this price?' }).getByRole('button', { name: 'Publish the price' }).click();
    await expectEventually(() => lastAct()?.name === 'publishPrice');
    expect(lastAct()?.args).toMatchObject({ product: 'lab-standard', amount: '720', perQuantity: 3600 });
  });

  test('a price for a day that another has says so, in Korean to whom reads Korean', async () => {
    await page.goto(`${stage.url}/s/taken~ko/sales`);
    await page.getByRole('button', { name: '새 가격 예약' }).first().click();
    await page.getByLabel('시간당 금액').fill('720');
    await page.getByLabel('적용 시작일').fill('2099-12-01');
    await page.getByRole('button', { name: '가격 게시' }).click();
    await page.getByRole('dialog', { name: '이 가격을 게시하시겠습니까?' }).getByRole('button', { name: '가격 게시' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('dialog', { name: '이 가격을 게시하시겠습니까?' }).innerText()).toContain('이 상품에는 같은 시각에 시작하는 가격이 이미 있습니다. 다른 날짜를 선택해 주세요.');
  });
});
