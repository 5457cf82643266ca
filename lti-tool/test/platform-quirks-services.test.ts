import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Quirk } from '@cloudclass/local-lms';
import type { ScoreOutcome } from '../src/ports/platform-services.ts';
import { assistant, instructor, learner, otherLearner, Tool, type QuirkyPlatform } from './quirky-platform.ts';

let tool: Tool;
let platform: QuirkyPlatform;
let usual: readonly Quirk[];

beforeAll(async () => {
  tool = await Tool.start();
  platform = await tool.join({ extraLearners: 60 });
  usual = platform.lms.quirks.list();
  await platform.launch(learner);
});
afterEach(() => {
  platform.lms.quirks.replace(usual);
  platform.lms.faults.clear();
});
afterAll(async () => {
  await platform.close();
  await tool.close();
});

const without = (...quirks: Quirk[]): void => platform.lms.quirks.replace(usual.filter((each) => !quirks.includes(each)));
const only = (...quirks: Quirk[]): void => platform.lms.quirks.replace(quirks);

/** Each score of a test is worth something of its own. */
let points = 0;
const nextPoints = (): number => (points += 1);

/** Whether a score is taken and stands in the gradebook. */
async function reachesGradebook(userId = learner): Promise<boolean> {
  const given = nextPoints();
  const outcome = await platform.score(userId, given);
  expect(outcome).toEqual({ kind: 'accepted' });
  return (await platform.gradesOf(userId)).includes(String(given));
}

describe('a token is given', () => {
  beforeEach(() => tool.forgetTokens());

  test.each<Quirk>(['token-audience-exact', 'token-audience-any', 'token-refusal-is-400', 'token-typed-as-html', 'user-agent-required'])('by a platform with %s', async (quirk) => {
    platform.also(quirk);
    expect(await reachesGradebook()).toBe(true);
  });

  test('by a platform whose clock is behind by what its check lets pass', async () => {
    platform.lms.faults.putClockAhead(-29);
    expect(await reachesGradebook()).toBe(true);
  });

  test.each<Quirk>(['token-by-form-only', 'scopes-silently-dropped'])('by a platform without %s', async (quirk) => {
    without(quirk);
    expect(await reachesGradebook()).toBe(true);
  });
});

describe('a score reaches the gradebook', () => {
  test.each<Quirk>([
    'missing-scope-is-401', 'exact-media-types', 'pages-of-ten', 'links-name-all-pages', 'line-item-links-garbled', 'score-answered-with-200', 'foreign-link-is-403', 'results-limit-breaks',
    'ungradable-is-400', 'ungradable-is-422', 'user-agent-required',
  ])('of a platform with %s', async (quirk) => {
    platform.also(quirk);
    expect(await reachesGradebook()).toBe(true);
  });

  test.each<Quirk>(['line-item-query', 'line-items-doubled', 'older-score-is-conflict'])('of a platform without %s', async (quirk) => {
    without(quirk);
    expect(await reachesGradebook()).toBe(true);
  });

  test('of a platform whose audience is a value of its own, told at registration', async () => {
    const own = await tool.join({ product: 'brightspace', deploymentId: 'own' }, 'Own Audience College');
    try {
      await own.launch(learner);
      expect([await own.score(learner, 71), await own.gradesOf(learner)]).toEqual([{ kind: 'accepted' }, ['71']]);
    } finally {
      await own.close();
    }
  });
});

/** Later than any instant of this file before, however quickly one test follows another. */
const later = (): Date => new Date((latest = Math.max(latest + 1_000, Date.now())));
let latest = 0;

describe('a score that is not newer', () => {
  test.each<[string, Quirk[], string]>([
    ['is a conflict', ['older-score-is-conflict'], 'conflict'],
    ['is a conflict also where the platform calls it a bad request', ['older-score-is-400'], 'conflict'],
    ['is a conflict also where the field is named that is wrong', ['older-score-is-400-by-field'], 'conflict'],
    ['is left aside by a platform that says nothing', [], 'accepted'],
  ])('%s, and one of now takes its place', async (_case, quirks, kind) => {
    only(...quirks);
    const at = new Date(Date.now() - 60_000 * (100 - points));
    const [first, second, third] = [nextPoints(), nextPoints(), nextPoints()];
    expect(await platform.score(otherLearner, first, later())).toEqual({ kind: 'accepted' });
    expect((await platform.score(otherLearner, second, at)).kind).toBe(kind);
    expect(await platform.gradesOf(otherLearner)).toContain(String(first));
    expect(await platform.score(otherLearner, third, later())).toEqual({ kind: 'accepted' });
    expect(await platform.gradesOf(otherLearner)).toContain(String(third));
  });

  test('than the second in which the last one arrived is a conflict; one of the next second is taken', async () => {
    platform.also('score-after-arrival');
    await platform.score('1003', nextPoints());
    expect(await platform.score('1003', nextPoints())).toMatchObject({ kind: 'conflict' });
    const last = nextPoints();
    expect(await platform.score('1003', last, new Date(Date.now() + 1_000))).toEqual({ kind: 'accepted' });
    expect(await platform.gradesOf('1003')).toEqual([String(last)]);
  });
});

