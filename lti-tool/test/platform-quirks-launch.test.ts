import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Quirk } from '@cloudclass/local-lms';
import { createOutbound } from '../src/adapters/outbound/request.ts';
import { createPlatformKeys } from '../src/adapters/outbound/platform-keys.ts';
import { one } from '../src/ports/sql.ts';
import { LaunchBrowser } from '@cloudclass/local-browser/launch-browser';
import { assistant, instructor, learner, pageOf, Tool, type QuirkyPlatform } from './quirky-platform.ts';

/** Goes forward only. The LMS keeps to the same clock, unless a test puts it ahead. */
let now = new Date();
const clock = { now: () => now };
let tool: Tool;
let platform: QuirkyPlatform;
let usual: readonly Quirk[];

beforeAll(async () => {
  tool = await Tool.start(clock);
  platform = await tool.join();
  usual = platform.lms.quirks.list();
});
beforeEach(freshKeys);
beforeEach(() => { tool.server.rejected.length = 0; });
afterEach(() => {
  platform.lms.quirks.replace(usual);
  platform.lms.faults.clear();
});
afterAll(async () => {
  await platform.close();
  await tool.close();
});

const later = (seconds: number): void => { now = new Date(now.getTime() + seconds * 1000); };

/** Keys of platforms are kept in memory; a test of how they are fetched begins without any. */
function freshKeys(): void {
  const outbound = createOutbound({ allowPrivateAddresses: true, timeoutMilliseconds: 500 });
  Object.assign(tool.server.deps, { keys: createPlatformKeys({ outbound, clock }) });
}

describe('a launch opens the lab', () => {
  test.each<Quirk>([
    'launch-lives-30-min', 'launch-lives-an-hour', 'launch-has-nbf', 'audience-with-azp', 'audience-list', 'no-name', 'no-email', 'no-grade-service', 'no-roster-service',
    'no-context', 'null-titles', 'custom-null', 'custom-unresolved', 'anonymous', 'line-item-claim-vanishes', 'login-without-client', 'login-without-deployment',
    'storage-in-forwarding-frame', 'canvas-variables',
  ])('from a platform with %s', async (quirk) => {
    platform.lms.quirks.replace([...usual.filter((each) => each !== 'launch-lives-60-s'), quirk]);
    const launched = await platform.launch(learner);
    expect([pageOf(launched), tool.server.rejected]).toEqual(['lab', []]);
  });

  test.each<Quirk>(['authorization-strict', 'refusal-by-form', 'redirect-uri-exact', 'launch-lives-60-s'])('from a platform without %s', async (quirk) => {
    platform.lms.quirks.replace(usual.filter((each) => each !== quirk));
    expect(pageOf(await platform.launch(learner))).toBe('lab');
  });
});

describe('a launch', () => {
  test('without a name opens a session of a person without one', async () => {
    platform.also('no-name');
    const { personId } = await tool.sessionOf(await platform.launch('1009'));
    expect(await one(tool.server.made.database, 'select name, email from person where id = $1', [personId])).toMatchObject({ name: null, email: 'haeun@haneul.example' });
  });

  test('without sub is of somebody new each time', async () => {
    platform.also('anonymous');
    const [first, second] = [await tool.sessionOf(await platform.launch('1010')), await tool.sessionOf(await platform.launch('1010'))];
    expect(first.personId).not.toBe(second.personId);
  });

  test('without a context is of a course of its own', async () => {
    const inCourse = await tool.sessionOf(await platform.launch(learner));
    platform.also('no-context');
    const alone = await tool.sessionOf(await platform.launch(learner));
    expect(alone.courseId).not.toBe(inCourse.courseId);
  });

  test.each<Quirk>(['custom-null', 'custom-unresolved'])('with %s still names its lab', async (quirk) => {
    platform.also(quirk);
    await platform.launch(learner);
    expect((await platform.keptLink()).pack_id).toBe('s3-static-site');
  });

  test('without custom parameters leads an instructor who has no lab yet to the choice', async () => {
    const bare = await tool.join({ quirks: ['no-custom'], deploymentId: 'bare' }, 'Bare College');
    try {
      expect(pageOf(await bare.launch(instructor))).toBe('choose');
    } finally {
      await bare.close();
    }
  });

  test('of a teaching assistant leads to the class, with the sub-role and without', async () => {
    expect(pageOf(await platform.launch(assistant))).toBe('class');
    platform.also('assistant-only-instructor');
    expect(pageOf(await platform.launch(assistant))).toBe('class');
  });

  test('whose claim lost its line item keeps the one that is known', async () => {
    await platform.launch(learner);
    const { ags: before } = await platform.keptLink();
    platform.also('no-grade-service');
    await platform.launch(learner);
    expect((await platform.keptLink()).ags).toEqual(before);
  });

  test('names the frame that keeps the browser secret, as the platform called it', async () => {
    platform.also('storage-in-forwarding-frame');
    const browser = new LaunchBrowser({ blocks: '127.0.0.1' });
    await browser.post(`${platform.lms.url}/sign-in`, { person: learner, back: '/dashboard' });
    const page = await browser.open(`${platform.lms.url}/courses/101/activities/s3-static-site/launch?target=iframe`);
    expect(JSON.parse(page.text)).toMatchObject({ kind: 'verify', storageTarget: 'post_message_forwarding', platformOrigin: platform.lms.url });
  });

  test('from the frame of a Moodle knows a way back that works in the whole window', async () => {
    platform.also('return-page-leaves-frames-only');
    const { launch } = await tool.sessionOf(await platform.launch(learner));
    expect(launch?.returnUrl).toBe(`${platform.lms.url}/return?course=101`);
  });

  test('that the platform refuses by form says to sign in there again', async () => {
    const page = await launchOfSomebodyElse();
    expect([page.status, tool.lastRefusal]).toEqual([400, 'LAUNCH_PLATFORM_REFUSED']);
    expect(page.text).toContain('Sign in to it again');
  });

  test('that the platform refuses on its own page never reaches the tool', async () => {
    platform.lms.quirks.replace(usual.filter((each) => each !== 'refusal-by-form'));
    const before = tool.server.rejected.length;
    expect((await launchOfSomebodyElse()).url).toContain(platform.lms.url);
    expect(tool.server.rejected).toHaveLength(before);
  });
});

