import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/**
 * What a person who cannot see or point would stumble over: serious and critical findings, each with its place. Targets are to be 24 px or to
 * have room around them (WCAG 2.2, 2.5.8), which axe looks at only when it is asked to.
 */
export async function seriousViolations(page: Page): Promise<readonly string[]> {
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(source);
  // The script above put `axe` into the page. What is in order is not listed.
  const violations = (await page.evaluate('axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } }).then((result) => result.violations)')) as Violation[];
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`));
}

const shapes = [
  { width: 1280, colorScheme: 'light' },
  { width: 700, colorScheme: 'dark' },
  { width: 360, colorScheme: 'light' },
] as const;

/**
 * What stands in somebody's way on this page as a desktop, a frame in the LMS and a phone show it: serious findings, and
 * having to scroll sideways. Each names its shape. The page is loaded once and follows the window.
 */
export async function barriersInShapes(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { width, colorScheme } of shapes) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    // what follows the window is drawn in the next frame, and measured in the one after
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
    const barriers = [...(await seriousViolations(page))];
    if ((await page.evaluate('document.documentElement.scrollWidth > innerWidth')) === true) barriers.push('scrolls sideways');
    found.push(...barriers.map((barrier) => `${width} px, ${colorScheme}: ${barrier}`));
  }
  return found;
}
