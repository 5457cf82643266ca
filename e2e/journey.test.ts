import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CreateBucketCommand, ListBucketsCommand } from '@aws-sdk/client-s3';
import { launchBrowser } from '@cloudclass/local-browser';
import { assignment, environmentOf, s3Of } from '@cloudclass/local-class';
import type { Browser, Request } from 'playwright-core';
import { openActivity, outputOf, type Visitor } from './learner.ts';
import { seriousViolations } from './accessibility.ts';
import { staffPage } from './staff.ts';
import { startSystem, type System } from './system.ts';

const KIM = '1001';
const HAN = '1006';
const SECONDS = 1_000;

let system: System;
let browser: Browser;
let learner: Visitor;
let instructor: Visitor;
let environment: Record<string, string>;
let prefix: string;

beforeAll(async () => {
  system = await startSystem();
  browser = await launchBrowser();
  learner = await openActivity(browser, system, KIM);
}, 90 * SECONDS);

afterAll(async () => {
  await browser?.close();
  await system?.close();
}, 30 * SECONDS);

// the journey of one learner, in order: each test goes on where the one before it stopped
describe('from the LMS to the invoice', () => {
  test('the activity opens in a frame of another site, with its steps, its needs and a button to start', async () => {
    await learner.tool.getByRole('button', { name: 'Start the lab' }).waitFor();
    expect(new URL(system.urls.lms).hostname).not.toBe(new URL(system.urls.tool).hostname);
    await learner.tool.getByText('Upload the front page').first().waitFor();
    expect(await seriousViolations(learner.page)).toEqual([]);
  });

  test('starting leases an account and shows the lab ready', async () => {
    await learner.tool.getByRole('button', { name: 'Start the lab' }).click();
    await learner.tool.getByRole('button', { name: 'Open AWS console' }).waitFor();
    expect(await seriousViolations(learner.page)).toEqual([]);
  });

  test('the console button signs the learner in to the console of the leased account', async () => {
    const opened = learner.context.waitForEvent('page');
    await learner.tool.getByRole('button', { name: 'Open AWS console' }).click();
    const console = await opened;
    await console.waitForURL(/\/console/);
    expect(await console.locator('body').innerText()).toMatch(/\b\d{12}\b/);
    await console.close();
  });

  test('the page goes on in a window of its own, which asks first whose it is', async () => {
    const opened = learner.context.waitForEvent('page');
    await learner.tool.getByRole('button', { name: 'Open in a new window' }).click();
    const window = await opened;
    await window.getByRole('button', { name: 'Continue' }).click();
    await window.getByRole('button', { name: 'Open AWS console' }).waitFor();
    await window.close();
  });

  test('the copied credentials work in the AWS SDK', async () => {
    await learner.tool.getByRole('button', { name: 'CLI' }).click();
    environment = environmentOf(await learner.tool.locator('pre').filter({ hasText: 'export AWS_ACCESS_KEY_ID' }).innerText());
    await learner.page.keyboard.press('Escape');
    prefix = await outputOf(learner, 'SiteNamePrefix');
    expect(prefix).toMatch(/^site-\d{12}-$/);
  });

  test('the right call in the wrong Region is a near miss that says what was seen and what was expected', async () => {
    await s3Of(environment, 'us-east-1').send(new CreateBucketCommand({ Bucket: `${prefix}elsewhere` }));
    const step = learner.tool.locator('[data-steps] li').first();
    await step.getByText('us-east-1').waitFor();
    await step.getByText('ap-northeast-2').first().waitFor();
  });

  test('each step turns green by itself after its call: the page hears of it, and neither loads nor asks again', async () => {
    const asked: string[] = [];
    const note = (request: Request): void => {
      if (request.isNavigationRequest() || request.postData()?.includes('query LabPage') === true) asked.push(request.url());
    };
    learner.page.on('request', note);
    for (const [title, act] of assignment(s3Of(environment), `${prefix}site`)) {
      await act();
      const step = learner.tool.locator('[data-steps] li').filter({ hasText: title });
      await step.getByText(/^(Passed|Done, keep it so)$/).first().waitFor();
    }
    learner.page.off('request', note);
    expect(asked).toEqual([]);
    expect(await seriousViolations(learner.page)).toEqual([]);
  });

  test('the score stands in the gradebook of the LMS, and the learner sees that it was sent', async () => {
    await learner.tool.getByText(/Sent to your course|sent to your course/).first().waitFor({ timeout: 10 * SECONDS });
    await expectText(() => learner.tool.locator('body').innerText(), /100 of 100 points/);
    const gradebook = async (): Promise<string> => (await learner.context.request.get(`${system.urls.lms}/courses/101/grades`)).text();
    await expectText(gradebook, /100\s*(<[^>]*>\s*)*\/\s*(<[^>]*>\s*)*100/);
  });

  test('the instructor sees the class live: a row per learner, a column per step', async () => {
    instructor = await openActivity(browser, system, HAN);
    const row = instructor.tool.getByRole('row').filter({ hasText: '김민준' });
    await row.waitFor();
    await expectText(() => row.innerText(), /100/);
    expect(await seriousViolations(instructor.page)).toEqual([]);
  });

  test('the instructor has the grades compared with the gradebook, and reads that it has them', async () => {
    await instructor.tool.getByRole('button', { name: /모든 성적 다시 전송|Send all grades again/ }).click();
    await instructor.tool.getByText(/비교를 마쳤습니다\. 성적부의 1건이 모두 일치합니다|Compared: the gradebook has all 1/).waitFor({ timeout: 10 * SECONDS });
  }, 30 * SECONDS);

  test('ending the lab revokes the credentials, empties the account and says what it cost', async () => {
    await learner.tool.getByRole('button', { name: 'Lab options' }).click();
    await learner.tool.getByRole('menuitem', { name: 'End the lab' }).click();
    await learner.tool.getByRole('dialog').getByRole('button', { name: 'End the lab' }).click();
    await learner.tool.getByText('The account was emptied.').waitFor({ timeout: 20 * SECONDS });
    await expect(s3Of(environment).send(new ListBucketsCommand({}))).rejects.toThrow();
  }, 40 * SECONDS);

  test('the class board hears that the lab has ended, while it stays open', async () => {
    await expectText(() => instructor.tool.getByRole('row').filter({ hasText: '김민준' }).innerText(), /종료됨|Ended/);
  });

  test("the warehouse answers the median time per step on the instructor's page", async () => {
    const path = new URL(instructor.page.frames()[1]?.url() ?? '').pathname.replace(/class$/, 'insight');
    await instructor.page.frames()[1]?.goto(`${system.urls.tool}${path}`);
    await instructor.tool.getByText("Create the site's bucket").first().waitFor({ timeout: 10 * SECONDS });
    await expectText(() => instructor.tool.locator('body').innerText(), /\d+ s|\d+ sec|\d+:\d\d|\d+ min/);
  }, 30 * SECONDS);

  test("the manager drafts the invoice; the payment provider's total equals the ledger's, and the payment comes back", async () => {
    const manager = await staffPage(browser, system, 'oh-subin');
    // this manager's identity provider says that she reads Korean
    await manager.getByText('Cloud Computing 101').first().waitFor();
    expect(await seriousViolations(manager)).toEqual([]);
    await manager.getByText('청구서', { exact: true }).first().click();
    await manager.getByRole('button', { name: '청구서 초안 만들기' }).first().click();
    await manager.getByRole('dialog').getByRole('button', { name: '초안 만들기' }).click();
    await manager.getByText('두 합계가 같습니다').first().waitFor({ timeout: 20 * SECONDS });
    await manager.getByRole('button', { name: '확정' }).first().click();
    await manager.getByRole('dialog', { name: '이 청구서를 확정하시겠습니까?' }).getByRole('button', { name: '확정' }).click();
    await manager.getByText('결제 대기').first().waitFor({ timeout: 20 * SECONDS });
    await payNewestInvoice(system);
    await expectText(async () => {
      await manager.reload();
      await manager.getByText('청구서', { exact: true }).first().click();
      await manager.getByText(/LOCAL-\d{4}/).first().waitFor();
      return manager.locator('main').innerText();
    }, /결제 완료/);
  }, 90 * SECONDS);
});

async function expectText(read: () => Promise<string>, pattern: RegExp): Promise<void> {
  const deadline = performance.now() + 10 * SECONDS;
  let text = await read();
  while (!pattern.test(text) && performance.now() < deadline) text = await read();
  expect(text).toMatch(pattern);
}

/** Pays as the payer does, on the provider's page. */
async function payNewestInvoice({ urls }: System): Promise<void> {
  const dashboard = await (await fetch(urls.stripe)).text();
  const invoice = /\/invoice\/(in_[a-z0-9_]+)/.exec(dashboard)?.[1];
  await fetch(`${urls.stripe}/invoice/${invoice}/pay`, { method: 'POST' });
}
