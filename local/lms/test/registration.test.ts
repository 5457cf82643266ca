import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from './browser.ts';
import { administrator, instructor, openCampus, type Campus } from './campus.ts';
import { asUsual, having } from './quirk-switches.ts';

const TOOL = 'https://purl.imsglobal.org/spec/lti-tool-configuration';

let campus: Campus;
let admin: Browser;
let dataDir: string;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'lms-registration-'));
  campus = await openCampus({ dataDir });
  admin = campus.browse();
  await admin.signIn(administrator);
});
afterAll(async () => {
  await campus.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const request = (): Record<string, unknown> => ({
  application_type: 'web', response_types: ['id_token'], grant_types: ['implicit', 'client_credentials'],
  initiate_login_uri: `${campus.tool.url}/lti/login`, redirect_uris: [`${campus.tool.url}/lti/launch`], client_name: 'Another tool',
  jwks_uri: `${campus.tool.url}/lti/keys`, token_endpoint_auth_method: 'private_key_jwt', scope: 'https://purl.imsglobal.org/spec/lti-ags/scope/score unknown',
  [TOOL]: { domain: new URL(campus.tool.url).host, target_link_uri: `${campus.tool.url}/lti/launch`, claims: ['iss', 'sub'], messages: [{ type: 'LtiResourceLinkRequest' }] },
});

/** What the LMS adds to a tool's registration address. */
async function initiated(): Promise<URLSearchParams> {
  const page = await admin.get(`/admin/tools/start?${new URLSearchParams({ url: `${campus.tool.url}/register?kept=1` }).toString()}`);
  return new URL(page.url).searchParams;
}

const post = (body: unknown, token?: string): Promise<Response> =>
  fetch(`${campus.lms.url}/registration`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) } });

const newToken = async (): Promise<string> => (await initiated()).get('registration_token') ?? '';

describe('a tool that registers itself', () => {
  test('is opened with the configuration and a token, its own query kept', async () => {
    const query = await initiated();
    expect(query.get('kept')).toBe('1');
    const configuration = (await (await fetch(query.get('openid_configuration') ?? '')).json()) as Record<string, unknown>;
    expect(configuration['registration_endpoint']).toBe(`${campus.lms.url}/registration`);
  });

  test('is offered what Canvas offers, by the names it has there', async () => {
    having(campus, 'offers-of-canvas');
    const configuration = (await (await fetch((await initiated()).get('openid_configuration') ?? '')).json()) as Record<string, unknown>;
    asUsual(campus);
    const offered = configuration['https://purl.imsglobal.org/spec/lti-platform-configuration'] as { messages_supported: unknown; variables: string[] };
    expect(offered.messages_supported).toContainEqual({ type: 'LtiDeepLinkingRequest', placements: expect.arrayContaining(['https://canvas.instructure.com/lti/assignment_selection', 'ContentArea']) });
    expect(offered.variables).toEqual(expect.arrayContaining(['Context.id.history', 'Activity.id.history', 'com.instructure.User.observees']));
    expect(offered.variables).not.toContain('ResourceLink.id.history');
  });

  test('waits as pending, is launched once it is active, and is kept over a restart', async () => {
    const answer = (await (await post(request(), await newToken())).json()) as { client_id: string; scope: string } & Record<string, { deployment_id: string }>;
    expect(answer.scope).toBe('https://purl.imsglobal.org/spec/lti-ags/scope/score');
    expect(answer[TOOL]?.deployment_id).toMatch(/^\d+$/);
    expect((await admin.get('/admin/tools')).text).toContain('Pending');
    const teacher = campus.browse();
    await teacher.signIn(instructor);
    const chooser = `/courses/101/add-activity?tool=${answer.client_id}`;
    expect((await teacher.get(chooser)).text).not.toContain('Another tool');
    await admin.post(`/admin/tools/${answer.client_id}/activate`, {});
    expect((await teacher.get('/courses/101/add-activity')).text).toContain('Another tool');
    await campus.close();
    campus = await openCampus({ dataDir });
    admin = campus.browse();
    await admin.signIn(administrator);
    expect((await admin.get('/admin/tools')).text).toContain(answer.client_id);
    await admin.post(`/admin/tools/${answer.client_id}/remove`, {});
    expect((await admin.get('/admin/tools')).text).not.toContain(answer.client_id);
  });

  test('needs a token', async () => {
    const response = await post(request());
    expect([response.status, await response.text()]).toEqual([401, 'missing_registration_token']);
  });

  test('needs a token that was handed out', async () => {
    expect((await post(request(), 'garbage')).status).toBe(404);
  });

  test('registers once with a token', async () => {
    const token = await newToken();
    expect((await post(request(), token)).status).toBe(200);
    const again = await post(request(), token);
    expect([again.status, await again.text()]).toEqual([401, 'token_already_used']);
  });

  test.each([
    ['missing required attribute jwks_uri', { jwks_uri: undefined }],
    [`missing required attribute ${TOOL}`, { [TOOL]: undefined }],
    ['invalid_token_endpoint_auth_method', { token_endpoint_auth_method: 'client_secret_basic' }],
    ['invalid_response_types', { response_types: ['code'] }],
    ['domain_targetlinkuri_mismatch', { [TOOL]: { domain: 'other.example', target_link_uri: 'https://tool.example/launch', claims: [] } }],
    ['missing_domain', { [TOOL]: { target_link_uri: 'https://tool.example/launch', claims: [] } }],
  ])('is refused with one word: %s', async (reason, change) => {
    const response = await post({ ...request(), ...change }, await newToken());
    expect([response.status, await response.text()]).toEqual([400, reason]);
  });
});

describe('a tool that is registered where one of its address is there, in the way of Moodle', () => {
  const startOf = (tool?: string) => admin.get(`/admin/tools/start?${new URLSearchParams({ url: `${campus.tool.url}/register`, ...(tool === undefined ? {} : { tool }) }).toString()}`);
  const tokenOf = async (tool: string): Promise<string> => new URL((await startOf(tool)).url).searchParams.get('registration_token') ?? '';
  let clientId: string;
  beforeAll(async () => {
    clientId = ((await (await post(request(), await newToken())).json()) as { client_id: string }).client_id;
    await admin.post(`/admin/tools/${clientId}/activate`, {});
    having(campus, 'registered-tool-is-updated');
  });
  afterAll(() => asUsual(campus));

  test('is asked about first', async () => {
    expect((await startOf()).text).toContain(`Update Another tool (${clientId})`);
  });

  test('keeps its ids and stays active when it is updated, as often as the tool asks', async () => {
    const token = await tokenOf(clientId);
    for (const name of ['Renamed', 'Renamed again']) {
      const answer = await post({ ...request(), client_name: name }, token);
      expect([answer.status, ((await answer.json()) as { client_id: string }).client_id]).toEqual([200, clientId]);
    }
    expect((await admin.get('/admin/tools')).text).toMatch(/Renamed again<\/th>(?:(?!<tr).)*Active/);
  });

  test('is another tool when the administrator says so', async () => {
    const answer = (await (await post(request(), await tokenOf('new'))).json()) as { client_id: string };
    expect(answer.client_id).not.toBe(clientId);
  });
});

test('only the administrator manages tools', async () => {
  const teacher = campus.browse();
  await teacher.signIn(instructor);
  expect((await teacher.get('/admin/tools')).status).toBe(403);
});
