import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { barriersInShapes, seriousViolations } from './axe.ts';
import { launchBrowser } from '@cloudclass/local-browser';
import { startFakeApi, type FakeApi } from './fake/fake-api.ts';
import { fakeStaff } from './fake/staff-answers.ts';

const staff = fakeStaff();
let api: FakeApi;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [api, browser] = await Promise.all([startFakeApi(staff.root, staff.live), launchBrowser()]);
});
afterAll(async () => {
  await Promise.all([browser.close(), api.close()]);
});
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1280, height: 860 }, reducedMotion: 'reduce', timezoneId: 'Asia/Seoul' });
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
});
afterEach(async () => {
  await context.close();
});

let visits = 0;

/** Opens a page in a session of its own. @returns the session's name */
async function open(path: string, state = 'full'): Promise<string> {
  visits += 1;
  const session = `${state}~${visits}~en`;
  await page.goto(`${api.url}/s/${session}/${path}`);
  await page.locator('main :is(dl, table, article, [role="alert"], p)').first().waitFor();
  return session;
}

const lastAct = () => staff.acts.at(-1);

const paths = ['observe', 'class', 'insight', 'choose', 'manager', 'manager?view=leases', 'manager?view=invoices', 'manager?view=credit', 'manager?view=audit', 'sales', 'sales?view=contracts', 'sales?view=calculator', 'operator'];

