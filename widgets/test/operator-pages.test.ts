import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { seriousViolations } from './axe.ts';
import { staffStage } from './staff-stage.ts';

const stage = staffStage();
const { open, lastAct, expectEventually } = stage;
let page: Page;
beforeEach(() => { page = stage.page; });

describe('operation', () => {
  test('a released account leaves the quarantine at once', async () => {
    await open('operator');
    await page.getByRole('button', { name: 'Release' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Release' }).click();
    await page.getByText('777788889999', { exact: true }).waitFor({ state: 'detached' });
    expect(lastAct()).toMatchObject({ name: 'releaseFromQuarantine', args: { accountId: '777788889999' } });
  });

  test('what was done for the whole service is told, with who did it, and looked through', async () => {
    await open('operator');
    const rows = page.getByRole('table', { name: 'Audit log of the service' }).locator('tbody tr');
    await rows.first().waitFor();
    expect(await rows.allInnerTexts()).toEqual([
      expect.stringMatching(/Signing key replaced[^]*cloudclass keys[^]*b3c1/),
      expect.stringMatching(/Price published[^]*정하늘[^]*lab-standard[^]*₩660 an hour · from 1 Mar 2027/),
      expect.stringMatching(/Account released from quarantine[^]*류민호[^]*999900001111/),
      expect.stringMatching(/Secrets sealed anew[^]*—[^]*14 secrets/),
    ]);
    await page.getByRole('combobox', { name: 'What' }).selectOption('Price published');
    await expectEventually(async () => (await rows.count()) === 1);
    expect(await seriousViolations(page)).toEqual([]);
  });

  test('a service for which nothing was done says what would be told, and where the rest is', async () => {
    await open('operator', 'empty');
    await page.getByText('What is done for one institution is in its own log.').waitFor();
    expect(await page.getByRole('table', { name: 'Audit log of the service' }).count()).toBe(0);
  });

  test('a grade is sent again', async () => {
    await open('operator');
    await page.getByRole('button', { name: 'Send again' }).first().click();
    await expectEventually(() => lastAct()?.name === 'replayGrade');
    expect(lastAct()?.args).toEqual({ id: 'g1' });
  });

  test('an institution is invited, and its link is shown until the dialog is closed', async () => {
    await open('operator');
    await page.getByRole('button', { name: 'Invite an institution' }).click();
    expect(await page.getByRole('button', { name: 'Make the link' }).isDisabled()).toBe(true);
    await page.getByRole('combobox', { name: 'Institution' }).fill(' Haneul University ');
    await page.getByLabel('Good for').selectOption('30');
    await page.getByRole('button', { name: 'Make the link' }).click();
    await page.getByText('https://labs.example/lti/register/once-and-never-again').waitFor();
    expect(lastAct()).toMatchObject({ name: 'inviteInstitution', args: { institution: 'Haneul University', days: 30 } });
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('once-and-never-again').waitFor({ state: 'detached' });
  });

  test('an open invite is taken back after a question, and shows why its last attempt ended', async () => {
    await open('operator');
    await page.getByText('moodle.saebit.example answered with 503').waitFor();
    await page.getByRole('button', { name: 'Revoke: 새빛고등학교' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('row').filter({ hasText: 'Revoked' }).waitFor();
    expect(lastAct()).toMatchObject({ name: 'revokeInvite', args: { id: 'v2' } });
  });

  test('why a registration failed is said in the reader’s language, with the LMS’s own words behind it', async () => {
    await page.goto(`${stage.url}/s/full~reasons~ko/operator`);
    const row = page.getByRole('row').filter({ hasText: '새빛고등학교' }).filter({ hasText: '마지막 시도' });
    expect(await row.innerText()).toMatch(/LMS의 설정 정보를 읽지 못했습니다[^]*REGISTRATION_UNREACHABLE[^]*answered with 503/);
    expect(await row.locator('[lang=en]').innerText()).toBe('moodle.saebit.example answered with 503');
  });

  test('what is done to one of several accounts or grades is named with it, for those who hear one button after the other', async () => {
    await open('operator');
    const names = ['Release: 777788889999', 'Send again: 정민준'];
    expect(await Promise.all(names.map((name) => page.getByRole('button', { name, exact: true }).count()))).toEqual([1, 1]);
  });

  test('an LMS is tried, and what does not work says what to do', async () => {
    await open('operator');
    await page.getByRole('button', { name: 'Details: 한빛대학교' }).click();
    await page.getByText('The LMS does not grant this service. Its administrator switches it on in the settings of the tool.').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Check now' }).click();
    await expectEventually(() => lastAct()?.name === 'checkPlatform');
    expect(lastAct()?.args).toEqual({ id: 'p1' });
  });

  test('what is typed into an LMS by hand is there to copy', async () => {
    await open('operator');
    await page.getByRole('button', { name: 'Show the values' }).click();
    await page.getByText('https://labs.example/lti/login').waitFor();
    expect(await page.getByRole('button', { name: 'Copy: Developer key of Canvas (JSON)' }).count()).toBe(1);
    expect(await seriousViolations(page)).toEqual([]);
  });
});

describe('the keyboard', () => {
  /** Presses a button by the keyboard, perhaps another one in the dialog that it opens. */
  async function press(name: string, inDialog?: string): Promise<void> {
    await page.getByRole('button', { name }).first().focus();
    await page.keyboard.press('Enter');
    if (inDialog === undefined) return;
    await page.getByRole('dialog').getByRole('button', { name: inDialog }).focus();
    await page.keyboard.press('Enter');
  }
  const at = () => page.evaluate(`(document.activeElement.getAttribute('aria-label') ?? document.getElementById(document.activeElement.getAttribute('aria-labelledby'))?.textContent ?? document.activeElement.tagName)`);

  test.each([
    { what: 'a mark that is dismissed', path: 'class', name: 'Dismiss the mark of 김하늘', place: 'MAIN' },
    { what: 'a grade that is sent again', path: 'operator', name: 'Send again: 정민준', place: 'Grades not delivered' },
    { what: 'an account that is released', path: 'operator', name: 'Release: 777788889999', inDialog: 'Release', place: 'Quarantine' },
    { what: 'an invite that is revoked', path: 'operator', name: 'Revoke: 새빛고등학교', inDialog: 'Revoke', place: 'Invites' },
    { what: 'the end of a list', path: 'manager?view=audit', name: 'Show older ones', place: 'Audit log' },
  ])('is not lost with $what: the part of the page around it has it', async ({ path, name, inDialog, place }) => {
    await open(path);
    await press(name, inDialog);
    await expectEventually(async () => (await at()) !== 'BODY' && (await at()) !== name && (await page.getByRole('dialog').count()) === 0);
    expect(await at()).toBe(place);
  });

  test('is not fetched back from elsewhere, say from the course page around this one', async () => {
    await page.clock.install();
    await open('class');
    await page.getByRole('button', { name: 'Dismiss the mark of 김하늘' }).focus();
    await page.evaluate('document.hasFocus = () => false');
    await page.keyboard.press('Enter');
    await page.getByText('Hand raised').waitFor({ state: 'detached' });
    await page.clock.runFor(1_000);
    expect(await at()).toBe('BODY');
  });
});
