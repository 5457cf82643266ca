import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startLocalLms } from '../src/index.ts';
import { claim } from '../src/platform/claims.ts';
import { instructor, labPath, learner, openCampus } from './campus.ts';
import { ServiceClient } from './service-client.ts';

let dataDir: string;
beforeEach(async () => void (dataDir = await mkdtemp(join(tmpdir(), 'lms-'))));
afterEach(() => rm(dataDir, { recursive: true }));

test('grades and keys outlive the process', async () => {
  const before = await openCampus({ dataDir });
  const keys = await (await fetch(before.lms.registration.jwksUrl)).text();
  await new ServiceClient(before).postScore({ userId: learner, scoreGiven: 9, timestamp: '2026-11-24T09:00:00Z' });
  await before.close();
  const after = await openCampus({ dataDir });
  try {
    expect(await (await fetch(after.lms.registration.jwksUrl)).text()).toBe(keys);
    const browser = after.browse();
    await browser.signIn(instructor);
    expect((await browser.get('/courses/101/gradebook')).text).toContain('<b>90</b> / 100');
  } finally {
    await after.close();
  }
});

test('who left a course stays away, and is told to whoever asks for the differences', async () => {
  const before = await openCampus({ dataDir });
  const address = /<([^>]+)>; rel="differences"/.exec((await new ServiceClient(before).call('memberships')).headers.get('link') ?? '')?.[1] ?? '';
  before.lms.changeMember({ courseId: '101', personId: learner, status: 'Deleted' });
  await before.close();
  const after = await openCampus({ dataDir });
  try {
    const { pathname, search } = new URL(address);
    expect(await (await new ServiceClient(after).call(`${after.lms.url}${pathname}${search}`)).json()).toMatchObject({ members: [{ user_id: learner, status: 'Deleted' }] });
  } finally {
    await after.close();
  }
});

test('private keys are readable by their owner only', async () => {
  const campus = await openCampus({ dataDir });
  await campus.close();
  expect((await stat(join(dataDir, 'keys.json'))).mode & 0o077).toBe(0);
});

test('a damaged document stops the start and is left as it is', async () => {
  await writeFile(join(dataDir, 'lms.json'), '{"people": 1}');
  await expect(startLocalLms({ port: 0, toolUrl: 'http://127.0.0.1:1', dataDir })).rejects.toThrow('remove it to begin anew');
  expect(await readFile(join(dataDir, 'lms.json'), 'utf8')).toBe('{"people": 1}');
});

test('the seeded lab follows the tool to a new address', async () => {
  await (await openCampus({ dataDir })).close();
  const moved = await openCampus({ dataDir });
  try {
    const browser = moved.browse();
    await browser.signIn(learner);
    await browser.follow(`${labPath}/launch`);
    expect(moved.tool.lastLaunch.claims[claim.targetLinkUri]).toBe(`${moved.tool.url}/lti/launch`);
  } finally {
    await moved.close();
  }
});
