import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { JWTPayload } from 'jose';
import { claim } from '../src/platform/claims.ts';
import { instructor, learner, openCampus, type Campus } from './campus.ts';
import type { Browser, Page } from './browser.ts';
import { deepLinkingPayload } from './deep-linking-answer.ts';
import { ServiceClient } from './service-client.ts';

const lab = {
  type: 'ltiResourceLink',
  title: 'Serverless <guestbook>',
  text: 'A second lab',
  custom: { pack: 'guestbook', due: '$ResourceLink.submission.endDateTime', odd: '$No.SuchVar' },
  lineItem: { scoreMaximum: 40, resourceId: 'guestbook', tag: 'lab' },
  available: { startDateTime: '2026-01-01T00:00:00Z' },
  submission: { endDateTime: '2030-12-01T00:00:00Z' },
};

let campus: Campus;
let teacher: Browser;
beforeEach(async () => {
  campus = await openCampus();
  teacher = campus.browse();
  await teacher.signIn(instructor);
  await teacher.follow('/courses/101/add-activity/launch?section=week-3');
});
afterEach(() => campus.close());

type Settings = { deep_link_return_url: string; data: string; accept_types: string[] };
const settings = (): Settings => campus.tool.lastLaunch.claims[claim.deepLinkingSettings] as Settings;

const response = (items: object[], extra?: JWTPayload): JWTPayload => deepLinkingPayload(campus, items, extra);

async function answer(payload: JWTPayload, overrides: Record<string, unknown> = {}): Promise<Page> {
  return campus.browse().post(new URL(settings().deep_link_return_url).pathname, { JWT: await campus.tool.sign(payload, overrides) });
}

test('the request asks for resource links with a line item', () => {
  expect(campus.tool.lastLaunch.claims[claim.messageType]).toBe('LtiDeepLinkingRequest');
  expect(settings()).toMatchObject({ accept_types: ['ltiResourceLink'], accept_multiple: true, accept_lineitem: true });
  expect(campus.tool.lastLaunch.claims).not.toHaveProperty([claim.resourceLink]);
});

test('the answer becomes an activity of the section, with its column, that opens with its custom parameters', async () => {
  const page = await answer(response([lab]));
  expect(page.status).toBe(200);
  const course = (await teacher.get('/courses/101')).text;
  expect(course).toContain('Serverless &lt;guestbook&gt;');
  const path = /href="(\/courses\/101\/activities\/(?!s3)[^"]+)"/.exec(course)?.[1] ?? '';
  await teacher.follow(`${path}/launch`);
  expect(campus.tool.lastLaunch.claims[claim.custom]).toEqual({ pack: 'guestbook', due: '2030-12-01T00:00:00Z', odd: '$No.SuchVar' });
  const columns = await (await new ServiceClient(campus).call('lineitems?resource_id=guestbook')).json();
  expect(columns).toMatchObject([{ label: 'Serverless <guestbook>', scoreMaximum: 40, tag: 'lab', endDateTime: '2030-12-01T00:00:00Z' }]);
});

test('an activity that is not open yet cannot be launched by a learner', async () => {
  await answer(response([{ ...lab, available: { startDateTime: '2099-01-01T00:00:00Z' } }]));
  const browser = campus.browse();
  await browser.signIn(learner);
  const path = /href="(\/courses\/101\/activities\/(?!s3)[^"]+)"/.exec((await browser.get('/courses/101')).text)?.[1] ?? '';
  expect((await browser.follow(`${path}/launch`)).status).toBe(403);
});

test('items of other kinds are left out and said to be', async () => {
  const page = await answer(response([lab, { type: 'link', url: 'https://example.com' }]));
  expect(page.text).toContain('1 activity was added');
  expect(page.text).toContain('1 item(s) of other kinds were left out');
});

test('an error of the tool is shown and nothing is added', async () => {
  const page = await answer(response([], { [claim.errorMessage]: 'No packs are published' }));
  expect(page.text).toContain('No packs are published');
});

describe('an answer is refused', () => {
  test.each<[string, Record<string, unknown>]>([
    ['from another issuer', { iss: 'somebody' }],
    ['for another platform', { aud: 'https://elsewhere.example' }],
    ['for another deployment', { [claim.deploymentId]: '2' }],
    ['to a request that was never made', { [claim.data]: 'invented' }],
    ['that expired', { exp: Math.floor(Date.now() / 1000) - 60 }],
    ['without a nonce', { nonce: undefined }],
    ['with a malformed item', { [claim.contentItems]: [{ ...lab, url: 'javascript:alert(1)' }] }],
  ])('%s', async (_case, overrides) => {
    const page = await answer(response([lab]), overrides);
    expect(page.status).toBe(400);
    expect((await teacher.get('/courses/101')).text).not.toContain('guestbook');
  });

  test('the second time', async () => {
    const payload = response([lab]);
    expect((await answer(payload)).status).toBe(200);
    expect((await answer(payload)).status).toBe(400);
  });
});

test('a learner cannot add activities', async () => {
  const browser = campus.browse();
  await browser.signIn(learner);
  expect((await browser.get('/courses/101/add-activity')).status).toBe(403);
  expect((await browser.get('/courses/101')).text).not.toContain('Add activity');
});