describe('every page, for those who cannot see or point', () => {
  test.each(paths)('%s has no serious finding and does not scroll sideways, at every width and in both colours', async (path) => {
    await open(path);
    expect(await barriersInShapes(page)).toEqual([]);
  });

  test.each(paths)('%s cuts nothing off in its tables on a phone', async (path) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await open(path);
    const cut = await page.evaluate(`[...document.querySelectorAll('table')].filter((table) => table.parentElement.clientWidth > 1 && table.parentElement.scrollWidth > table.parentElement.clientWidth).map((table) => table.getAttribute('aria-label'))`);
    expect(cut).toEqual([]);
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
  await page.goto(`${api.url}/s/full~${(visits += 1)}~en/sales`);
  await page.getByRole('alert').getByText('NETWORK').waitFor();
  await page.unroute(/\/sales-app-.*\.js/);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Prices' }).first().waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

describe('the class board', () => {
  test('what the server pushes appears, in the server’s order', async () => {
    const session = await open('class');
    await expectEventually(() => staff.isHeard(session));
    staff.pushBoard(session, (board) => ({ ...board, rows: board.rows.toReversed() }));
    await page.locator('tbody tr:first-child', { hasText: '서다은' }).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(12);
  });

  test('a mark is dismissed from its row', async () => {
    await open('class');
    await page.getByRole('button', { name: 'Dismiss the mark of 김하늘' }).click();
    await page.getByText('Hand raised').waitFor({ state: 'detached' });
    expect(lastAct()).toMatchObject({ name: 'dismissAttention', args: { learnerId: 'learner-0' } });
  });

  test('a learner opens with the timeline in words, and is answered', async () => {
    await open('class');
    await page.getByRole('button', { name: 'Open 김하늘' }).click();
    await page.getByText('PutBucketPolicy was refused: AccessDenied').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByLabel('Answer').fill('Take the bucket in Seoul.');
    await page.getByRole('button', { name: 'Send the answer' }).click();
    await expectEventually(() => lastAct()?.name === 'answerHelp');
    expect(lastAct()?.args).toEqual({ learnerId: 'learner-0', text: 'Take the bucket in Seoul.' });
  });

  test('a result is changed only with a reason', async () => {
    await open('class');
    await page.getByRole('button', { name: 'Open 김하늘' }).click();
    await page.getByRole('button', { name: 'Change the result of “Create a CloudFront distribution”' }).click();
    expect(await page.getByRole('button', { name: 'Save the result' }).isDisabled()).toBe(true);
    await page.getByLabel('Reason').fill('Shown in class');
    await page.getByRole('button', { name: 'Save the result' }).click();
    await expectEventually(() => lastAct()?.name === 'overrideStep');
    expect(lastAct()?.args).toEqual({ learnerId: 'learner-0', stepId: 'distribution', passed: true, reason: 'Shown in class' });
  });

  test('ending a learner’s lab asks first', async () => {
    await open('class');
    await page.getByRole('button', { name: 'Open 김하늘' }).click();
    await page.getByRole('button', { name: 'End the lab' }).click();
    await page.getByText('Everything in the account is deleted').waitFor();
    expect(lastAct()?.name).not.toBe('endLab');
    await page.getByRole('dialog', { name: 'End this lab?' }).getByRole('button', { name: 'End the lab' }).click();
    await expectEventually(() => lastAct()?.name === 'endLab');
  });

  test('the learner’s page is looked at without the means to act, and left again', async () => {
    await open('class');
    await page.getByRole('button', { name: 'Open 김하늘' }).click();
    await page.getByRole('button', { name: 'View as learner' }).click();
    await page.getByText('Nothing you do here changes it').waitFor();
    expect(await page.getByRole('button', { name: 'Check again' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Back to the class' }).click();
    await page.getByRole('table', { name: 'Class board' }).waitFor();
  });

  test('of 500 learners only those in sight are laid out, and a change touches its own row alone', async () => {
    const session = await open('class', 'big');
    await expectEventually(() => staff.isHeard(session));
    expect(await page.locator('tbody tr').count()).toBe(500);
    expect(await page.locator('tbody tr').last().evaluate((row) => getComputedStyle(row).contentVisibility)).toBe('auto');
    await page.evaluate('window.mutated = []; new MutationObserver((all) => { window.mutated.push(...all.map(({ target }) => target.parentElement.closest("td:nth-child(2)")).filter(Boolean)) }).observe(document.querySelector("tbody"), { subtree: true, childList: true, characterData: true })');
    staff.pushBoard(session, (board) => ({ ...board, rows: board.rows.map((row, at) => (at === 3 ? { ...row, points: 99 } : row)) }));
    await page.getByText('99/50').or(page.locator('td', { hasText: /^99/ })).first().waitFor();
    expect(await page.evaluate('new Set(window.mutated).size')).toBe(1);
  });
});

describe('the class board of a course with groups', () => {
  test('is narrowed to a group, also in its counts', async () => {
    await open('class');
    await page.getByLabel('Group').selectOption({ label: '목요일 실습' });
    await page.getByText('Everybody (6)').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(6);
    expect(await seriousViolations(page)).toEqual([]);
  });
});

describe('an instructor whom a grade led here', () => {
  test('finds the learner’s sheet open, once', async () => {
    await open('class', 'review');
    await page.getByRole('dialog').getByRole('heading', { name: '박서연' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Insight' }).click();
    await page.getByRole('link', { name: 'Class' }).click();
    await page.locator('tbody tr').first().waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('reads why there is none when the learner has not come yet', async () => {
    await open('class', 'review-unknown');
    await page.getByText('This learner has not opened the activity yet').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

describe('choosing labs', () => {
  const dialog = () => page.getByRole('dialog');
  const takesForm = () => context.route('https://lms.example/deep-linking', (route) => route.fulfill({ contentType: 'text/html', body: `<h1>${route.request().method()} ${route.request().postData()}</h1>` }));

  test('a lab goes to the platform as a form, with the steps, points and due date that were set', async () => {
    await takesForm();
    await open('choose', 'choosing');
    await page.getByRole('button', { name: 'Add “Share rights with IAM roles”' }).click();
    await dialog().getByRole('checkbox').last().uncheck();
    await dialog().getByLabel('Points').fill('30');
    await dialog().getByLabel('Due').fill('2026-11-30T23:59');
    expect(await seriousViolations(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Done' }).click();
    await page.getByText('What the course will get').click();
    await page.locator('details time[datetime^="2026-11-30"]').waitFor();
    await page.getByRole('button', { name: 'Add to the course' }).click();
    await page.getByRole('heading', { name: 'POST JWT=signed.by.tool' }).waitFor();
    expect(lastAct()).toMatchObject({ name: 'answerDeepLinking', args: { labs: [{ packId: 'iam-roles', points: 30, dueAt: '2026-11-30T14:59:00.000Z', language: null }] } });
  });

  test('several labs go together; one can be taken out again', async () => {
    await takesForm();
    await open('choose', 'choosing');
    for (const title of ['Publish a static website', 'Share rights with IAM roles']) {
      await page.getByRole('button', { name: `Add “${title}` }).click();
      await dialog().getByRole('button', { name: 'Done' }).click();
      await dialog().waitFor({ state: 'detached' });
    }
    await page.getByText('2 labs added').waitFor();
    await page.getByRole('button', { name: 'Take “Share rights with IAM roles” out again' }).click();
    await page.getByText('1 lab added').waitFor();
    await page.getByRole('button', { name: 'Add to the course' }).click();
    await page.getByRole('heading', { name: 'POST JWT=signed.by.tool' }).waitFor();
    expect(lastAct()?.args['labs']).toHaveLength(1);
  });

  test('a step brings the one it needs, which says who needs it', async () => {
    await open('choose', 'choosing');
    await page.getByRole('button', { name: 'Add “Share rights with IAM roles”' }).click();
    const boxes = dialog().getByRole('checkbox');
    await boxes.first().uncheck();
    await dialog().getByText('Tick at least one step.').waitFor();
    expect(await dialog().getByRole('button', { name: 'Done' }).isDisabled()).toBe(true);
    await boxes.nth(1).check();
    expect(await boxes.first().isChecked()).toBe(true);
    await dialog().getByText('needed by').first().waitFor();
  });

  test('a lab is previewed as its learners see it', async () => {
    await open('choose', 'choosing');
    await page.getByRole('button', { name: 'Preview “Share rights with IAM roles”' }).click();
    await dialog().getByText('You put a website into an').waitFor();
    await dialog().getByText('Create a bucket in Seoul').click();
    await dialog().getByText('aws s3api create-bucket').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });

  test('what the platform does not take is said before anything is chosen', async () => {
    await open('choose', 'choosing-single');
    await page.getByText('It takes one lab at a time.').waitFor();
    await page.getByText('It makes no column in the gradebook').waitFor();
    await open('choose', 'choosing-no-links');
    await page.getByText('It takes no links to external tools').waitFor();
    expect(await page.getByRole('button', { name: /^Add/ }).count()).toBe(0);
  });

  test('going back without a lab tells the platform so', async () => {
    await takesForm();
    await open('choose', 'choosing-no-links');
    await page.getByRole('button', { name: 'Go back without a lab' }).click();
    await page.getByRole('heading', { name: 'POST JWT=nothing.by.tool' }).waitFor();
    expect(lastAct()?.name).toBe('declineDeepLinking');
  });

  test('the lab of an activity that is there is set anew where it stands', async () => {
    await open('choose', 'begun');
    await page.getByText('In this activity').waitFor();
    expect(await page.getByRole('button', { name: 'Use in this activity' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Change “Publish a static website' }).click();
    await dialog().getByText('7 learners have begun').waitFor();
    await dialog().getByLabel('Points').fill('60');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    expect(lastAct()).toMatchObject({ name: 'configureActivity', args: { lab: { packVersion: '1.1.0', points: 60, stepIds: expect.arrayContaining(['bucket']) } } });
    await page.getByRole('button', { name: 'Move to version 1.2.0' }).click();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().waitFor({ state: 'detached' });
    expect(lastAct()).toMatchObject({ args: { lab: { packVersion: '1.2.0' } } });
  });

  test('a search narrows the list', async () => {
    await open('choose', 'choosing');
    await page.getByLabel('Search').fill('IAM');
    await page.getByRole('heading', { name: 'Publish a static website' }).waitFor({ state: 'detached' });
    expect(await page.getByRole('heading', { name: 'Share rights with IAM roles' }).count()).toBe(1);
  });
});

describe('money', () => {
  test('a course’s figure leads down to its usage, page by page', async () => {
    await open('manager');
    await page.getByRole('button', { name: '데이터 엔지니어링' }).click();
    await page.getByRole('button', { name: 'Show older ones' }).click();
    await page.getByText('That is all.').waitFor();
    expect(await page.getByRole('dialog').locator('tbody tr').count()).toBe(17);
  });

  test('an alarm says what it is about, and how many, in the language of who reads', async () => {
    await open('operator');
    await page.getByText('provision-lab · 3 jobs wait').waitFor();
    await page.goto(`${api.url}/s/full~ko/operator`);
    const alarms = page.getByRole('region', { name: '경보' });
    await alarms.waitFor();
    expect(await alarms.innerText()).toMatch(/provision-lab · 작업 3건 대기[^]*계정 2개/);
  });

  test('what is wrong with the ledger, and why an account is in quarantine, is said in the language of who reads', async () => {
    await open('operator');
    await page.goto(`${api.url}/s/full~ko/operator`);
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
    expect(await row.innerText()).toMatch(/김하늘 · create-bucket[^]*6b1f1c8e-6d0b-4a36-9d57-0f3f9b1f2c11 create-bucket/);
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
    if (path !== 'manager') await page.getByRole('button', { name: 'Draft invoice for this month' }).click();
    expect(await page.getByText('Months and days of billing').innerText()).toBe('Months and days of billing are those of UTC: this month runs from 1 Nov, 09:00 GMT+9 to 1 Dec, 09:00 GMT+9.');
  });

  test('an invoice has the month it is for as its period, in every time zone, and a name of its own before it has a number', async () => {
    await open('manager?view=invoices');
    const rows = page.getByRole('table', { name: 'Invoices' }).locator('tbody tr');
    expect(await rows.locator('td:nth-child(2)').allTextContents()).toEqual(['November 2026', 'October 2026', 'September 2026', 'August 2026']);
    await page.getByRole('button', { name: 'No number yet, October 2026' }).click();
    await page.getByRole('dialog', { name: 'No number yet, October 2026' }).waitFor();
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

  test('while an invoice waits for the payment provider the page looks again', async () => {
    await open('manager?view=invoices');
    const before = api.asked.filter((name) => name === 'Invoices').length;
    await expectEventually(() => api.asked.filter((name) => name === 'Invoices').length > before);
    expect(await page.getByText('Waiting for an answer').count()).toBe(1);
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
    ['a mark that is dismissed', 'class', 'Dismiss the mark of 김하늘', undefined, 'MAIN'],
    ['a grade that is sent again', 'operator', 'Send again', undefined, 'GRADE_COLUMN_GONE'],
    ['an account that is released', 'operator', 'Release', 'Release', 'Quarantine'],
    ['an invite that is revoked', 'operator', 'Revoke: 새빛고등학교', 'Revoke', 'Invites'],
    ['the end of a list', 'manager?view=audit', 'Show older ones', undefined, 'Audit log'],
  ])('is not lost with %s: the part of the page around it has it', async (_what, path, name, inDialog, place) => {
    await open(path);
    await press(name, inDialog);
    await expectEventually(async () => (await at()) !== 'BODY' && (await at()) !== name && (await page.getByRole('dialog').count()) === 0);
    expect(await at()).toBe(place);
  });
});

describe('operation', () => {
  test('a released account leaves the quarantine at once', async () => {
    await open('operator');
    await page.getByRole('button', { name: 'Release' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Release' }).click();
    await page.getByText('777788889999', { exact: true }).waitFor({ state: 'detached' });
    expect(lastAct()).toMatchObject({ name: 'releaseFromQuarantine', args: { accountId: '777788889999' } });
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

/** Waits for a condition; fails when it does not hold in time. */
async function expectEventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 8000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not in time: ${condition}`);
    await page.waitForTimeout(50);
  }
}
