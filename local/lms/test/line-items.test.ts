import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { claim } from '../src/platform/claims.ts';
import { mediaType } from '../src/services/media-types.ts';
import { scope } from '../src/services/scopes.ts';
import { labPath, learner, openCampus, type Campus } from './campus.ts';
import { FakeTool } from './fake-tool.ts';
import { allPages, ServiceClient } from './service-client.ts';

let campus: Campus;
let client: ServiceClient;
beforeEach(async () => {
  campus = await openCampus();
  client = new ServiceClient(campus);
});
afterEach(() => campus.close());

const ids = (body: unknown): string[] => (body as { id: string }[]).map(({ id }) => id);

describe('the line item service', () => {
  test('lists the seeded column with an address that carries a query', async () => {
    const response = await client.call('lineitems?deployment=1', { accept: mediaType.lineItemContainer });
    expect(response.headers.get('content-type')).toContain(mediaType.lineItemContainer);
    expect(await response.json()).toEqual([
      { id: `${campus.lms.url}/services/courses/101/lineitems/1/lineitem?deployment=1`, label: 'Host a static site on Amazon S3', scoreMaximum: 100, resourceLinkId: 's3-static-site', submissionReview: { reviewableStatus: ['InProgress', 'Submitted', 'Completed'] } },
    ]);
  });

  test('creates, changes and deletes a column', async () => {
    const created = await client.createLineItem({ label: 'Quiz', scoreMaximum: 20, tag: 'quiz', resourceId: 'q-1' });
    const { id } = (await created.json()) as { id: string };
    expect(created.status).toBe(201);
    const changed = await client.call(id, { method: 'PUT', type: mediaType.lineItem, body: { label: 'Quiz 1', scoreMaximum: 25 } });
    expect(await changed.json()).toEqual({ id, label: 'Quiz 1', scoreMaximum: 25 });
    expect((await client.call(id, { method: 'DELETE' })).status).toBe(204);
    expect((await client.call(id)).status).toBe(404);
  });

  test('filters by tag, resource and link', async () => {
    await client.createLineItem({ label: 'Quiz', scoreMaximum: 20, tag: 'quiz', resourceId: 'q-1' });
    const labels = async (query: string) => ((await (await client.call(`lineitems?${query}`)).json()) as { label: string }[]).map(({ label }) => label);
    expect(await labels('tag=quiz')).toEqual(['Quiz']);
    expect(await labels('resource_id=q-1')).toEqual(['Quiz']);
    expect(await labels('resource_link_id=s3-static-site')).toEqual(['Host a static site on Amazon S3']);
    expect(await labels('tag=quiz&resource_id=q-2')).toEqual([]);
  });

  test('pages by Link headers until everything was seen once', async () => {
    for (const number of [1, 2, 3, 4]) await client.createLineItem({ label: `Column ${number}`, scoreMaximum: 10 });
    const { items, pages } = await allPages(client, 'lineitems?deployment=1&limit=2', ids);
    expect(pages).toBe(3);
    expect(new Set(items).size).toBe(5);
  });

  test('names no single column in a launch once a second one hangs on the link', async () => {
    await client.createLineItem({ label: 'Report', scoreMaximum: 10, resourceLinkId: 's3-static-site' });
    const browser = campus.browse();
    await browser.signIn(learner);
    await browser.follow(`${labPath}/launch`);
    expect(campus.tool.lastLaunch.claims[claim.ags]).not.toHaveProperty('lineitem');
  });

  test('keeps the columns of one tool from another', async () => {
    const rival = await FakeTool.start();
    const shared = await openCampus({ tools: [{ clientId: 'rival', deploymentId: '9', name: 'Rival', url: rival.url }] });
    try {
      rival.registration = shared.lms.registrations['rival'];
      const token = await rival.accessToken(scope.lineItem);
      const call = (path: string) => new ServiceClient(shared).call(path, { token });
      expect(await (await call('lineitems')).json()).toEqual([]);
      expect((await call('lineitems/1/lineitem')).status).toBe(404);
    } finally {
      await shared.close();
      await rival.close();
    }
  });
});

describe('the line item service refuses', () => {
  test.each<[string, number, () => Promise<Response>]>([
    ['a body of application/json', 415, () => client.call('lineitems', { method: 'POST', type: 'application/json', body: { label: 'x', scoreMaximum: 1 } })],
    ['to answer in another media type', 406, () => client.call('lineitems', { accept: 'text/html' })],
    ['a column without a label', 400, () => client.createLineItem({ scoreMaximum: 1 })],
    ['a column worth nothing', 400, () => client.createLineItem({ label: 'x', scoreMaximum: 0 })],
    ['a link it does not know', 404, () => client.createLineItem({ label: 'x', scoreMaximum: 1, resourceLinkId: 'nowhere' })],
    ['a course it does not know', 404, () => client.call('../777/lineitems')],
    ['a request without a token', 401, () => fetch(`${campus.lms.url}/services/courses/101/lineitems`)],
    ['a limit that is no number', 400, () => client.call('lineitems?limit=many')],
  ])('%s', async (_case, status, call) => {
    expect((await call()).status).toBe(status);
  });

  test('writing with a read-only token', async () => {
    const token = await campus.tool.accessToken(scope.lineItemReadOnly);
    expect((await client.call('lineitems', { token })).status).toBe(200);
    const response = await client.call('lineitems', { token, method: 'POST', type: mediaType.lineItem, body: { label: 'x', scoreMaximum: 1 } });
    expect(response.status).toBe(403);
  });
});
