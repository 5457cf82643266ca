import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '@cloudclass/local-browser';
import { startFakeApi } from './fake/fake-api.ts';
import { labStates } from './fake/lab-states.ts';

const widths = { narrow: 360, frame: 700, wide: 1280 } as const;
const heights = { narrow: 740, frame: 800, wide: 860 } as const;
const schemes = ['light', 'dark'] as const;
const languages = ['ko', 'en'] as const;

/**
 * Takes a picture of every state at every width, scheme and language, to be looked at by a person.
 * @param folder where the pictures go
 * @param wanted keeps to pictures whose name has this in it
 */
export async function takeScreenshots(folder: string, wanted: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const [api, browser] = await Promise.all([startFakeApi(), launchBrowser()]);
  try {
    for (const shot of allShots().filter(({ name }) => name.includes(wanted))) await take(browser, api.url, { ...shot, folder });
  } finally {
    await Promise.all([browser.close(), api.close()]);
  }
}

interface Shot {
  readonly name: string;
  readonly session: string;
  readonly width: keyof typeof widths;
  readonly scheme: (typeof schemes)[number];
}

function allShots(): readonly Shot[] {
  return Object.keys(labStates).flatMap((state) =>
    languages.flatMap((language) =>
      schemes.flatMap((scheme) =>
        (Object.keys(widths) as (keyof typeof widths)[]).map((width) => ({
          name: `${state}.${width}.${scheme}.${language}`,
          session: `${state}~${language}`,
          width,
          scheme,
        })),
      ),
    ),
  );
}

async function take(browser: Browser, url: string, shot: Shot & { readonly folder: string }): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: widths[shot.width], height: heights[shot.width] },
    colorScheme: shot.scheme,
    timezoneId: 'Asia/Seoul',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(`${url}/s/${shot.session}/lab`);
  await page.locator('header').waitFor();
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(shot.folder, `${shot.name}.png`), fullPage: true });
  await context.close();
}