/** Begins a launch as one person and sends it on with the hint of another. */
async function launchOfSomebodyElse() {
  const browser = new LaunchBrowser();
  await browser.post(`${platform.lms.url}/sign-in`, { person: learner, back: '/dashboard' });
  const begun = await browser.request(`${platform.lms.url}/courses/101/activities/s3-static-site/launch?target=iframe`);
  const fields = [...begun.text.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value.replaceAll('&quot;', '"')]);
  return browser.post(`${tool.server.url}/lti/login`, { ...Object.fromEntries(fields), login_hint: instructor });
}

describe('a platform whose clock is off', () => {
  test.each([45, -45])('by %i seconds is believed', async (seconds) => {
    platform.lms.faults.putClockAhead(seconds);
    expect(pageOf(await platform.launch(learner))).toBe('lab');
  });

  test.each([120, -180])('by %i seconds is refused, and the page says so: whoever opens the activity again would do it in vain', async (seconds) => {
    platform.lms.faults.putClockAhead(seconds);
    const { page } = await platform.launch(learner);
    expect([page.status, tool.lastRefusal, page.text.includes('The clock of your course site and ours differ')]).toEqual([400, 'LAUNCH_ISSUED_AT', true]);
  });
});

describe('keys of a platform', () => {
  test.each(['gentle', 'abrupt'] as const)('rotated mid-session (%s) are taken up by the next launch', async (how) => {
    expect(pageOf(await platform.launch(learner))).toBe('lab');
    await platform.lms.faults.rotateKeys(how);
    later(31);
    expect(pageOf(await platform.launch(learner))).toBe('lab');
  });

  test.each([
    ['an error', { kind: 'server-error' }],
    ['a page', { kind: 'html' }],
    ['half an answer', { kind: 'truncated' }],
    ['more than may be', { kind: 'oversized', bytes: 2_000_000 }],
    ['a redirect', { kind: 'redirect', to: 'http://127.0.0.1:9/jwks' }],
    ['nothing', { kind: 'hangs' }],
  ] as const)('that come as %s are waited for no longer than needed; the next launch opens', async (_case, fault) => {
    platform.lms.faults.add({ services: ['jwks'], fault, times: 1 });
    const { page } = await platform.launch(learner);
    expect([page.status, tool.lastRefusal, page.text.includes('could not reach your course site')]).toEqual([502, 'LAUNCH_KEYS_UNAVAILABLE', true]);
    later(31);
    expect(pageOf(await platform.launch(learner))).toBe('lab');
  });

  test('that come slowly are waited for', async () => {
    platform.lms.faults.add({ services: ['jwks'], fault: { kind: 'slow', delayMs: 100 } });
    expect(pageOf(await platform.launch(learner))).toBe('lab');
  });
});
