import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { labPath, learner, openCampus, otherLearner, type Campus } from './campus.ts';

let campus: Campus;
beforeAll(async () => void (campus = await openCampus()));
afterEach(() => void (campus.tool.authorizationOverrides = {}));
afterAll(() => campus.close());

async function launchWith(overrides: Record<string, string | undefined>) {
  campus.tool.authorizationOverrides = overrides;
  const browser = campus.browse();
  await browser.signIn(learner);
  return browser.follow(`${labPath}/launch`);
}

describe('the authorization endpoint posts an error and the state back to the tool', () => {
  test.each<[string, Record<string, string | undefined>, string]>([
    ['an unknown client', { client_id: 'somebody' }, 'unauthorized_client'],
    ['a scope beyond openid', { scope: 'openid profile' }, 'invalid_scope'],
    ['a code response', { response_type: 'code' }, 'unsupported_response_type'],
    ['another response mode', { response_mode: 'query' }, 'invalid_request'],
    ['a prompt to log in', { prompt: 'login' }, 'invalid_request'],
    ['no nonce', { nonce: undefined }, 'invalid_request'],
    ['no message hint', { lti_message_hint: undefined }, 'invalid_request'],
    ['an invented message hint', { lti_message_hint: '{"launch":"invented"}' }, 'invalid_request'],
    ['the hint of another person', { login_hint: otherLearner }, 'access_denied'],
  ])('for %s', async (_case, overrides, error) => {
    await launchWith({ state: 'kept', ...overrides });
    expect(campus.tool.errors.at(-1)).toMatchObject({ error, state: 'kept' });
  });

  test('for a browser nobody is signed in with', async () => {
    const { authorizationUrl, clientId } = campus.lms.registration;
    const query = new URLSearchParams({
      client_id: clientId, redirect_uri: `${campus.tool.url}/lti/launch`, scope: 'openid', response_type: 'id_token',
      response_mode: 'form_post', nonce: 'n', state: 's', login_hint: learner, lti_message_hint: 'h',
    });
    await campus.browse().follow(`${new URL(authorizationUrl).pathname}?${query}`);
    expect(campus.tool.errors.at(-1)).toMatchObject({ error: 'login_required', state: 's' });
  });
});

test('a request without prompt is granted', async () => {
  const page = await launchWith({ prompt: undefined });
  expect(page.status).toBe(200);
});

test('a message hint works once', async () => {
  const browser = campus.browse();
  await browser.signIn(learner);
  await browser.follow(`${labPath}/launch`);
  const used = campus.tool.logins.at(-1)?.parameters['lti_message_hint'];
  await launchWith({ lti_message_hint: used });
  expect(campus.tool.errors.at(-1)).toMatchObject({ error: 'invalid_request' });
});

test('an unregistered redirect_uri gets no answer posted to it', async () => {
  const page = await launchWith({ redirect_uri: `${campus.tool.url}/elsewhere` });
  expect(page).toMatchObject({ status: 400, text: expect.stringContaining('redirect_uri is not registered') });
});
