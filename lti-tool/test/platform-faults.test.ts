import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault, FaultyService } from '@cloudclass/local-lms';
import { learner, Tool, type QuirkyPlatform } from './quirky-platform.ts';

let tool: Tool;
let platform: QuirkyPlatform;

beforeAll(async () => {
  tool = await Tool.start();
  platform = await tool.join({ extraLearners: 60 });
  await platform.launch(learner);
});
afterEach(() => platform.lms.faults.clear());
afterAll(async () => {
  await platform.close();
  await tool.close();
});

const elsewhere = 'http://127.0.0.1:9/';
const fail = (service: FaultyService, fault: Fault, times?: number): void => platform.lms.faults.add({ services: [service], fault, ...(times === undefined ? {} : { times }) });
let points = 0;

/** What comes instead of an answer; whether the platform acted is unknown, so that it is asked again later. */
const broken: readonly [string, Fault][] = [
  ['an error', { kind: 'server-error' }],
  ['a page', { kind: 'html' }],
  ['half an answer', { kind: 'truncated' }],
  ['half a text', { kind: 'invalid-json' }],
  ['a redirect, which is not followed', { kind: 'redirect', to: elsewhere }],
  ['a broken connection', { kind: 'lost-reply' }],
];

describe('a score is sent again later', () => {
  test.each([...broken.filter(([, { kind }]) => kind !== 'truncated' && kind !== 'invalid-json'), ['nothing', { kind: 'hangs' }], ['more than may be', { kind: 'oversized', bytes: 2_000_000 }]] as [string, Fault][])(
    'when the answer to it is %s',
    async (_case, fault) => {
      fail('scores', fault);
      expect(await platform.score(learner, (points += 1))).toMatchObject({ kind: 'unreachable' });
    },
  );

  test.each([...broken, ['nothing', { kind: 'hangs' }], ['more than may be', { kind: 'oversized', bytes: 2_000_000 }]] as [string, Fault][])('when the answer to the request for a token is %s', async (_case, fault) => {
    await tool.forgetTokens();
    fail('token', fault);
    expect(await platform.score(learner, (points += 1))).toMatchObject({ kind: 'unreachable' });
  });

  test.each(broken)('when the answer to the question for its column is %s', async (_case, fault) => {
    fail('line-items', fault);
    expect(await platform.score(learner, (points += 1))).toMatchObject({ kind: 'unreachable' });
  });
});

test.each([400, 404, 406] as const)('a score is sent again later when the answer to it is %i with a page: that is no word on the learner', async (status) => {
  fail('scores', { kind: 'html', status });
  expect(await platform.score(learner, (points += 1))).toMatchObject({ kind: 'unreachable', detail: expect.stringContaining(`${status}: a page, “Maintenance”`) });
});

describe('a score is taken', () => {
  test.each([200, 201, 202, 204] as const)('when the answer is %i with an empty body', async (status) => {
    fail('scores', { kind: 'answered', status });
    points += 1;
    expect(await platform.score(learner, points)).toEqual({ kind: 'accepted' });
    expect(await platform.gradesOf(learner)).toEqual([String(points)]);
  });

  test.each(['scores', 'line-items'] as const)('when %s refuses a good token once', async (service) => {
    fail(service, { kind: 'unauthorized' }, 1);
    expect(await platform.score(learner, (points += 1))).toEqual({ kind: 'accepted' });
  });

  test('when the platform is slow', async () => {
    fail('scores', { kind: 'slow', delayMs: 300 });
    expect(await platform.score(learner, (points += 1))).toEqual({ kind: 'accepted' });
  });
});

test('a platform that refuses every token is told from one that refuses the learner', async () => {
  fail('scores', { kind: 'unauthorized' });
  expect(await platform.score(learner, 1)).toMatchObject({ kind: 'unauthorized' });
});

describe('the roster is read again later', () => {
  test.each(broken)('when a page of it is %s', async (_case, fault) => {
    fail('memberships', fault);
    expect(await platform.members()).toMatchObject({ kind: 'unreachable' });
  });

  test.each(['other-origin', 'itself', 'ring', 'malformed'] as const)('when the next page is wrong (%s), which is neither followed nor taken for the end', async (link) => {
    fail('memberships', { kind: 'wrong-link', link });
    expect(await platform.members()).toMatchObject({ kind: 'unreachable' });
  });
});

describe('the grades of a column are read again later', () => {
  test.each(broken)('when a page of them is %s', async (_case, fault) => {
    fail('results', fault);
    expect(await platform.results()).toMatchObject({ kind: 'unreachable' });
  });

  test.each(['other-origin', 'itself', 'ring', 'malformed'] as const)('when the next page is wrong (%s)', async (link) => {
    fail('results', { kind: 'wrong-link', link });
    expect(await platform.results()).toMatchObject({ kind: 'unreachable' });
  });
});

test('a roster whose token is refused once is whole', async () => {
  fail('memberships', { kind: 'unauthorized' }, 1);
  const outcome = await platform.members();
  expect(outcome.kind === 'listed' && outcome.members).toHaveLength(75);
});
