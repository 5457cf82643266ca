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

const paths = ['class', 'insight', 'choose', 'manager', 'manager?view=leases', 'manager?view=invoices', 'manager?view=credit', 'manager?view=audit', 'sales', 'sales?view=contracts', 'sales?view=calculator', 'operator'];

describe('every page, for those who cannot see or point', () => {
  test.each(paths)('%s has no serious finding and does not scroll sideways, at every width and in both colours', async (path) => {
    await open(path);
    expect(await barriersInShapes(page)).toEqual([]);
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

describe('choosing labs', () => {
  test('what is chosen goes to the platform as a form', async () => {
    await context.route('https://lms.example/deep-linking', (route) => route.fulfill({ contentType: 'text/html', body: `<h1>${route.request().method()} ${route.request().postData()}</h1>` }));
    await open('choose', 'choosing');
    await page.getByRole('checkbox', { name: 'Share rights with IAM roles' }).check();
    await page.getByRole('button', { name: 'Add to the course' }).click();
    await page.getByRole('heading', { name: 'POST JWT=signed.by.tool' }).waitFor();
    expect(lastAct()).toMatchObject({ name: 'answerDeepLinking', args: { packIds: ['iam-roles'] } });
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
    expect(lastAct()?.args).toEqual({ learnerId: 'learner-1', courseId: '보안 실무', amount: '12000', currency: 'KRW', reason: 'Extra lesson' });
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
});

/** Waits for a condition; fails when it does not hold in time. */
async function expectEventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 8000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not in time: ${condition}`);
    await page.waitForTimeout(50);
  }
}
