import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Quirk } from '@cloudclass/local-lms';
import { one } from '../src/ports/sql.ts';
import { instructor, learner, pageOf, Tool, type QuirkyPlatform } from './quirky-platform.ts';

let ahead = 0;
let tool: Tool;
beforeAll(async () => void (tool = await Tool.start({ now: () => new Date(Date.now() + ahead) })));
afterAll(() => tool.close());

/** By which a product calls itself, where it is not its name; Open edX says none, and the local LMS stands in for it by its own. */
const names: Readonly<Record<string, string>> = { brightspace: 'desire2learn', openedx: 'cloudclass-local-lms' };

const chooser = '/courses/101/add-activity/launch?section=week-3';

describe.each(['moodle', 'canvas', 'blackboard', 'brightspace', 'sakai', 'openedx'] as const)('in %s', (product) => {
  let platform: QuirkyPlatform;
  beforeAll(async () => void (platform = await tool.join({ product, deploymentId: `deployment-of-${product}` }, `College of ${product}`)));
  afterAll(() => platform.close());

  test('a learner opens the lab and an instructor the class', async () => {
    expect([pageOf(await platform.launch(learner)), pageOf(await platform.launch(instructor))]).toEqual(['lab', 'class']);
  });

  test('the product is known by its name from the first launch', async () => {
    await platform.launch(learner);
    const { product: known } = await one<{ product: string }>(tool.server.made.database, 'select product from platform where id = $1', [platform.platformId]);
    expect(known.toLowerCase()).toContain(names[product] ?? product);
  });

  test('a score reaches the gradebook, and a newer one replaces it', async () => {
    await platform.launch(learner);
    expect(await platform.score(learner, 40)).toEqual({ kind: 'accepted' });
    expect(await platform.score(learner, 90, new Date(Date.now() + 2_000))).toEqual({ kind: 'accepted' });
    expect(await platform.gradesOf(learner)).toEqual(['90']);
  });

  test('the roster has everybody once', async () => {
    await platform.launch(learner);
    const outcome = await platform.members();
    const subjects = outcome.kind === 'listed' ? outcome.members.map(({ subject }) => subject) : [];
    expect([subjects.length, new Set(subjects).size]).toEqual([15, 15]);
  });

  test('an instructor places a lab, which opens', async () => {
    const choosing = await platform.launch(instructor, chooser);
    expect(pageOf(choosing)).toBe('choose');
    expect(await tool.placeLab(choosing)).toMatchObject({ status: 200, text: expect.stringContaining('Placed lab') });
    const course = await choosing.browser.open(`${platform.lms.url}/courses/101`);
    const placed = /href="(\/courses\/101\/activities\/(?!s3-static-site")[^"]+)"/.exec(course.text)?.[1] ?? '';
    expect(pageOf(await platform.launch(learner, `${placed}/launch?target=iframe`))).toBe('lab');
  });
});

describe('a placed lab', () => {
  test('of more than 100 points is taken by a Moodle, which makes no column for more', async () => {
    const platform = await tool.join({ product: 'moodle', deploymentId: 'points' }, 'College of Points');
    try {
      expect(await tool.placeLab(await platform.launch(instructor, chooser), 250)).toMatchObject({ status: 200, text: expect.stringContaining('Placed lab') });
    } finally {
      await platform.close();
    }
  });

  test.each<Quirk>(['deep-linking-only-resource-links', 'deep-linking-without-data', 'deep-linking-takes-one', 'deep-linking-needs-sub'])('is taken by a platform with %s', async (quirk) => {
    const platform = await tool.join({ quirks: [quirk], deploymentId: quirk }, `College of ${quirk}`);
    try {
      expect(await tool.placeLab(await platform.launch(instructor, chooser))).toMatchObject({ status: 200, text: expect.stringContaining('Placed lab') });
    } finally {
      await platform.close();
    }
  });
});

describe('a lab is chosen', () => {
  test.each<[string, Quirk[], number]>([
    ['where the launch names no course and no role in it, as Open edX did until 2026', ['no-context', 'roles-of-institution-only'], 0],
    ['where the clock is behind', [], -29],
  ])('%s', async (deploymentId, quirks, offset) => {
    const platform = await tool.join({ quirks, deploymentId }, `College of ${deploymentId}`);
    try {
      platform.lms.faults.putClockAhead(offset);
      expect(await tool.placeLab(await platform.launch(instructor, chooser))).toMatchObject({ status: 200, text: expect.stringContaining('Placed lab') });
    } finally {
      await platform.close();
    }
  });
});

test('two tenants of Blackboard, with one issuer and one client id, are two institutions', async () => {
  const [seoul, busan] = [await tool.join({ product: 'blackboard', deploymentId: 'seoul' }, 'Seoul College'), await tool.join({ product: 'blackboard', deploymentId: 'busan' }, 'Busan College')];
  // a deployment that joins a known issuer and client id is known after 15 s
  ahead = 16_000;
  try {
    expect([seoul.lms.issuer, seoul.lms.registration.clientId]).toEqual([busan.lms.issuer, busan.lms.registration.clientId]);
    const sessions = [await tool.sessionOf(await seoul.launch(learner)), await tool.sessionOf(await busan.launch(learner))];
    const names = await Promise.all(sessions.map(({ institutionId }) => one(tool.server.made.database, 'select name from institution where id = $1', [institutionId])));
    expect(names).toEqual([{ name: 'Seoul College' }, { name: 'Busan College' }]);
    expect(sessions[0]?.personId).not.toBe(sessions[1]?.personId);
    expect([await seoul.score(learner, 11), await busan.score(learner, 22)]).toEqual([{ kind: 'accepted' }, { kind: 'accepted' }]);
    expect([await seoul.gradesOf(learner), await busan.gradesOf(learner)]).toEqual([['11'], ['22']]);
  } finally {
    await Promise.all([seoul.close(), busan.close()]);
  }
});
