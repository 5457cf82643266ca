import type { Page } from 'playwright-core';

/** Whether who has the keyboard is seen: something of it lies in the window with nothing over it. */
const seen = `(() => {
  const has = document.activeElement;
  if (!has || has === document.body) return null;
  const box = has.getBoundingClientRect();
  const places = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [box.left + box.width * x, box.top + box.height * y]));
  // what is chosen by its label, such as a radio button without a look of its own, is seen where the label is
  const open = ([x, y]) => { const top = document.elementFromPoint(x, y); return top !== null && (has.contains(top) || top.contains(has) || (has.labels !== undefined && [...(has.labels ?? [])].some((label) => label.contains(top)))); };
  return { name: (has.getAttribute('aria-label') ?? has.textContent ?? '').trim().slice(0, 60) || has.id || has.tagName, seen: places.some(open) };
})()`;

/**
 * Walks once through the page with the keyboard, there and back.
 * @param stops at most so many a way
 * @returns who had the keyboard and was not seen (WCAG 2.2, 2.4.11): under something that stays at an edge, or out of the window
 */
export async function unseenStops(page: Page, stops = 60): Promise<readonly string[]> {
  const unseen = new Set<string>();
  for (const key of ['Tab', 'Shift+Tab']) {
    for (let pressed = 0; pressed < stops; pressed += 1) {
      await page.keyboard.press(key);
      const stop = (await page.evaluate(seen)) as { readonly name: string; readonly seen: boolean } | null;
      if (stop === null && pressed > 0) break;
      if (stop?.seen === false) unseen.add(`${key}: ${stop.name}`);
    }
  }
  return [...unseen];
}
