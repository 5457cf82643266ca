import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { seriousViolations } from './axe.ts';
import { launchBrowser } from '@cloudclass/local-browser';
import { startFakeApi, type FakeApi } from './fake/fake-api.ts';
import { startFakePlatform, type FakePlatform, type StorageMode } from './fake/fake-platform.ts';

let api: FakeApi;
let platform: FakePlatform;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [api, platform, browser] = await Promise.all([startFakeApi(), startFakePlatform(), launchBrowser()]);
}, 120_000);
afterAll(async () => {
  await Promise.all([browser.close(), api.close(), platform.close()]);
});
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 800, height: 700 }, locale: 'en-GB' });
  page = await context.newPage();
  page.setDefaultTimeout(8000);
});
afterEach(async () => {
  await context.close();
});

/** Shows a launch page in the frame of a course page. */
async function launch(toolUrl: string, storage: StorageMode = 'works'): Promise<FrameLocator> {
  await page.goto(platform.coursePage(toolUrl, storage));
  return page.frameLocator('iframe[title=tool]');
}

const stored = () => ({
  kind: 'store',
  key: 'cloudclass_abc',
  value: 'browser-secret',
  storageTarget: '_parent',
  platformOrigin: platform.origin,
  continueUrl: `${platform.origin}/authorize`,
});

const verified = () => ({
  kind: 'verify',
  verifyUrl: '/lti/verify',
  state: 'signed-state',
  storageKey: 'cloudclass_abc',
  storageTarget: '_parent',
  platformOrigin: platform.origin,
  newWindowUrl: '/s/under-way~en/lab',
});

describe('the step before a page', () => {
  test('the browser secret is kept with the platform before the page goes on to it', async () => {
    const frame = await launch(api.launchPage('launch.html', stored()));
    await frame.getByRole('heading', { name: '/authorize' }).waitFor();
    expect(await page.evaluate('window.kept')).toEqual([[`${api.url}cloudclass_abc`, 'browser-secret']]);
  });

  test('a platform that does not answer leads to a new window, in words', async () => {
    const frame = await launch(api.launchPage('launch.html', stored()), 'silent');
    await frame.getByRole('heading', { name: 'Continue in a new window' }).waitFor();
    expect(await frame.getByRole('link', { name: 'Open in a new window' }).getAttribute('target')).toBe('_blank');
  });

  test('a platform that does not say what it can do, but named where it keeps values, keeps them', async () => {
    const frame = await launch(api.launchPage('launch.html', stored()), 'mute');
    await frame.getByRole('heading', { name: '/authorize' }).waitFor();
    expect(await page.evaluate('window.kept')).toEqual([[`${api.url}cloudclass_abc`, 'browser-secret']]);
  });

  test('a platform that answers too late, refuses, or can do other things only leads to a new window', async () => {
    for (const mode of ['late', 'full', 'other'] as const) {
      const frame = await launch(api.launchPage('launch.html', stored()), mode);
      await frame.getByRole('heading', { name: 'Continue in a new window' }).waitFor();
      expect(await frame.getByRole('link').getAttribute('target')).toBe('_blank');
    }
  });

  test('a frame beside ours keeps the secret under its own origin, as Canvas has it', async () => {
    const frame = await launch(api.launchPage('launch.html', { ...stored(), storageTarget: 'forwarding', platformOrigin: platform.forwarder }), 'beside');
    await frame.getByRole('heading', { name: '/authorize' }).waitFor();
    const beside = page.frames().find((each) => each.name() === 'forwarding');
    expect(await beside?.evaluate('window.kept')).toEqual([[`${api.url}cloudclass_abc`, 'browser-secret']]);
  });

  test('the page of a school that signs in elsewhere gets the secret where its vendor says so, and only then', async () => {
    const elsewhere = { ...stored(), platformOrigin: 'https://sso.vendor.example' };
    const known = await launch(api.launchPage('launch.html', { ...elsewhere, pageOrigins: ['https://*.vendor.example', platform.origin] }));
    await known.getByRole('heading', { name: '/authorize' }).waitFor();
    expect(await page.evaluate('window.kept')).toEqual([[`${api.url}cloudclass_abc`, 'browser-secret']]);
    const stranger = await launch(api.launchPage('launch.html', { ...elsewhere, pageOrigins: ['https://*.vendor.example', 'http://*.0.0.1'] }));
    await stranger.getByRole('heading', { name: 'Continue in a new window' }).waitFor();
    expect(await page.evaluate('window.kept')).toBeUndefined();
  });

  test('a page of another origin gets no secret', async () => {
    const frame = await launch(api.launchPage('launch.html', { ...stored(), platformOrigin: 'https://platform.example' }));
    await frame.getByRole('heading', { name: 'Continue in a new window' }).waitFor();
    expect(await page.evaluate('window.kept')).toBeUndefined();
  });

  test('it loads less than ten kilobytes and no framework', async () => {
    const fetched = async (path: string) => (await fetch(`${api.url}${path}`)).text();
    const html = await fetched('/app/launch.html');
    const scripts = [...html.matchAll(/(?:src|href)="(\/app\/[^"]+\.js)"/g)].map(([, path]) => path ?? '');
    const sizes = await Promise.all(scripts.map(async (path) => (await fetched(path)).length));
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(10_000);
  });

  test('the offer of a new window has no serious accessibility finding', async () => {
    await page.goto(api.launchPage('launch.html', { kind: 'new-window', url: '/s/under-way~en/lab' }));
    await page.getByRole('link', { name: 'Open in a new window' }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
  });
});

describe('a launch without cookies', () => {
  test('the secret from the platform is exchanged for a token that stays in memory', async () => {
    const frame = await launch(api.launchPage('index.html', verified()));
    await frame.getByRole('button', { name: 'Open AWS console' }).waitFor();
    expect(api.verified).toContainEqual({ state: 'signed-state', secret: 'browser-secret' });
    expect(api.authorizations.at(-1)).toBe('Bearer token-in-memory');
    const tool = page.frames().find((each) => each.url().startsWith(api.url));
    expect(new URL(tool?.url() ?? '').pathname).toBe('/s/under-way~en/lab');
    expect(await tool?.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie])')).not.toContain('token-in-memory');
  });

  test('without the platform the learner is offered a new window', async () => {
    const frame = await launch(api.launchPage('index.html', verified()), 'silent');
    expect(await frame.getByRole('link', { name: 'Open in a new window' }).getAttribute('href')).toBe('/s/under-way~en/lab');
  });
});