describe('a score is not taken', () => {
  async function scoreOfRemovedColumn(meanwhile: () => void): Promise<ScoreOutcome> {
    const column = await platform.addColumn('Removed');
    await platform.callLineItems('DELETE', column);
    await tool.forgetTokens();
    meanwhile();
    const score = { userId: learner, scoreGiven: 1, scoreMaximum: 100, activityProgress: 'Completed', gradingProgress: 'FullyGraded', timestamp: new Date(), workUrl: 'https://tool.example/lti/launch' } as const;
    return tool.services.publishScore({ platformId: platform.platformId, lineItemUrl: column }, score).finally(() => tool.forgetTokens());
  }

  test.each<[string, Quirk[]]>([['and lets us make columns', []], ['and lets us only read columns', ['line-item-scope-withheld']]])('by a platform whose column is gone, %s', async (_case, quirks) => {
    expect(await scoreOfRemovedColumn(() => platform.also(...quirks))).toEqual({ kind: 'no-line-item' });
  });

  test('by a platform whose column is gone, and which does not believe our token when it is asked for it', async () => {
    const unbelieved = (): void => void platform.lms.faults.add({ services: ['line-items'], fault: { kind: 'unauthorized' }, times: 1 });
    expect(await scoreOfRemovedColumn(unbelieved)).toEqual({ kind: 'no-line-item' });
  });

  test.each<[Quirk | 'none', number]>([['none', 404], ['ungradable-is-400', 400], ['ungradable-is-422', 422]])('of an instructor, whom a platform with %s refuses with %i', async (quirk, status) => {
    if (quirk !== 'none') platform.also(quirk);
    expect(await platform.score(instructor, 1)).toMatchObject({ kind: 'refused', status });
  });

  test.each<[string, Quirk[], object]>([
    ['by 429, which names the time', [], { kind: 'throttled', retryAfterSeconds: 9 }],
    ['by 403, as Canvas does', ['throttled-as-403'], { kind: 'throttled' }],
  ])('by a platform that throttles %s', async (_case, quirks, outcome) => {
    platform.also(...quirks);
    platform.lms.faults.add({ services: ['scores'], fault: { kind: 'throttled', retryAfterSeconds: 9 } });
    expect(await platform.score(learner, 1)).toMatchObject(outcome);
  });
});

describe('a token that was good', () => {
  test.each(['scores', 'line-items'] as const)('is asked for anew when %s no longer believe it, also where that is called a bad request', async (service) => {
    platform.also('unknown-token-is-400');
    platform.lms.faults.add({ services: [service], fault: { kind: 'unauthorized' }, times: 1 });
    expect(await reachesGradebook()).toBe(true);
  });
});

describe('a token is refused', () => {
  beforeEach(() => tool.forgetTokens());
  afterEach(() => tool.forgetTokens());

  test.each<[string, Quirk[]]>([
    ['where scopes are dropped silently', ['score-scope-withheld']],
    ['where the token endpoint answers everything with 400', ['score-scope-withheld', 'token-refusal-is-400']],
  ])('without the right to write scores, and the score says that the right is missing, %s', async (_case, quirks) => {
    platform.also(...quirks);
    expect(await platform.score(learner, 1)).toMatchObject({ kind: 'forbidden' });
  });

  test.each<[string, Quirk[]]>([['401', []], ['400', ['token-refusal-is-400']]])('by a token endpoint that does not believe us, whether it says %s or not', async (_case, quirks) => {
    only(...usual, 'token-audience-own', ...quirks);
    expect(await platform.score(learner, 1)).toMatchObject({ kind: 'unauthorized' });
  });
});

describe('the column of an activity', () => {
  test('is the known one when the claim vanishes because a second hangs on the link', async () => {
    const { ags: before } = await platform.keptLink();
    const second = await platform.addColumn('A second one');
    await platform.launch(learner);
    expect((await platform.keptLink()).ags).toEqual(before);
    expect(await reachesGradebook()).toBe(true);
    await platform.callLineItems('DELETE', second);
  });

  test('is made once where the launch names an empty one', async () => {
    const empty = await tool.join({ product: 'moodle', deploymentId: 'empty' }, 'Empty College');
    try {
      await empty.launch(instructor);
      for (const { id } of await empty.columns()) await empty.callLineItems('DELETE', id);
      await empty.launch(learner);
      expect(await empty.score(learner, 64)).toEqual({ kind: 'accepted' });
      expect(await empty.score(otherLearner, 65)).toEqual({ kind: 'accepted' });
      expect([await empty.gradesOf(learner), await empty.gradesOf(otherLearner)]).toEqual([['64'], ['65']]);
      expect(await empty.columns()).toHaveLength(1);
    } finally {
      await empty.close();
    }
  });

  test('that belongs to another tool by now is said not to be there, which is no missing right', async () => {
    platform.also('column-of-another-tool');
    expect(await platform.score(learner, 66)).toEqual({ kind: 'no-line-item' });
  });

  test('of an activity of somebody else is forbidden, or not there', async () => {
    const { ags } = await platform.keptLink();
    const foreign = { platformId: platform.platformId, lineItemsUrl: ags?.lineitems ?? '', ltiResourceLinkId: 'elsewhere', resourceId: 'elsewhere', label: 'x', scoreMaximum: 1 };
    expect(await tool.services.findOrCreateLineItem(foreign)).toMatchObject({ kind: 'refused', status: 404 });
    platform.also('foreign-link-is-403');
    expect(await tool.services.findOrCreateLineItem(foreign)).toMatchObject({ kind: 'forbidden' });
  });
});

