import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { launchBrowser } from '@cloudclass/local-browser';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { claim } from '../src/platform/claims.ts';
import { instructor, labPath, learner, openCampus, type Campus } from './campus.ts';
import { deepLinkingAnswer } from './deep-linking-answer.ts';

let campus: Campus;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  campus = await openCampus();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await campus.close();
});
beforeEach(async () => {
  context = await browser.newContext({ locale: 'en-GB' });
  page = await context.newPage();
  await page.goto(`${campus.lms.url}/sign-in?back=${labPath}`);
  await page.click(`button[value="${learner}"]`);
});
afterEach(() => context.close());

/** The frame the tool's launch page is in. */
async function toolFrame(): Promise<Frame> {
  await page.frameLocator('iframe.tool').getByText('tool').waitFor();
  const frame = page.frame({ name: 'tool' });
  if (frame === null) throw new Error('There is no frame');
  return frame;
}

/** Sends a message to the page around the frame and waits for its answer. */
const ask = (frame: Frame, message: Record<string, unknown>, target: 'parent' | 'opener' = 'parent'): Promise<Record<string, unknown>> =>
  frame.evaluate(
    ([sent, where]) =>
      new Promise<Record<string, unknown>>((resolve) => {
        window.addEventListener('message', ({ data }) => String(data.subject).endsWith('.response') && resolve(data));
        window[where]?.postMessage(sent, '*');
      }),
    [message, target] as const,
  );

/** Asks the storage frame beside the tool, and nobody but the platform's origin there. */
const askBeside = (frame: Frame, message: Record<string, unknown>): Promise<Record<string, unknown>> =>
  frame.evaluate(
    ([sent, origin]) =>
      new Promise<Record<string, unknown>>((resolve) => {
        window.addEventListener('message', ({ data }) => String(data.subject).endsWith('.response') && resolve(data));
        const beside = (window.parent as unknown as Record<string, Window | undefined>)['post_message_forwarding']; // Safe: a missing frame is undefined.
        beside?.postMessage(sent, origin);
      }),
    [message, campus.lms.url] as const,
  );

describe('the activity page, with the tool on another site', () => {
  test('shows the tool in its frame, launched without any cookie of the tool site', async () => {
    const frame = await toolFrame();
    expect(new URL(frame.url()).origin).toBe(campus.tool.url);
    expect(campus.tool.lastLaunch.claims.sub).toBe(learner);
    expect(await context.cookies(campus.tool.url)).toEqual([]);
  });

  test('tells which storage messages it answers', async () => {
    const answer = await ask(await toolFrame(), { subject: 'lti.capabilities', message_id: 'c1' });
    expect(answer).toEqual({
      subject: 'lti.capabilities.response',
      message_id: 'c1',
      supported_messages: [{ subject: 'lti.capabilities' }, { subject: 'lti.put_data', frame: '_parent' }, { subject: 'lti.get_data', frame: '_parent' }],
    });
  });

  test('gives back what the tool put, and nothing for a key it never put', async () => {
    const frame = await toolFrame();
    expect(await ask(frame, { subject: 'lti.put_data', message_id: 'p1', key: 'state', value: 's-1' })).toEqual({ subject: 'lti.put_data.response', message_id: 'p1', key: 'state', value: 's-1' });
    expect(await ask(frame, { subject: 'lti.get_data', message_id: 'g1', key: 'state' })).toMatchObject({ key: 'state', value: 's-1' });
    expect(await ask(frame, { subject: 'lti.get_data', message_id: 'g2', key: 'other' })).toMatchObject({ value: null });
  });

  test('keeps values by the frame beside the tool where the product is Canvas, for who names its origin', async () => {
    campus.lms.quirks.replace(['storage-in-forwarding-frame']);
    await page.goto(page.url());
    const frame = await toolFrame();
    expect(campus.tool.lastLaunch.form['lti_storage_target']).toBe('post_message_forwarding');
    expect(await ask(frame, { subject: 'lti.capabilities', message_id: 'c' })).toMatchObject({ supported_messages: expect.arrayContaining([{ subject: 'lti.get_data', frame: 'post_message_forwarding' }]) });
    await page.frame({ name: 'post_message_forwarding' })?.waitForLoadState('load');
    const put = await askBeside(frame, { subject: 'lti.put_data', message_id: 'p', key: 'state', value: 'beside' });
    expect(put).toMatchObject({ value: 'beside' });
    expect(await ask(frame, { subject: 'lti.get_data', message_id: 'g', key: 'state' })).toMatchObject({ value: 'beside' });
    campus.lms.quirks.replace([]);
  });

  test.each([
    ['an unknown subject', { subject: 'lti.rename_course', message_id: 'x' }, 'unsupported_subject'],
    ['a message without id', { subject: 'lti.get_data', key: 'state' }, 'bad_request'],
    ['a value that is no text', { subject: 'lti.put_data', message_id: 'x', key: 'state', value: { a: 1 } }, 'bad_request'],
  ])('answers %s with an error', async (_case, message, code) => {
    expect(await ask(await toolFrame(), message)).toMatchObject({ error: { code } });
  });

  test('keeps nothing for an origin that is not the tool', async () => {
    await toolFrame();
    const answer = await ask(page.mainFrame(), { subject: 'lti.put_data', message_id: 'x', key: 'state', value: 's' });
    expect(answer).toMatchObject({ error: { code: 'wrong_origin' } });
  });

  test('launches in a new window, and answers it as its opener', async () => {
    await toolFrame();
    const [opened] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: 'Open in new window' }).click()]);
    await opened.getByText('tool').waitFor();
    expect(await ask(opened.mainFrame(), { subject: 'lti.put_data', message_id: 'w', key: 'state', value: 's' }, 'opener')).toMatchObject({ value: 's' });
  });

  test('leads an instructor from the tool in the frame back to the course with the new activity', async () => {
    await page.click('text=Sign out');
    await page.click(`button[value="${instructor}"]`);
    await page.goto(`${campus.lms.url}/courses/101/add-activity?section=week-1`);
    const frame = await toolFrame();
    const settings = campus.tool.lastLaunch.claims[claim.deepLinkingSettings] as { deep_link_return_url: string };
    const answer = await deepLinkingAnswer(campus, [{ type: 'ltiResourceLink', title: 'Made in the frame' }]);
    await frame.evaluate(([action, jwt]) => {
      document.body.innerHTML = '<form method="post"><input name="JWT"></form>';
      const form = document.forms[0];
      const input = document.querySelector('input');
      if (form === undefined || input === null) return;
      form.action = action;
      input.value = jwt;
      form.submit();
    }, [settings.deep_link_return_url, answer] as const);
    await page.waitForURL(`${campus.lms.url}/courses/101`);
    expect(await page.getByRole('link', { name: 'Made in the frame' }).count()).toBe(1);
  });
});
