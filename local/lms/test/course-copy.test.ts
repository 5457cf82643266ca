import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { once } from 'node:events';
import { claim } from '../src/platform/claims.ts';
import { scope } from '../src/services/scopes.ts';
import { instructor, learner, openCampus, otherLearner, type Campus } from './campus.ts';
import { ServiceClient } from './service-client.ts';

let campus: Campus;
let client: ServiceClient;
beforeAll(async () => {
  campus = await openCampus();
  client = new ServiceClient(campus);
});
afterAll(() => campus.close());

const handlers = '/services/notice-handlers';
const order = (body: object): Promise<Response> => client.call(handlers, { method: 'PUT', type: 'application/json', body });

/** Ask for it before it is sent. */
async function nextNotice(): Promise<Record<string, unknown>> {
  const [jwt] = await once(campus.tool.noticed, 'notice', { signal: AbortSignal.timeout(15_000) }) as [string];
  const { payload } = await jwtVerify(jwt, createRemoteJWKSet(new URL(campus.lms.registration.jwksUrl)), { issuer: campus.lms.issuer, audience: campus.lms.registration.clientId });
  return payload;
}

describe('notices', () => {
  test('are offered in every launch', async () => {
    const browser = campus.browse();
    await browser.signIn(learner);
    await browser.follow('/courses/101/activities/s3-static-site/launch');
    expect(campus.tool.lastLaunch.claims[claim.notices]).toMatchObject({ platform_notification_service_url: `${campus.lms.url}${handlers}`, notice_types_supported: ['LtiHelloWorldNotice', 'LtiContextCopyNotice'] });
  });

  test('an order for a greeting is greeted', async () => {
    const greeting = nextNotice();
    expect(await (await order({ notice_type: 'LtiHelloWorldNotice', handler: `${campus.tool.url}/lti/notices` })).json()).toMatchObject({ notice_type: 'LtiHelloWorldNotice' });
    expect(await greeting).toMatchObject({ [claim.notice]: { type: 'LtiHelloWorldNotice' }, [claim.deploymentId]: '1' });
  });

  test.each([
    ['a handler on another site', { notice_type: 'LtiContextCopyNotice', handler: 'https://elsewhere.example/lti/notices' }],
    ['a notice that is not offered', { notice_type: 'LtiAssetProcessorSubmissionNotice', handler: 'http://127.0.0.1/' }],
  ])('%s is refused', async (_what, body) => {
    expect((await order(body)).status).toBe(400);
  });

  test('need their scope', async () => {
    expect((await client.call(handlers, { token: await campus.tool.accessToken(scope.score) })).status).toBe(403);
  });
});

test('a copied course has new ids, keeps what its links open, and is told of to whoever ordered it', async () => {
  await order({ notice_type: 'LtiContextCopyNotice', handler: `${campus.tool.url}/lti/notices` });
  const copied = nextNotice();
  const browser = campus.browse();
  await browser.signIn(instructor);
  const { url, text } = await browser.post('/courses/101/copy', {});
  const copyId = new URL(url).pathname.split('/').at(-1) ?? '';
  expect(copyId).not.toBe('101');
  expect(await copied).toMatchObject({ [claim.notice]: { type: 'LtiContextCopyNotice' }, [claim.context]: { id: copyId }, [claim.originContexts]: ['101'] });
  const activity = /href="(\/courses\/[^"]+\/activities\/[^"]+)"/.exec(text)?.[1] ?? '';
  expect(activity).not.toContain('s3-static-site');
  await browser.follow(`${activity}/launch`);
  expect(campus.tool.lastLaunch.claims).toMatchObject({ [claim.context]: { id: copyId }, [claim.custom]: { pack: 's3-static-site' } });
});

describe('reviewing what is behind a grade', () => {
  beforeAll(() => client.postScore({ userId: learner, scoreGiven: 8, timestamp: '2026-11-25T10:00:00Z' }));

  test('is offered beside the grade and says whose work it is', async () => {
    const browser = campus.browse();
    await browser.signIn(instructor);
    const path = /href="(\/courses\/101\/review\/[^"]+)"/.exec((await browser.get('/courses/101/gradebook')).text)?.[1] ?? '';
    expect((await browser.get(path)).text).toContain('<iframe');
    await browser.follow(`${path}/launch`);
    expect(campus.tool.lastLaunch.claims).toMatchObject({ [claim.messageType]: 'LtiSubmissionReviewRequest', [claim.forUser]: { user_id: learner }, [claim.ags]: { lineitem: expect.stringContaining('/lineitems/1/lineitem') } });
  });

  test('is for learners about their own work only', async () => {
    const browser = campus.browse();
    await browser.signIn(learner);
    expect((await browser.get('/courses/101/grades')).text).toContain(`/review/1/${learner}`);
    expect((await browser.get(`/courses/101/review/1/${otherLearner}/launch`)).status).toBe(403);
  });
});

describe('the groups of a course', () => {
  test('are listed with the set they belong to', async () => {
    const { groups } = await (await client.call('groups')).json() as { groups: { id: string; set_ids: string[] }[] };
    const { sets } = await (await client.call('groups/sets')).json() as { sets: { id: string; name: string }[] };
    expect(groups.map(({ id }) => id)).toEqual(['lab-tue', 'lab-thu']);
    expect(groups.every(({ set_ids: ids }) => ids[0] === sets[0]?.id)).toBe(true);
  });

  test('of one person are asked for by user_id', async () => {
    const { groups } = await (await client.call(`groups?user_id=${learner}`)).json() as { groups: { id: string }[] };
    expect(groups.map(({ id }) => id)).toEqual(['lab-tue']);
  });

  test('stand beside the people where they are asked for', async () => {
    const { members } = await (await client.call('memberships?groups=true&limit=2')).json() as { members: object[] };
    expect(members).toMatchObject([{ user_id: learner, group_enrollments: [{ group_id: 'lab-tue' }] }, { user_id: otherLearner, group_enrollments: [{ group_id: 'lab-thu' }] }]);
  });
});
