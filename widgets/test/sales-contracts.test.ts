import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { barriersInShapes, seriousViolations } from './axe.ts';
import { staffStage } from './staff-stage.ts';

const stage = staffStage();
const { staff, lastAct, expectEventually } = stage;
let page: Page;
beforeEach(() => { page = stage.page; });

/** Opens the contracts in a session of its own. */
const open = (state?: string): Promise<string> => stage.open('sales?view=contracts', state);

describe('contracts', () => {
  async function fillIn(institution = '한빛대학교') {
    await page.getByRole('button', { name: 'New contract' }).click();
    await page.getByRole('dialog', { name: 'New contract' }).getByLabel('Institution').selectOption({ label: institution });
    await page.getByLabel('Discount in percent').fill('12.5');
    await page.getByLabel('Credit for each learner').fill('5,000');
  }
  const confirmation = () => page.getByRole('dialog', { name: 'Set up this contract?' });

  test('are set up after it was said in words what they mean and from when', async () => {
    await open();
    await fillIn();
    await page.getByLabel('Begins on').fill('2080-03-01');
    await page.getByRole('button', { name: 'Set up the contract' }).click();
    await confirmation().getByText('From 1 Mar 2080, 한빛대학교 buys at 12.5% off the list price.').waitFor();
    await confirmation().getByText('It takes the place of the contract at 12.5% off').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await confirmation().getByRole('button', { name: 'Set up the contract' }).click();
    await page.getByText('The contract of 한빛대학교 is set up.').waitFor();
    expect(lastAct()).toEqual({ name: 'addContract', args: { key: expect.stringMatching(/^[\da-f-]{36}$/), institutionId: 'i1', unitId: null, currency: 'KRW', allowance: '5000', discountBasisPoints: 1250, from: '2080-02-29T15:00:00.000Z', to: null } });
  });

  test('say at its field, with the code, why the server refused one', async () => {
    await open('other-currency');
    await fillIn();
    await page.getByRole('button', { name: 'Set up the contract' }).click();
    await confirmation().getByRole('button', { name: 'Set up the contract' }).click();
    await confirmation().waitFor({ state: 'detached' });
    await page.getByText('Use its currency, or end that one first. (CONTRACT_CURRENCY_DIFFERS)').waitFor();
    expect(await page.getByLabel('Currency').getAttribute('aria-invalid')).toBe('true');
    expect(await seriousViolations(page)).toEqual([]);
  });

  test('that were refused are asked about again only when they are sent again', async () => {
    await open('other-currency');
    await fillIn();
    await page.getByRole('button', { name: 'Set up the contract' }).click();
    await confirmation().getByRole('button', { name: 'Set up the contract' }).click();
    await page.getByText('(CONTRACT_CURRENCY_DIFFERS)').waitFor();
    await page.getByRole('button', { name: 'Set up the contract' }).click();
    await confirmation().getByRole('button', { name: 'Set up the contract' }).click();
    await page.getByText('(CONTRACT_CURRENCY_DIFFERS)').waitFor();
    await page.getByLabel('Currency').selectOption('USD');
    await page.getByText('(CONTRACT_CURRENCY_DIFFERS)').waitFor({ state: 'detached' });
    expect(await confirmation().count()).toBe(0);
  });

  test('keep the key of one that is tried again, and take another for other terms', async () => {
    await open('away');
    await fillIn();
    const tryIt = async () => {
      await page.getByRole('button', { name: 'Set up the contract' }).click();
      const before = staff.acts.length;
      for (let presses = 1; presses <= 2; presses += 1) {
        await confirmation().getByRole('button', { name: 'Set up the contract' }).click();
        await expectEventually(() => staff.acts.length === before + presses);
        await confirmation().getByRole('alert').getByText('DATABASE_UNAVAILABLE').waitFor();
      }
      await confirmation().getByRole('button', { name: 'Cancel' }).click();
      return staff.acts.slice(-2).map(({ args }) => args['key']);
    };
    const first = await tryIt();
    await page.getByLabel('Discount in percent').fill('15');
    const second = await tryIt();
    expect([first[0] === first[1], second[0] === second[1], first[0] === second[0]]).toEqual([true, true, false]);
  });

  test('are not sent while a field says what cannot be', async () => {
    await open();
    await fillIn();
    await page.getByLabel('Discount in percent').fill('101');
    await page.getByText('Give a percentage from 0 to 100').waitFor();
    expect(await page.getByRole('button', { name: 'Set up the contract' }).isDisabled()).toBe(true);
  });

  test('end after it was said what follows', async () => {
    await open();
    await page.getByRole('button', { name: 'End the contract of 한빛대학교', exact: true }).click();
    await page.getByRole('dialog', { name: 'End the contract of 한빛대학교?', exact: true }).waitFor();
    await page.getByText('It ends at once. No other contract holds then: labs that run end, and none starts.').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'End the contract' }).click();
    await page.getByText('The end of the contract of 한빛대학교 is set.').waitFor();
    expect(lastAct()).toEqual({ name: 'endContract', args: { id: 'k1', at: null } });
  });

  test('of a unit say its name, and that the institution’s holds after them', async () => {
    await open();
    await page.getByRole('button', { name: 'End the contract of 한빛대학교 · 컴퓨터공학과' }).click();
    expect(await page.getByRole('dialog', { name: 'End the contract of 한빛대학교 · 컴퓨터공학과?' }).innerText()).toContain('Then the contract at 12.5% off holds.');
  });

  test('that have not begun cannot end at once', async () => {
    await open();
    await page.getByRole('button', { name: 'End the contract of Northbridge College' }).click();
    expect(await page.getByRole('dialog').getByRole('button', { name: 'End the contract' }).isDisabled()).toBe(true);
    await page.getByLabel('Ends on').fill('2089-06-01');
    await page.getByText('It ends as 1 Jun 2089 begins.').waitFor();
  });

  test('that have not begun are withdrawn after it was said what holds without them', async () => {
    await open();
    await page.getByRole('button', { name: 'Withdraw the contract of Northbridge College' }).click();
    await page.getByText('It would begin on 1 Jan 2089, and never does. No other contract holds then: no lab starts.').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw the contract' }).click();
    await page.getByText('The contract of Northbridge College is withdrawn.').waitFor();
    expect(lastAct()).toEqual({ name: 'withdrawContract', args: { id: 'k2' } });
    expect(await page.getByRole('button', { name: 'Withdraw the contract of 한빛대학교' }).count()).toBe(0);
  });

  test('that began meanwhile say so, in Korean to whom reads Korean', async () => {
    await page.goto(`${stage.url}/s/begun~ko/sales?view=contracts`);
    await page.getByRole('button', { name: 'Northbridge College 계약 철회' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '계약 철회' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('dialog').innerText()).toContain('이미 시작된 계약은 철회할 수 없습니다. 대신 계약을 종료해 주세요.');
  });

  test('carry a budget, in minor units, that is changed from what it was', async () => {
    await open();
    await page.getByRole('button', { name: 'Change the budget of 한빛대학교' }).click();
    await page.getByLabel('Amount a month').fill('2,000,000');
    await page.getByText('The budget is ₩1,500,000 a month; it becomes ₩2,000,000 now.').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Change the budget' }).click();
    await page.getByText('The budget of 한빛대학교 is changed.').waitFor();
    expect(lastAct()).toEqual({ name: 'setBudget', args: { institutionId: 'i1', amount: '2000000', currency: 'KRW' } });
  });

  test('fit their forms on a phone', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await open();
    await fillIn();
    expect(await barriersInShapes(page)).toEqual([]);
  });
});
