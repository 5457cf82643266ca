import { beforeEach, describe, expect, test } from '@jest/globals';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { seriousViolations } from './axe.ts';
import type { FakeApi } from './fake/fake-api.ts';
import { labStates, passed } from './fake/lab-states.ts';
import { appears, learnerStage } from './learner-stage.ts';

const stage = learnerStage();
const { open, untilLive } = stage;
let api: FakeApi;
let context: BrowserContext;
let page: Page;
beforeEach(() => { ({ api, context, page } = stage); });

describe('freshness', () => {
  test('a broken stream is said, and what changed meanwhile is there afterwards', async () => {
    const session = await open('under-way');
    await untilLive(session);
    api.breakStreams();
    await page.getByText('Reconnecting').waitFor();
    api.change(session, (lab) => ({ ...lab, grade: { ...lab.grade, points: 50 } }));
    expect(await appears(page.getByText('50 of 50 points'))).toBe(true);
    await page.getByText('Reconnecting').waitFor({ state: 'detached' });
  });

  test('the server goes away: the page stays as it was last, with what is being written, and never falls back to what it was when it was opened', async () => {
    const session = await open('not-started');
    await untilLive(session);
    api.change(session, (lab) => ({ ...lab, state: labStates['ready']?.().state ?? {} }));
    await page.getByRole('textbox').fill('Which origin do I take?');
    const states: (string | null)[] = [];
    await page.exposeFunction('seen', (title: string | null) => states.push(title));
    await page.evaluate('new MutationObserver(() => { if (document.querySelector("textarea") === null) seen(document.querySelector("main h2")?.textContent ?? null); }).observe(document.querySelector("main"), { childList: true, subtree: true })');
    await page.route('**/graphql', (route) => route.abort());
    api.breakStreams();
    await page.getByText('The live connection broke.').waitFor();
    await page.getByRole('button', { name: 'Raise hand' }).click();
    await page.getByRole('alert').getByText('The server cannot be reached.').waitFor();
    expect([await page.getByRole('textbox').inputValue(), states]).toEqual(['Which origin do I take?', []]);
    await page.unroute('**/graphql');
    await page.getByText('The live connection broke.').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Raise hand' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Which origin do I take?' }).waitFor();
    expect([await page.getByRole('alert').count(), states]).toEqual([0, []]);
  });

  test('a stream that nobody ends and on which nothing comes is not taken for a live one', async () => {
    await page.clock.install();
    const session = await open('under-way');
    await untilLive(session);
    await page.clock.fastForward(31_000);
    expect(await appears(page.getByText('Reconnecting'))).toBe(true);
  });

  test('a session that ends while the page is open is said, and what was there stays', async () => {
    const session = await open('under-way');
    await untilLive(session);
    api.refuse(session, 'NOT_SIGNED_IN');
    api.breakStreams();
    await page.getByRole('alert').getByText('Your session has ended.').waitFor();
    expect(await page.getByRole('button', { name: /Step 4:/ }).isVisible()).toBe(true);
  });

  test('the page is asked for beside who is looking, not after it', async () => {
    const asked = (): number => api.asked.filter((name) => name === 'LabPage').length;
    const before = asked();
    let answer = (): void => undefined;
    const waitedFor = new Promise<void>((resolve) => { answer = resolve; });
    await page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('query Viewer') === true) await waitedFor;
      await route.continue();
    });
    const session = 'under-way~ahead~en';
    const [question] = await Promise.all([page.waitForResponse((response) => response.request().postData()?.includes('query LabPage') === true), page.goto(`${api.url}/s/${session}/lab`)]);
    await question.finished();
    expect(await page.getByRole('button', { name: /Step 4:/ }).count()).toBe(0);
    answer();
    await page.getByRole('button', { name: /Step 4:/ }).waitFor();
    await untilLive(session);
    api.change(session, (lab) => ({ ...lab, grade: { ...lab.grade, points: 50 } }));
    await page.getByText('50 of 50 points').first().waitFor();
    expect(asked() - before).toBe(1);
  });

  test('a page that could not be had beside who is looking is asked for again', async () => {
    let answer = (): void => undefined;
    const waitedFor = new Promise<void>((resolve) => { answer = resolve; });
    let failures = 0;
    await page.route('**/graphql', async (route) => {
      const question = route.request().postData() ?? '';
      if (question.includes('query Viewer')) await waitedFor;
      if (!question.includes('query LabPage') || failures > 0) return route.continue();
      failures += 1;
      return route.abort();
    });
    const failed = page.waitForEvent('requestfailed', (request) => request.postData()?.includes('query LabPage') === true);
    await page.goto(`${api.url}/s/under-way~again~en/lab`);
    await failed;
    answer();
    expect(await appears(page.getByRole('button', { name: /Step 4:/ }))).toBe(true);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('a page whose question failed is there with the next change, where changes come', async () => {
    await page.route('**/graphql', (route) => (route.request().postData()?.includes('query LabPage') === true ? route.abort() : route.continue()));
    const session = 'under-way~failed~en';
    await page.goto(`${api.url}/s/${session}/lab`);
    await page.getByRole('alert').waitFor();
    await untilLive(session);
    await page.unroute('**/graphql');
    api.change(session, (lab) => ({ ...lab, grade: { ...lab.grade, points: 50 } }));
    expect(await appears(page.getByText('50 of 50 points').first())).toBe(true);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('a page is asked for once when it opens, and again when its stream breaks', async () => {
    const asked = (): number => api.asked.filter((name) => name === 'LabPage').length;
    const before = asked();
    const session = await open('under-way');
    /** What is pushed comes after whatever the page asked when its stream began. */
    const pushed = async (points: number): Promise<void> => {
      await untilLive(session);
      api.change(session, (lab) => ({ ...lab, grade: { ...lab.grade, points } }));
      await page.getByText(`${points} of 50 points`).first().waitFor();
    };
    await pushed(49);
    expect(asked() - before).toBe(1);
    api.breakStreams();
    await page.getByText('Reconnecting').waitFor();
    await pushed(50);
    expect(asked() - before).toBe(2);
  });

  test('an answer that was long on its way does not put an older page over what was pushed meanwhile', async () => {
    const isPage = (request: Request) => request.postData()?.includes('query LabPage') === true;
    const session = await open('under-way');
    await untilLive(session);
    let letGo = () => {};
    const held = new Promise<void>((resolve) => { letGo = resolve; });
    await page.route('**/graphql', async (route, request) => {
      if (!isPage(request)) return route.continue();
      const older = await route.fetch();
      await held;
      return route.fulfill({ response: older });
    });
    const [asked, late] = [page.waitForRequest(isPage), page.waitForResponse((answer) => isPage(answer.request()))];
    api.breakStreams();
    await asked;
    await untilLive(session);
    api.change(session, (lab) => ({ ...lab, steps: lab.steps.map((step) => (step['id'] === 'distribution' ? passed(step) : step)) }));
    await page.locator('output', { hasText: 'Step 4 passed' }).waitFor({ state: 'attached' });
    letGo();
    await (await late).finished();
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    expect(await page.getByRole('button', { name: /Step 4:.*Passed/ }).count()).toBe(1);
  });

  test('what is pushed is shown with the guide, which is not sent again', async () => {
    const session = await open('under-way');
    await untilLive(session);
    const article = page.getByRole('article').first();
    // drawn, once its parser is here
    await article.locator('code').first().waitFor();
    const guide = await article.textContent();
    api.change(session, (lab) => ({ ...lab, grade: { ...lab.grade, points: 50 } }));
    await page.getByText('50 of 50 points').first().waitFor();
    expect(await article.textContent()).toBe(guide);
    expect(guide?.length).toBeGreaterThan(100);
  });

  test('when the instructor chose another version of the lab, the page asks for its guide', async () => {
    const session = await open('under-way');
    await untilLive(session);
    const before = api.asked.filter((name) => name === 'LabPage').length;
    api.change(session, (lab) => ({ ...lab, pack: { ...lab.pack, version: '9.9.9' }, grade: { ...lab.grade, points: 50 } }));
    await page.getByText('50 of 50 points').first().waitFor();
    expect(api.asked.filter((name) => name === 'LabPage').length).toBe(before + 1);
  });

  test('a page that the server does not renew by itself says so for as long as that is so, and listens again when asked to', async () => {
    const refused = { errors: [{ message: 'Refused.', extensions: { code: 'STREAMS_OF_SESSION', correlationId: '01JD5ZREFUSED' } }] };
    const isPage = (request: Request) => request.postData()?.includes('query LabPage') === true;
    let told = () => {};
    const streamTold = new Promise<void>((resolve) => { told = resolve; });
    await page.route('**/graphql', async (route, request) => {
      // what the page asks for beside the stream is answered later, and is no news about the stream
      if (isPage(request)) await streamTold;
      if (!request.headers()['accept']?.includes('text/event-stream')) return route.continue();
      await route.fulfill({ contentType: 'text/event-stream', body: `event: next\ndata: ${JSON.stringify(refused)}\n\nevent: complete\ndata:\n\n` });
      told();
    });
    const asked = page.waitForResponse((answer) => isPage(answer.request()));
    const session = await open('under-way');
    await (await asked).finished();
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    expect(await page.getByRole('alert').textContent()).toMatch(/too many windows.*STREAMS_OF_SESSION/);
    expect(await page.getByRole('button', { name: /Step 4:/ }).isVisible()).toBe(true);
    await page.unroute('**/graphql');
    await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
    await untilLive(session);
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });

  test('a page whose stream ended because the database was away listens again by itself', async () => {
    const away = { errors: [{ message: 'Away.', extensions: { code: 'DATABASE_UNAVAILABLE' } }] };
    await page.clock.install();
    await page.route('**/graphql', (route, request) => (request.headers()['accept']?.includes('text/event-stream') === true
      ? route.fulfill({ contentType: 'text/event-stream', body: `event: next\ndata: ${JSON.stringify(away)}\n\nevent: complete\ndata:\n\n` })
      : route.continue()));
    const session = await open('under-way');
    await page.getByRole('alert').getByText('DATABASE_UNAVAILABLE').waitFor();
    await page.unroute('**/graphql');
    await page.clock.runFor(15_000);
    await untilLive(session);
    api.change(session, (lab) => ({ ...lab, steps: lab.steps.map((step) => (step['id'] === 'distribution' ? passed(step) : step)) }));
    await page.locator('output', { hasText: 'Step 4 passed' }).waitFor({ state: 'attached' });
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('what was done and refused is said with a code and a reference, and can be put away', async () => {
    const session = await open('under-way');
    await untilLive(session);
    api.refuse(session, 'LAB_NOT_RUNNING');
    await page.getByRole('button', { name: 'Check again' }).click();
    const notice = page.getByRole('alert');
    await notice.getByText('The lab is not running.').waitFor();
    expect(await notice.textContent()).toContain('LAB_NOT_RUNNING');
    expect(await seriousViolations(page)).toEqual([]);
    await notice.getByRole('button', { name: 'Close' }).click();
    await notice.waitFor({ state: 'detached' });
  });

  test('being offline is said in words', async () => {
    await open('under-way');
    await context.setOffline(true);
    expect(await appears(page.getByText('What you do in AWS is still recorded'))).toBe(true);
    await context.setOffline(false);
  });

  test('a session that ended leads back to the course', async () => {
    await page.goto(`${api.url}/s/gone~en/lab`);
    await page.getByRole('heading').waitFor();
    expect(await page.getByText(/강의에서|your course/).count()).toBeGreaterThan(0);
  });
});
