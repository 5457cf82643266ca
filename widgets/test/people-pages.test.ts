import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { seriousViolations } from './axe.ts';
import { people } from './fake/staff-people.ts';
import { staffStage } from './staff-stage.ts';

const stage = staffStage();
const { open, lastAct, expectEventually } = stage;
let page: Page;
beforeEach(() => { page = stage.page; });

const HANEUL = '6b1f1c8e-6d0b-4a36-9d57-0f3f9b1f2c11';

/** Looks for somebody, and opens them. */
async function openPerson(state = 'full', name = '김하늘'): Promise<void> {
  await open('manager?view=people', state);
  await page.getByRole('searchbox', { name: 'Who' }).fill(name);
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('table', { name: 'What is kept' }).waitFor();
}

async function openErasing(state?: string): Promise<void> {
  await openPerson(state);
  await page.getByRole('button', { name: 'Erase…' }).click();
  await page.getByRole('dialog', { name: 'Erase 김하늘?' }).waitFor();
}

const erasing = () => page.getByRole('dialog', { name: 'Erase 김하늘?' });
const eraseNow = () => erasing().getByRole('button', { name: 'Erase for good' });

async function confirmErasing(): Promise<void> {
  await erasing().getByLabel('Reason').selectOption('The person asked for it');
  await erasing().getByLabel('To confirm, type: 김하늘').fill('김하늘');
  await eraseNow().click();
}

describe('looking for a person', () => {
  test('nobody is shown before somebody is looked for', async () => {
    await open('manager?view=people');
    await page.getByText('Look for a person of your institution').waitFor();
    expect(stage.asked.filter((name) => name === 'People')).toEqual([]);
    expect(await seriousViolations(page)).toEqual([]);
  });

  test('shows who it is by name, e-mail, id and LMS, and courses', async () => {
    await open('manager?view=people');
    await page.getByRole('searchbox', { name: 'Who' }).fill('김하늘');
    const rows = page.getByRole('table', { name: 'Personal data' }).locator('tbody tr');
    await rows.first().waitFor();
    expect(await rows.allInnerTexts()).toEqual([expect.stringMatching(/김하늘[^]*haneul\.kim@hanbit\.example[^]*20231147[^]*https:\/\/lms\.hanbit\.example[^]*클라우드 컴퓨팅 입문, 데이터 엔지니어링/), expect.stringContaining('김하늘별')]);
    expect(await seriousViolations(page)).toEqual([]);
  });

  test('says when there are more than are shown', async () => {
    await open('manager?view=people', 'many');
    await page.getByRole('searchbox', { name: 'Who' }).fill('김');
    await page.getByText('More than 50 people match').waitFor();
    expect(await page.getByText('Type more of the name').isVisible()).toBe(true);
  });

  test('says when there is nobody, and when nobody could be looked for', async () => {
    await open('manager?view=people');
    await page.getByRole('searchbox', { name: 'Who' }).fill('nobody');
    await page.getByText('Nobody found').waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
    await open('manager?view=people', 'broken');
    await page.getByRole('searchbox', { name: 'Who' }).fill('김');
    await page.getByText('DATABASE_UNAVAILABLE').waitFor();
  });

  test('whom one looks for does not come into the address', async () => {
    await openPerson();
    expect(decodeURIComponent(page.url())).not.toMatch(/김|6b1f1c8e/);
  });
});

describe('what is kept of a person', () => {
  test('stands beside what tells them from others of their name', async () => {
    await openPerson();
    expect(await page.getByRole('dialog').innerText()).toMatch(/haneul\.kim@hanbit\.example[^]*20231147[^]*https:\/\/lms\.hanbit\.example/);
  });

  test('stands there in words and numbers, with what erasing would do and why', async () => {
    await openPerson();
    const rows = page.getByRole('table', { name: 'What is kept' }).locator('tbody tr');
    expect(await rows.filter({ hasText: 'CloudTrail records' }).innerText()).toMatch(/1,284[^]*is deleted/);
    expect(await rows.filter({ hasText: 'Use of labs' }).innerText()).toMatch(/240[^]*stays[^]*Invoices and ledger are made of it/);
    expect(await seriousViolations(page)).toEqual([]);
  });

  test('is downloaded as a file that names nobody by its name', async () => {
    await openPerson();
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download their data' }).click()]);
    expect(file.suggestedFilename()).toBe(`personal-data-${HANEUL}.json`);
    expect(JSON.parse(await readFile(await file.path(), 'utf8'))).toEqual({ person: people[0] });
    expect(lastAct()).toEqual({ name: 'copyPerson', args: { personId: HANEUL } });
  });
});

