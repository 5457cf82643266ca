import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { scope } from '../src/services/scopes.ts';
import { instructor, learner, openCampus, type Campus } from './campus.ts';
import { allPages, ServiceClient } from './service-client.ts';

type Member = { user_id: string; status: string; roles: string[]; name: string; message?: unknown[] };
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
  expect(new Set(items.map(({ user_id }) => user_id)).size).toBe(75);
});

test('limit makes smaller pages', async () => {
  const { items, pages } = await allPages(client, 'memberships?limit=30', members);
  expect([pages, items.length]).toEqual([3, 75]);
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

describe('the differences', () => {
  const linked = (response: Response): string => /<([^>]+)>; rel="differences"/.exec(response.headers.get('link') ?? '')?.[1] ?? '';
  const change = (body: object): Promise<Response> => fetch(`${campus.lms.url}/_local/members`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  test('are nothing at first, then who came, was suspended and left since, as it is now', async () => {
    const whole = await client.call('memberships?limit=10');
    const quiet = await client.call(linked(whole));
    expect(members(await quiet.json())).toEqual([]);
    await change({ courseId: '101', personId: '1002', status: 'Inactive' });
    await change({ courseId: '101', personId: '1003', status: 'Deleted' });
    await change({ courseId: '101', personId: '1004', status: 'Deleted' });
    campus.lms.changeMember({ courseId: '101', personId: '1004', status: 'Active' });
    const changed = await client.call(linked(quiet));
    expect(members(await changed.json())).toMatchObject([{ user_id: '1002', status: 'Inactive' }, { user_id: '1003', status: 'Deleted' }, { user_id: '1004', status: 'Active' }]);
    expect(members(await (await client.call(linked(changed))).json())).toEqual([]);
  });

  test('come from an address this service gave', async () => {
    expect((await client.call('memberships?since=yesterday')).status).toBe(400);
  });

  test('are not offered where the product knows none', async () => {
    campus.lms.quirks.replace(['roster-without-differences']);
    expect((await client.call('memberships?limit=10')).headers.get('link')).not.toContain('differences');
    campus.lms.quirks.replace([]);
  });

  test('leave the suspended in the whole list and the removed out of it', async () => {
    const { items } = await allPages(client, 'memberships', members);
    const statuses = Object.fromEntries(items.map(({ user_id: id, status }) => [id, status]));
    expect([statuses['1001'], statuses['1002'], statuses['1003']]).toEqual(['Active', 'Inactive', undefined]);
  });

  test('let the suspended into the course no more', async () => {
    const browser = campus.browse();
    await browser.signIn('1002');
    expect((await browser.get('/courses/101')).status).toBe(404);
  });

  test.each([[{ courseId: '777', personId: '1002', status: 'Active' }, 404], [{ courseId: '101', personId: '1002', status: 'Asleep' }, 400]])('are not made by %j', async (body, status) => {
    expect((await change(body)).status).toBe(status);
  });
});

test('needs the membership scope', async () => {
  const token = await campus.tool.accessToken(scope.score);
  expect((await client.call('memberships', { token })).status).toBe(403);
});