describe('the grades that stand in the gradebook', () => {
  const learners = Array.from({ length: 12 }, (_, index) => String(1020 + index));
  beforeAll(async () => {
    for (const each of learners) await platform.score(each, 50);
  });

  test.each<Quirk>(['results-limit-breaks', 'results-end-in-slash', 'pages-of-ten', 'links-name-all-pages', 'exact-media-types', 'missing-scope-is-401', 'token-typed-as-html'])('are read from a platform with %s', async (quirk) => {
    platform.also(quirk);
    const results = await platform.results();
    expect(results.kind === 'listed' ? learners.map((each) => results.points.get(each)) : results).toEqual(learners.map(() => 50));
  });

  test('are read from a platform whose addresses carry no query', async () => {
    without('line-item-query');
    expect(await platform.results()).toMatchObject({ kind: 'listed' });
  });
});

describe('the grades of a column that Moodle made for us', () => {
  test.each<[string, Quirk[]]>([['also where we may only look at columns', ['line-item-scope-withheld']], ['where we may make columns', []]])('are points of what the column counts, whatever the results call their maximum, %s', async (_case, quirks) => {
    const moodle = await tool.join({ product: 'moodle', deploymentId: `made ${quirks.length}` }, `Made Column College ${quirks.length}`);
    try {
      await moodle.launch(learner);
      const { ags } = await moodle.keptLink();
      const made = (await (await moodle.callLineItems('POST', ags?.lineitems ?? '', { label: 'Twenty', scoreMaximum: 20, resourceId: 'twenty' })).json()) as { id: string };
      moodle.also(...quirks);
      const target = { platformId: moodle.platformId, lineItemUrl: made.id };
      await tool.services.publishScore(target, { userId: learner, scoreGiven: 10, scoreMaximum: 20, activityProgress: 'Completed', gradingProgress: 'FullyGraded', timestamp: new Date(), workUrl: 'https://tool.example/lti/launch' });
      const pages = [];
      for await (const part of tool.services.listResults(target)) if (part.kind === 'page') pages.push(...part.results);
      expect(pages).toEqual([{ userId: learner, points: 10, maximum: 20 }]);
    } finally {
      await moodle.close();
    }
  });
});

describe('the roster', () => {
  const everybody = 75;

  test.each<Quirk>([
    'pages-of-ten', 'links-name-all-pages', 'line-item-links-garbled', 'exact-media-types', 'user-agent-required', 'missing-scope-is-401', 'short-roles-in-roster',
    'assistant-is-learner-in-roster', 'roster-without-differences', 'token-typed-as-html',
  ])('has everybody once from a platform with %s', async (quirk) => {
    platform.also(quirk);
    const outcome = await platform.members();
    expect(outcome.kind === 'listed' ? outcome.members.map(({ subject }) => subject) : outcome).toHaveLength(everybody);
  });

  test('has roles by their short names as well', async () => {
    platform.also('short-roles-in-roster', 'assistant-is-learner-in-roster');
    const outcome = await platform.members();
    const rolesOf = (id: string) => (outcome.kind === 'listed' ? outcome.members.find(({ subject }) => subject === id)?.roles : outcome);
    expect([rolesOf(learner), rolesOf(instructor), rolesOf(assistant)]).toEqual([['Learner'], ['Instructor'], ['Learner']]);
  });

  test('tells the suspended, and forgets the removed', async () => {
    platform.lms.changeMember({ courseId: '101', personId: '1011', status: 'Inactive' });
    platform.lms.changeMember({ courseId: '101', personId: '1012', status: 'Deleted' });
    const outcome = await platform.members();
    const listed = outcome.kind === 'listed' ? outcome.members : [];
    expect(listed.find(({ subject }) => subject === '1011')).toMatchObject({ status: 'inactive' });
    expect(listed.some(({ subject }) => subject === '1012')).toBe(false);
    for (const personId of ['1011', '1012']) platform.lms.changeMember({ courseId: '101', personId, status: 'Active' });
  });
});
