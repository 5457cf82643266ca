import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mediaType } from '../src/services/media-types.ts';
import { scope } from '../src/services/scopes.ts';
import { instructor, learner, openCampus, otherLearner, type Campus } from './campus.ts';
import { ServiceClient } from './service-client.ts';

const nine = '2026-11-24T09:00:00.000Z';
const ten = '2026-11-24T10:00:00.000Z';

let campus: Campus;
let client: ServiceClient;
beforeEach(async () => {
  campus = await openCampus();
  client = new ServiceClient(campus);
});
afterEach(() => campus.close());

const results = async (query = ''): Promise<unknown> => (await client.call(`lineitems/1/lineitem/results?deployment=1${query}`, { accept: mediaType.resultContainer })).json();

async function pageAs(personId: string, path: string): Promise<string> {
  const browser = campus.browse();
  await browser.signIn(personId);
  return (await browser.get(path)).text;
}

describe('a posted score', () => {
  test('reaches the gradebook of the instructor, scaled to the column, with its comment', async () => {
    expect((await client.postScore({ userId: learner, scoreGiven: 8.5, timestamp: nine, comment: 'Well done <b>x</b>' })).status).toBe(204);
    const page = await pageAs(instructor, '/courses/101/gradebook');
    expect(page).toContain('<b>85</b> / 100');
    expect(page).toContain('Well done &lt;b&gt;x&lt;/b&gt;');
  });

  test('reaches the grades of the learner and of nobody else', async () => {
    await client.postScore({ userId: learner, scoreGiven: 8.5, timestamp: nine });
    expect(await pageAs(learner, '/courses/101/grades')).toContain('<b>85</b> / 100');
    expect(await pageAs(otherLearner, '/courses/101/grades')).not.toContain('<b>85</b>');
  });

  test('is replaced by a later one', async () => {
    await client.postScore({ userId: learner, scoreGiven: 4, timestamp: nine });
    await client.postScore({ userId: learner, scoreGiven: 9, timestamp: ten });
    expect(await results()).toMatchObject([{ userId: learner, resultScore: 90, resultMaximum: 100 }]);
  });

  test.each([['older', nine], ['of the same instant', '2026-11-24T19:00:00+09:00']])('that is %s is a conflict and changes nothing', async (_case, timestamp) => {
    await client.postScore({ userId: learner, scoreGiven: 9, timestamp: ten });
    expect((await client.postScore({ userId: learner, scoreGiven: 1, timestamp })).status).toBe(409);
    expect(await results()).toMatchObject([{ resultScore: 90 }]);
  });

  test('that is not final shows as provisional and is no result yet', async () => {
    await client.postScore({ userId: learner, scoreGiven: 5, timestamp: nine, gradingProgress: 'Pending' });
    expect(await pageAs(instructor, '/courses/101/gradebook')).toContain('provisional');
    expect(await results()).toEqual([expect.not.objectContaining({ resultScore: expect.anything() })]);
  });

  test.each<[string, number, object]>([
    ['of somebody unknown', 404, { userId: '9999', scoreGiven: 1, timestamp: nine }],
    ['of the instructor', 404, { userId: instructor, scoreGiven: 1, timestamp: nine }],
    ['without a maximum', 400, { userId: learner, scoreGiven: 1, scoreMaximum: undefined, timestamp: nine }],
    ['without a timestamp', 400, { userId: learner, scoreGiven: 1 }],
    ['below zero', 400, { userId: learner, scoreGiven: -1, timestamp: nine }],
    ['with an invented progress', 400, { userId: learner, scoreGiven: 1, timestamp: nine, activityProgress: 'Done' }],
  ])('%s is refused', async (_case, status, score) => {
    expect((await client.postScore(score)).status).toBe(status);
  });

  test('as application/json is refused', async () => {
    const response = await client.call('lineitems/1/lineitem/scores', { method: 'POST', type: 'application/json', body: {} });
    expect(response.status).toBe(415);
  });

  test('needs the score scope', async () => {
    const token = await campus.tool.accessToken(scope.lineItem);
    const response = await client.call('lineitems/1/lineitem/scores', { method: 'POST', type: mediaType.score, body: {}, token });
    expect(response.status).toBe(403);
  });
});

test('results can be asked for one learner', async () => {
  await client.postScore({ userId: learner, scoreGiven: 9, timestamp: nine });
  await client.postScore({ userId: otherLearner, scoreGiven: 7, timestamp: nine });
  expect(await results(`&user_id=${otherLearner}`)).toEqual([
    {
      id: `${campus.lms.url}/services/courses/101/lineitems/1/lineitem/results?deployment=1&user_id=${otherLearner}`,
      scoreOf: `${campus.lms.url}/services/courses/101/lineitems/1/lineitem?deployment=1`,
      userId: otherLearner,
      resultScore: 70,
      resultMaximum: 100,
      timestamp: nine,
    },
  ]);
});
