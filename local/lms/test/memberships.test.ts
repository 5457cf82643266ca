import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { scope } from '../src/services/scopes.ts';
import { instructor, learner, openCampus, type Campus } from './campus.ts';
import { allPages, ServiceClient } from './service-client.ts';

type Member = { user_id: string; roles: string[]; name: string; message?: unknown[] };
const members = (body: unknown): Member[] => (body as { members: Member[] }).members;

let campus: Campus;
let client: ServiceClient;
beforeAll(async () => {
  campus = await openCampus({ extraLearners: 60 });
  client = new ServiceClient(campus);
});
afterAll(() => campus.close());

test('a page holds at most fifty members and leads to the next until everybody was seen once', async () => {
  const { items, pages } = await allPages(client, 'memberships', members);
  expect(pages).toBe(2);
  expect(new Set(items.map(({ user_id }) => user_id)).size).toBe(74);
});

test('limit makes smaller pages', async () => {
  const { items, pages } = await allPages(client, 'memberships?limit=30', members);
  expect([pages, items.length]).toEqual([3, 74]);
});

test.each(['Instructor', 'http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor'])('role %s leaves the teachers', async (role) => {
  const response = await client.call(`memberships?${new URLSearchParams({ role })}`);
  expect(members(await response.json()).map(({ user_id }) => user_id)).toEqual([instructor, '1007']);
});

test('rlid adds what a launch of the link would say', async () => {
  const response = await client.call('memberships?rlid=s3-static-site&limit=1');
  expect(members(await response.json())).toMatchObject([
    { user_id: learner, name: '김민준', message: [{ 'https://purl.imsglobal.org/spec/lti/claim/custom': { pack: 's3-static-site' } }] },
  ]);
});

test('an unknown rlid is not found', async () => {
  expect((await client.call('memberships?rlid=nowhere')).status).toBe(404);
});

test('needs the membership scope', async () => {
  const token = await campus.tool.accessToken(scope.score);
  expect((await client.call('memberships', { token })).status).toBe(403);
});
