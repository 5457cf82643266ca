import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launchBrowser } from '@cloudclass/local-browser';
import { startFakeApi } from './fake/fake-api.ts';
import { fakeStaff } from './fake/staff-answers.ts';

/** Every staff page by the name its pictures have: its address, what is looked for, and what is opened on it, one after another. */
const pages: Readonly<Record<string, { readonly path: string; readonly session?: string; readonly type?: string; readonly click?: string | readonly string[] }>> = {
  observe: { path: 'observe' },
  'observe-empty': { path: 'observe', session: 'empty' },
  class: { path: 'class' },
  'class-big': { path: 'class', session: 'big' },
  'class-empty': { path: 'class', session: 'empty' },
  'class-broken': { path: 'class', session: 'broken' },
  'class-learner': { path: 'class', click: 'tbody tr:first-child button' },
  insight: { path: 'insight' },
  choose: { path: 'choose', session: 'choosing' },
  'choose-form': { path: 'choose', session: 'choosing', click: 'article button' },
  'choose-preview': { path: 'choose', session: 'choosing', click: 'article button:last-child' },
  'choose-single': { path: 'choose', session: 'choosing-single' },
  'choose-no-links': { path: 'choose', session: 'choosing-no-links' },
  'choose-activity': { path: 'choose', session: 'begun' },
  spend: { path: 'manager' },
  'spend-tiny': { path: 'manager', session: 'tiny' },
  'spend-rows': { path: 'manager', click: 'th button:visible' },
  'spend-rounding': { path: 'manager', click: 'tbody tr:nth-child(2) th button:visible' },
  leases: { path: 'manager?view=leases' },
  invoices: { path: 'manager?view=invoices' },
  'customer-invoices': { path: 'sales?view=invoices' },
  'customer-invoice': { path: 'sales?view=invoices', click: 'tbody tr:nth-child(1) button' },
  invoice: { path: 'manager?view=invoices', click: 'tbody tr:nth-child(2) button' },
  'invoice-draft': { path: 'manager?view=invoices', click: 'section button:not([aria-label])' },
  'invoice-refused': { path: 'manager?view=invoices', click: 'tbody tr:nth-child(5) button' },
  'invoice-deleted': { path: 'manager?view=invoices', click: 'tbody tr:nth-child(6) button' },
  'invoice-refunded': { path: 'manager?view=invoices', click: 'tbody tr:nth-child(7) button' },
  credit: { path: 'manager?view=credit' },
  people: { path: 'manager?view=people' },
  'people-found': { path: 'manager?view=people', session: 'many', type: '김' },
  'people-nobody': { path: 'manager?view=people', type: 'nobody' },
  person: { path: 'manager?view=people', type: '김', click: 'tbody tr:first-child th button' },
  'person-working': { path: 'manager?view=people', session: 'working', type: '김', click: 'tbody tr:first-child th button' },
  'person-erasing': { path: 'manager?view=people', type: '김', click: ['tbody tr:first-child th button', '[role="dialog"] button:has(:text-matches("Erase|삭제"))'] },
  audit: { path: 'manager?view=audit' },
  prices: { path: 'sales' },
  'sales-differs': { path: 'sales', session: 'differs' },
  'price-form': { path: 'sales', click: 'section button:not([aria-label])' },
  contracts: { path: 'sales?view=contracts' },
  'contracts-empty': { path: 'sales?view=contracts', session: 'empty' },
  'contract-form': { path: 'sales?view=contracts', click: 'section:has(h2:text-matches("Contracts|계약")) > div > button' },
  'contract-end': { path: 'sales?view=contracts', click: 'td button' },
  'contract-withdraw': { path: 'sales?view=contracts', click: 'td button:is([aria-label^="Withdraw"], [aria-label$="철회"])' },
  'contract-budget': { path: 'sales?view=contracts', click: 'section:has(h2:text-matches("Institutions|기관")) td button' },
  calculator: { path: 'sales?view=calculator' },
  operator: { path: 'operator' },
  'operator-invite': { path: 'operator', click: 'section:has(h2:text-matches("Invites|초대")) button' },
  'operator-platform': { path: 'operator', click: 'section:has(h2:text-matches("Platforms|플랫폼")) td button' },
  'operator-empty': { path: 'operator', session: 'empty' },
};

const shapes = [
  { name: 'wide.light.ko', width: 1280, height: 860, colorScheme: 'light', language: 'ko' },
  { name: 'frame.dark.en', width: 700, height: 800, colorScheme: 'dark', language: 'en' },
  { name: 'narrow.light.ko', width: 360, height: 740, colorScheme: 'light', language: 'ko' },
  { name: 'narrow.dark.en', width: 360, height: 740, colorScheme: 'dark', language: 'en' },
] as const;

/**
 * Takes pictures of the staff's pages, to be looked at by a person.
 * @param folder where the pictures go
 * @param wanted keeps to pictures whose name has this in it
 */
export async function takeStaffScreenshots(folder: string, wanted: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const staff = fakeStaff();
  const [api, browser] = await Promise.all([startFakeApi(staff.root, staff.live), launchBrowser()]);
  try {
    for (const [name, page] of Object.entries(pages)) {
      for (const { name: shapeName, language, width, height, colorScheme } of shapes) {
        const file = `${name}.${shapeName}`;
        if (!file.includes(wanted)) continue;
        const context = await browser.newContext({ viewport: { width, height }, colorScheme, timezoneId: 'Asia/Seoul', reducedMotion: 'reduce' });
        const tab = await context.newPage();
        await tab.goto(`${api.url}/s/${page.session ?? 'full'}~${language}/${page.path}`);
        await tab.locator('main :is(dl, table, article, [role="alert"], p)').first().waitFor();
        if (page.type !== undefined) await tab.getByRole('searchbox').fill(page.type);
        for (const click of [page.click ?? []].flat()) {
          await tab.locator(click).first().click();
          await tab.locator('[role="dialog"] :is(dl, table, form, p)').last().waitFor();
        }
        if (page.type !== undefined && page.click === undefined) await tab.locator('main :is(tbody tr, p:text-matches("Nobody|없습니다"))').first().waitFor();
        await tab.evaluate(() => document.fonts.ready);
        await tab.screenshot({ path: join(folder, `${file}.png`), fullPage: page.click === undefined });
        await context.close();
      }
    }
  } finally {
    await Promise.all([browser.close(), api.close()]);
  }
}
