import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { barriersInShapes, seriousViolations } from './axe.ts';
import { unseenStops } from './keyboard.ts';
import type { FakeApi } from './fake/fake-api.ts';
import { startFakePlatform, type FakePlatform } from './fake/fake-platform.ts';
import { labStates, passed } from './fake/lab-states.ts';
import { appears, learnerStage } from './learner-stage.ts';

const stage = learnerStage();
const { open, untilLive, expectEventually } = stage;
let api: FakeApi;
let context: BrowserContext;
let page: Page;
beforeEach(() => { ({ api, context, page } = stage); });

let platform: FakePlatform;
beforeAll(async () => { platform = await startFakePlatform(); });
afterAll(() => platform.close());

describe('every state, for those who cannot see or point', () => {
  test.each(Object.keys(labStates))('%s has no serious accessibility finding and does not scroll sideways, at every width and in both colours', async (state) => {
    await open(state);
    expect(await barriersInShapes(page)).toEqual([]);
  });
});

describe('the guide', () => {
  test.each([1280, 1000, 700, 360])('keeps its words within its card, however long a line of code is, %i px wide', async (width) => {
    await page.setViewportSize({ width, height: 860 });
    await open('under-way');
    if (width < 500) await page.getByRole('tab', { name: 'Guide' }).click();
    const code = page.getByText('--object-ownership');
    await code.waitFor();
    const beyond = await code.evaluate((line) => {
      const card = line.closest('article');
      const edge = card === null ? 0 : card.getBoundingClientRect().right - Number.parseFloat(getComputedStyle(card).paddingRight);
      return [...(card?.querySelectorAll('p, pre, h2, h3') ?? [])].filter((part) => part.getBoundingClientRect().right > edge + 1).length;
    });
    expect(beyond).toBe(0);
  });
});

describe('somebody whom the course site did not name', () => {
  test('reads before the start that the lab works and no score goes to the course, in both languages', async () => {
    await open('anonymous');
    await page.getByText('Your score stays on this page').waitFor();
    expect(await page.getByRole('button', { name: 'Start the lab' }).isEnabled()).toBe(true);
    await open('anonymous', 'ko');
    await page.getByText('점수는 이 화면에만 남습니다').waitFor();
    await open('not-started');
    expect(await page.getByText('Your score stays on this page').count()).toBe(0);
  });
});

test.each([1000, 1240, 1366])('beside each other, steps and video keep their own place at %i px', async (width) => {
  await page.setViewportSize({ width, height: 800 });
  await open('under-way');
  const rightOf = async (text: string): Promise<number> => page.getByText(text).last().evaluate((element) => element.getBoundingClientRect().right);
  const steps = await page.locator('[data-steps]').evaluate((element) => element.getBoundingClientRect().left);
  const chapters = await page.locator('ol[aria-label="Chapters"] button').evaluateAll((buttons) => Math.max(...buttons.map((button) => button.getBoundingClientRect().right)));
  expect(Math.max(chapters, await rightOf('Transcript'))).toBeLessThanOrEqual(steps);
});

describe('starting', () => {
  test('one button starts the lab and the resources appear', async () => {
    await open('not-started');
    await page.getByRole('button', { name: 'Start the lab' }).click();
    await page.getByRole('heading', { name: 'Your environment is being built' }).waitFor();
    expect(await page.getByText('3 of 7').count()).toBeGreaterThan(0);
  });

  test('what is in the way of a start is said and the button is off', async () => {
    await open('blocked');
    expect(await page.getByRole('button', { name: 'Start the lab' }).isDisabled()).toBe(true);
  });

  test('a lab that waits for an account says how many are before it, and can be cancelled', async () => {
    await open('waiting');
    await page.getByText('12 learners are before you.').waitFor();
    expect(await page.getByRole('button', { name: 'Cancel the start' }).isEnabled()).toBe(true);
  });

  test('a failure says what failed, why, and offers another try', async () => {
    await open('failed');
    await page.getByText('sufficient t3.micro capacity').waitFor();
    await page.getByRole('button', { name: 'Copy: Request id' }).waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    expect(await appears(page.getByRole('heading', { name: 'Your environment is being built' }))).toBe(true);
  });
});

