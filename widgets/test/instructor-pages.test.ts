import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { seriousViolations } from './axe.ts';
import { appears } from './learner-stage.ts';
import { staffStage } from './staff-stage.ts';

const stage = staffStage();
const { staff, open, lastAct, expectEventually, breakStreams } = stage;
let page: Page;
beforeEach(() => { page = stage.page; });

describe('the class board', () => {
  const pointsOf = (name: string) => page.locator('tbody tr', { hasText: name }).locator('td').first();
  const scores = (session: string, name: string, points: number) => staff.pushBoard(session, (board) => ({ ...board, rows: board.rows.map((row) => (row.learner.name === name ? { ...row, points } : row)) }));

  test('what the server pushes appears, in the server’s order', async () => {
    const session = await open('class');
    await expectEventually(() => staff.isHeard(session));
    staff.pushBoard(session, (board) => ({ ...board, rows: board.rows.toReversed() }));
    await page.locator('tbody tr:first-child', { hasText: '서다은' }).waitFor();
    expect(await page.locator('tbody tr').count()).toBe(12);
  });

  test('whoever comes, leaves or moves up is pushed with the place they have, and the others stay', async () => {
    const session = await open('class');
    await expectEventually(() => staff.isHeard(session));
    const shown = () => page.locator('tbody tr th button:first-child').allTextContents();
    const before = await shown();
    staff.pushBoard(session, (board) => {
      const [first, second, ...rest] = board.rows;
      return { ...board, rows: [{ ...second, learner: { id: 'newcomer', name: '새 학생' } }, ...rest, { ...first, points: 99 }] as typeof board.rows }; // a class has more than two
    });
    await page.getByText('새 학생').waitFor();
    expect(await shown()).toEqual(['새 학생', ...before.slice(2), before[0]]);
  });

  test('what changed while the stream was broken is there when it is not, and what is pushed then goes on from that', async () => {
    const session = await open('class');
    await expectEventually(() => staff.isHeard(session));
    breakStreams();
    await page.getByText('Reconnecting').waitFor();
    scores(session, '이도윤', 97);
    await page.getByText('Reconnecting').waitFor({ state: 'detached' });
    scores(session, '박서연', 98);
    await pointsOf('박서연').getByText('98').waitFor();
    expect(await pointsOf('이도윤').textContent()).toBe('97/50');
  });

  test('the clock of the open step goes on in a learner’s sheet too, while nothing is pushed', async () => {
    await page.clock.install();
    await open('class');
    await page.getByRole('button', { name: 'Open 김하늘' }).click();
    const step = page.getByRole('dialog').getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Change the result of “Create a bucket in Seoul”' }) });
    await step.getByText('1 min').waitFor();
    await page.clock.runFor(120_000);
    expect(await appears(step.getByText('3 min'))).toBe(true);
  });

  test('what is pushed goes on from what was pushed before, not from an answer that the page shows meanwhile', async () => {
    const session = await open('class');
    await expectEventually(() => staff.isHeard(session));
    await pointsOf('김하늘').getByText('0/50').waitFor();
    await page.route('**/graphql', async (route, request) => {
      if (request.postData()?.includes('query ClassBoardNow') !== true) return route.continue();
      const answer = await route.fetch();
      return route.fulfill({ response: answer, body: (await answer.text()).replace(/("name":"김하늘".*?"points":)0/, '$197') });
    });
    await page.getByRole('button', { name: 'Open 박서연' }).click();
    await page.getByRole('button', { name: 'End the lab' }).click();
    await page.getByRole('dialog', { name: 'End this lab?' }).getByRole('button', { name: 'End the lab' }).click();
    await pointsOf('김하늘').getByText('97').waitFor();
    scores(session, '이도윤', 98);
    await pointsOf('이도윤').getByText('98').waitFor();
    expect(await pointsOf('김하늘').textContent()).toBe('0/50');
  });

  test('a difference from something that was lost on the way is not put together with what was there: the page asks', async () => {
    const asked = page.waitForResponse((answer) => answer.request().postData()?.includes('query ClassBoardNow') === true);
    let begin = () => {};
    const begun = new Promise<void>((resolve) => { begin = resolve; });
    await page.route('**/graphql', async (route, request) => {
      if (request.headers()['accept']?.includes('text/event-stream') !== true) return route.continue();
      await begun;
      const { data: { classBoard: { rows, summary, gradebook, roster, ...rest } } } = await (await asked).json();
      const lost = { errors: [{ message: 'Lost.', extensions: { code: 'INTERNAL' } }] };
      const pushes = [{ rows, summary, gradebook, roster, ...rest }, null, { placed: [{ at: 1, row: { ...rows[1], points: 98 } }], left: [], summary, gradebook, roster }];
      const events = pushes.map((classBoard) => `event: next\ndata: ${JSON.stringify(classBoard === null ? lost : { data: { classBoard } })}\n\n`);
      return route.fulfill({ contentType: 'text/event-stream', body: `${events.join('')}event: complete\ndata:\n\n` });
    });
    const session = await open('class');
    scores(session, '김하늘', 97);
    scores(session, '이도윤', 98);
    begin();
    await pointsOf('이도윤').getByText('98').waitFor();
    expect(await appears(pointsOf('김하늘').getByText('97'))).toBe(true);
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
  const takesForm = () => page.context().route('https://lms.example/deep-linking', (route) => route.fulfill({ contentType: 'text/html', body: `<h1>${route.request().method()} ${route.request().postData()}</h1>` }));

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
