// Takes the pictures of the documentation from a running system: `npm start`, then `node docs/images/take.js [first port]`.
// Begin with fresh data (`npm start -- --reset`): the learner starts a lab and makes a first mistake, then the class comes.
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { launchBrowser } from '@cloudclass/local-browser';
import { bringClass } from '@cloudclass/local-class';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const FIRST_PORT = Number(process.argv[2] ?? 3000);
const TOOL = `http://127.0.0.1:${FIRST_PORT}`;
const LMS = `http://localhost:${FIRST_PORT + 1}`;
const ACTIVITY = '/courses/101/activities/s3-static-site';
const LARGEST_BYTES = 300_000;
const size = { width: 1280, height: 800 };

const browser = await launchBrowser();
try {
  const learner = await openActivity('1001');
  await startLab(learner);
  await shoot(learner.page, 'learner');
  await bringClass({ activity: { lmsUrl: LMS, path: ACTIVITY }, think: () => pause(1_000 + Math.random() * 4_000), wait: () => pause(500), say: () => {} });
  const instructor = await openActivity('1006', { width: 1280, height: 1130 });
  await instructor.tool.getByText(/Calls refused|호출이 거부/).first().waitFor();
  await shoot(instructor.page, 'instructor');
  await shoot(await registration(), 'registration');
  await shoot(await spending(), 'manager');
  for (const [person, name] of [['jung-haneul', 'sales'], ['ryu-minho', 'operator']]) await shoot(await staffPage(person), name);
} finally {
  await browser.close();
}

function visit(viewport = size) {
  return browser.newContext({ viewport, locale: 'en-US', reducedMotion: 'reduce' });
}

async function openActivity(person, viewport = size) {
  const context = await visit(viewport);
  await context.request.post(`${LMS}/sign-in`, { form: { person, back: ACTIVITY } });
  const page = await context.newPage();
  await page.goto(`${LMS}${ACTIVITY}`);
  return { page, tool: page.frameLocator('iframe[name=tool]') };
}

async function staffPage(person) {
  const page = await (await visit()).newPage();
  await page.goto(`${TOOL}/staff/sign-in`);
  await page.locator(`button[value="${person}"]`).click();
  await page.waitForURL(/\/s\//);
  await page.getByRole('heading').first().waitFor();
  await page.waitForLoadState('networkidle');
  return page;
}

/** The manager's page once the first minute of the lab is metered: before it there is nothing to see. */
async function spending() {
  const page = await staffPage('oh-subin');
  const course = page.getByRole('table').first();
  for (let tries = 0; tries < 30 && !(await course.isVisible()); tries += 1) {
    await page.waitForTimeout(5000);
    await page.reload();
    await page.waitForLoadState('networkidle');
  }
  return page;
}

/** The administrator of the LMS has pasted a link, and sees what it will register. */
async function registration() {
  const operator = await staffPage('ryu-minho');
  await operator.getByRole('button', { name: /Invite an institution|기관 초대/ }).click();
  const invite = operator.getByRole('dialog');
  await invite.getByRole('combobox').first().fill('Haneul Graduate School');
  await invite.locator('button[type=submit]').click();
  const link = await operator.locator('[data-link]').innerText();
  const context = await visit();
  await context.request.post(`${LMS}/sign-in`, { form: { person: '1008', back: '/dashboard' } });
  const page = await context.newPage();
  await page.goto(`${LMS}/admin/tools/add?${new URLSearchParams({ url: link.trim() })}`);
  await page.frameLocator('iframe[name=registration]').getByRole('button').waitFor();
  return page;
}

/** The right call in the wrong Region, so that the picture shows what the product explains. */
async function startLab({ page, tool }) {
  const start = tool.getByRole('button', { name: 'Start the lab' });
  const cli = tool.getByRole('button', { name: 'CLI' });
  await start.or(cli).first().waitFor();
  if (await start.isVisible()) await start.click();
  await cli.click();
  const block = await tool.locator('pre').filter({ hasText: 'export AWS_ACCESS_KEY_ID' }).innerText();
  await page.keyboard.press('Escape');
  const [prefix] = /site-\d{12}-/.exec(await tool.locator('body').innerText());
  await s3(block, 'us-east-1').send(new CreateBucketCommand({ Bucket: `${prefix}elsewhere` }));
  await tool.locator('[data-steps] li').first().getByText('us-east-1').first().waitFor();
}

function s3(block, region) {
  const read = Object.fromEntries([...block.matchAll(/export (\w+)='([^']*)'/g)].map(([, name, value]) => [name, value]));
  const credentials = { accessKeyId: read.AWS_ACCESS_KEY_ID, secretAccessKey: read.AWS_SECRET_ACCESS_KEY, sessionToken: read.AWS_SESSION_TOKEN };
  return new S3Client({ region, endpoint: read.AWS_ENDPOINT_URL, credentials });
}

async function shoot(page, name) {
  const path = join(import.meta.dirname, `${name}.png`);
  await page.screenshot({ path });
  if (statSync(path).size > LARGEST_BYTES) throw new Error(`${name}.png is larger than ${LARGEST_BYTES} bytes: choose a smaller window`);
  process.stdout.write(`${name}.png\n`);
}