describe('working', () => {
  test('the first open step is open, with what was seen and what is expected', async () => {
    await open('under-way');
    const step = page.getByRole('button', { name: /Step 4: Create a CloudFront distribution/ });
    expect(await step.getAttribute('aria-expanded')).toBe('true');
    await page.getByText('us-east-1', { exact: true }).waitFor();
    await page.getByText('ap-northeast-2', { exact: true }).first().waitFor();
  });

  test('what differs between seen and expected is there to read in the reader’s own colours, too', async () => {
    await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
    await open('under-way');
    const mark = page.locator('mark').first();
    await mark.waitFor();
    expect(await mark.evaluate((part) => [getComputedStyle(part).color, getComputedStyle(part.parentElement ?? part).color])).toEqual(Array(2).fill(await page.evaluate('getComputedStyle(document.body).color')));
  });

  test('a step that passes by itself is announced and the next one opens', async () => {
    const session = await open('under-way');
    await page.getByRole('button', { name: /Step 4:/ }).focus();
    await untilLive(session);
    api.change(session, (lab) => ({ ...lab, steps: lab.steps.map((step) => (step['id'] === 'distribution' ? passed(step) : step)) }));
    await page.locator('output', { hasText: 'Step 4 passed: Create a CloudFront distribution. Next: step 5' }).waitFor({ state: 'attached' });
    const next = page.getByRole('button', { name: /Step 5:/ });
    await expectEventually(() => next.evaluate((button) => button === document.activeElement));
    expect(await next.getAttribute('aria-expanded')).toBe('true');
  });

  test('the keyboard is not taken from a learner who writes', async () => {
    const session = await open('under-way');
    await page.getByRole('textbox').fill('Why');
    await untilLive(session);
    api.change(session, (lab) => ({ ...lab, steps: lab.steps.map((step) => (step['id'] === 'distribution' ? passed(step) : step)) }));
    await page.locator('output', { hasText: 'Step 4 passed' }).waitFor({ state: 'attached' });
    expect(await page.getByRole('textbox').evaluate((field) => field === document.activeElement)).toBe(true);
  });

  test('hints come one at a time', async () => {
    await open('under-way');
    expect(await page.getByText('Hint 2').count()).toBe(0);
    await page.getByRole('button', { name: 'Show a hint (1 left)' }).click();
    await page.getByText('Look at the principal of the policy.').waitFor();
  });

  test('a question for the instructor appears in its place', async () => {
    await open('under-way');
    await page.getByRole('textbox').fill('Which origin do I take?');
    await page.getByRole('button', { name: 'Raise hand' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Which origin do I take?' }).waitFor();
    expect(await appears(page.getByText('Your instructor has been told.'))).toBe(true);
  });

  test('the console opens in a tab of its own that cannot steer this page', async () => {
    await open('under-way');
    await context.route('https://console.aws.example/**', (route) => route.fulfill({ body: 'console' }));
    const [tab] = await Promise.all([context.waitForEvent('page'), page.getByRole('button', { name: 'Open AWS console' }).click()]);
    await tab.waitForURL('https://console.aws.example/signin');
    expect(await tab.evaluate('window.opener')).toBeNull();
  });

  test('when the browser blocks the tab, a link takes its place', async () => {
    await page.addInitScript('window.open = () => null');
    await open('under-way');
    await page.getByRole('button', { name: 'Open AWS console' }).click();
    expect(await page.getByRole('link', { name: 'Open the console here' }).getAttribute('href')).toBe('https://console.aws.example/signin');
  });

  test.each([
    ['may not write to the clipboard, as Moodle has it', 'microphone; camera; geolocation; midi; encrypted-media; autoplay'],
    ['may', 'clipboard-write'],
  ])('credentials for the terminal are copied in a frame that %s', async (_which, allow) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(platform.coursePage(`${api.url}/s/under-way~framed~en/lab`, 'silent', allow));
    const tool = page.frameLocator('iframe[title=tool]');
    await tool.getByRole('button', { name: 'CLI', exact: true }).click();
    await tool.getByRole('tabpanel').getByRole('button', { name: /^Copy: / }).click();
    await tool.getByRole('tabpanel').getByRole('button', { name: /^Copy: / }).filter({ hasText: 'Copied' }).waitFor();
    await page.getByRole('heading', { name: 'Course' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('export AWS_ACCESS_KEY_ID=ASIAEXAMPLE');
  });

  test('credentials for the terminal are shown with their expiry and forgotten when the window closes', async () => {
    await open('under-way');
    await page.getByRole('button', { name: 'CLI', exact: true }).click();
    await page.getByText('AWS_SESSION_TOKEN').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByText('AWS_SESSION_TOKEN').waitFor({ state: 'detached' });
  });

  test('ending asks first', async () => {
    await open('under-way');
    await page.getByRole('button', { name: 'Lab options' }).click();
    await page.getByRole('menuitem', { name: 'End the lab' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End the lab' }).click();
    expect(await appears(page.getByRole('heading', { name: 'Your lab is ending' }))).toBe(true);
  });

  test('a keyboard that is in the page’s head while the lab loads stays there when it is loaded', async () => {
    let answer = (): void => undefined;
    const waitedFor = new Promise<void>((resolve) => { answer = resolve; });
    await page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('query LabPage') === true) await waitedFor;
      await route.continue();
    });
    await page.goto(`${api.url}/s/ready~loading~en/lab`);
    await page.locator('header').waitFor();
    await page.keyboard.press('Tab');
    answer();
    await page.getByRole('button', { name: /Create a bucket in Seoul/ }).waitFor();
    expect(await focusedText()).toBe('Skip to the content');
  });

  test('the page can be worked with the keyboard alone', async () => {
    await open('ready');
    await page.keyboard.press('Tab');
    expect(await focusedText()).toContain('Skip to the content');
    for (let presses = 0; presses < 40 && !(await focusedText()).includes('Create a bucket in Seoul'); presses += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await focusedText()).toContain('Check again');
    await page.keyboard.press('Enter');
    await page.locator('output', { hasText: 'Step 1 passed' }).waitFor({ state: 'attached' });
  });
});

test.each([[1280, 480], [360, 740], [320, 256]])('whoever has the keyboard is seen beside the bar that stays, at %i × %i', async (width, height) => {
  await page.setViewportSize({ width, height });
  await open('under-way');
  await page.locator('[data-steps], [role="tabpanel"]').first().waitFor();
  expect(await unseenStops(page)).toEqual([]);
});

describe('the video', () => {
  test('nothing of it is fetched before somebody plays', async () => {
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(request.url()));
    await open('under-way');
    await page.getByRole('button', { name: 'Play' }).waitFor();
    expect(fetched.filter((url) => url.includes('.m3u8') || url.includes('hls'))).toEqual([]);
  });

  test('one that cannot be played says so and offers another try', async () => {
    await open('under-way');
    await page.getByRole('button', { name: 'Play' }).click();
    await page.getByText('The video could not be played').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expectEventually(async () => api.asked.includes('RenewVideo'));
  });

  test('the chapter of the open step is offered beside it', async () => {
    await open('under-way');
    expect(await appears(page.getByRole('button', { name: 'Video, 4:10 · Distributions and origins' }))).toBe(true);
  });

  test('the transcript is there to read', async () => {
    await open('under-way');
    await page.getByText('Transcript').click();
    expect(await appears(page.getByRole('button', { name: /Only CloudFront may read it/ }))).toBe(true);
  });
});

test('a grade that does not arrive says why in words, in both languages, and never by a code alone', async () => {
  await open('cut-off');
  await page.getByText('The course site is not taking it at the moment.').waitFor();
  await open('cut-off', 'ko');
  await page.getByText('강의 사이트가 지금은 성적을 받지 않고 있습니다.').waitFor();
  expect(await page.getByText('GRADE_UNREACHABLE').count()).toBe(0);
});

test('the language changes at once and the choice is kept with the server', async () => {
  await open('under-way', 'ko');
  await page.getByRole('button', { name: '더 보기', exact: true }).click();
  await page.getByRole('menuitem', { name: 'English' }).click();
  await page.getByRole('button', { name: 'Open AWS console' }).waitFor();
  expect(await page.evaluate('document.documentElement.lang')).toBe('en');
  expect(api.asked).toContain('SetLanguage');
});

/** The text of what has the keyboard; empty where nothing has it, for the document's body holds every text. */
async function focusedText(): Promise<string> {
  return (await page.evaluate('document.activeElement === document.body ? "" : document.activeElement.textContent')) as string;
}