describe('erasing a person', () => {
  test('says what goes, and what stays and why, and what is not here', async () => {
    await openErasing();
    const said = await erasing().innerText();
    expect(said).toMatch(/haneul\.kim@hanbit\.example[^]*20231147[^]*This cannot be undone[^]*This goes[^]*Name, e-mail, id in the LMS, language: 1[^]*CloudTrail records of their labs: 1,284[^]*This stays, and why[^]*Use of labs, as it is billed: 240[^]*Invoices and ledger are made of it[^]*Entries of the audit log about them: 2[^]*proof[^]*gradebook/);
    expect(await seriousViolations(page)).toEqual([]);
  });

  test('is done once there is a reason, and their name was typed', async () => {
    await openErasing();
    expect(await eraseNow().isDisabled()).toBe(true);
    await erasing().getByLabel('To confirm, type: 김하늘').fill('김하늘');
    expect(await eraseNow().isDisabled()).toBe(true);
    await erasing().getByLabel('Reason').selectOption('It is needed no longer');
    await erasing().getByLabel('To confirm, type: 김하늘').fill('김하느');
    expect(await eraseNow().isDisabled()).toBe(true);
    await erasing().getByLabel('To confirm, type: 김하늘').fill('김하늘');
    await eraseNow().click();
    await page.getByText('Erased', { exact: true }).waitFor();
    expect(lastAct()).toEqual({ name: 'erasePerson', args: { personId: HANEUL, reason: 'NOT_NEEDED', typed: '김하늘' } });
  });

  test('ends with what stays, and with the keyboard on the page', async () => {
    await openErasing();
    await confirmErasing();
    const outcome = page.locator('output').filter({ hasText: 'Erased' });
    await outcome.waitFor();
    expect(await outcome.innerText()).toMatch(/This stays, and why[^]*Use of labs, as it is billed: 240/);
    await expectEventually(async () => (await page.getByRole('dialog').count()) === 0);
    await expectEventually(() => page.evaluate(() => document.activeElement !== document.body && document.activeElement?.closest('main') !== null));
  });

  test('is told of until somebody else is looked for', async () => {
    await openErasing();
    await confirmErasing();
    await page.getByText('Erased', { exact: true }).waitFor();
    await page.getByRole('searchbox', { name: 'Who' }).fill('김하늘별');
    await expectEventually(async () => (await page.getByRole('table', { name: 'Personal data' }).locator('tbody tr').count()) === 1);
    expect(await page.getByText('Erased', { exact: true }).count()).toBe(0);
  });

  test('that somebody else has done says so', async () => {
    await openErasing('before');
    await confirmErasing();
    await page.getByText('They had been erased before').waitFor();
    expect(await page.getByText('This stays, and why').count()).toBe(0);
  });

  test('that the server refuses says why, and leaves what was typed', async () => {
    await openErasing('renamed');
    await confirmErasing();
    await erasing().getByText('PERSON_NOT_CONFIRMED').waitFor();
    expect(await erasing().getByLabel('To confirm, type: 김하늘').inputValue()).toBe('김하늘');
  });

  test('waits for a lab of theirs to end, and says who can end it', async () => {
    await openPerson('working');
    expect(await page.getByRole('button', { name: 'Erase…' }).isDisabled()).toBe(true);
    await page.getByText('They or their instructor end it, or its time runs out.').waitFor();
    expect(await page.getByRole('button', { name: 'Download their data' }).isEnabled()).toBe(true);
  });
});
