import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser } from './browser.ts';
import { administrator, assistant, instructor, labPath, learner, openCampus, type Campus } from './campus.ts';

let campus: Campus;
let browser: Browser;
beforeAll(async () => void (campus = await openCampus()));
afterAll(() => campus.close());
beforeEach(() => void (browser = campus.browse()));

describe('signing in', () => {
  test('leads to the page one came for', async () => {
    const asked = await browser.get(labPath);
    expect(asked.url).toBe(`${campus.lms.url}/sign-in?back=${encodeURIComponent(labPath)}`);
    const page = await browser.post('/sign-in', { person: learner, back: labPath });
    expect(page.url).toBe(`${campus.lms.url}${labPath}`);
  });

  test.each(['https://elsewhere.example/', '//elsewhere.example', '/\\elsewhere.example'])('never leads to %s', async (back) => {
    const page = await browser.post('/sign-in', { person: learner, back });
    expect(page.url).toBe(`${campus.lms.url}/dashboard`);
  });

  test('as somebody unknown is not possible', async () => {
    expect((await browser.post('/sign-in', { person: '4711', back: '/' })).status).toBe(404);
  });

  test('ends by signing out', async () => {
    await browser.signIn(learner);
    await browser.post('/sign-out', {});
    expect((await browser.get('/dashboard')).url).toContain('/sign-in');
  });

  test('sets a cookie scripts cannot read and other sites cannot use', async () => {
    const response = await fetch(`${campus.lms.url}/sign-in`, { method: 'POST', body: new URLSearchParams({ person: learner, back: '/' }), redirect: 'manual' });
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^haneul_session=[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax$/)]);
  });
});

describe('who sees what', () => {
  test.each([
    [learner, '/courses/101/gradebook', 403],
    [learner, '/courses/101/grades', 200],
    [assistant, '/courses/101/gradebook', 200],
    [assistant, '/courses/101/add-activity', 403],
    [instructor, '/courses/101/add-activity', 200],
    [administrator, '/courses/201/gradebook', 200],
    ['1002', '/courses/201', 404],
    [learner, '/courses/nowhere', 404],
    [learner, '/courses/101/activities/nowhere', 404],
    [learner, '/courses/201/activities/s3-static-site', 404],
  ])('person %s gets %s with %i', async (person, path, status) => {
    await browser.signIn(person);
    expect((await browser.get(path)).status).toBe(status);
  });
});

test('the language switch changes every page and comes back to the one it was used on', async () => {
  await browser.signIn(learner);
  const page = await browser.post('/language', { language: 'ko', back: '/courses/101' });
  expect(page.url).toBe(`${campus.lms.url}/courses/101`);
  expect(page.text).toContain('<html lang="ko">');
  expect(page.text).toContain('Amazon S3로 정적 웹 사이트 호스팅하기');
});

test('the frame may write to the clipboard and go full screen, and only the tool and the LMS may be framed', async () => {
  await browser.signIn(learner);
  expect((await browser.get(labPath)).text).toContain('allow="clipboard-write; fullscreen"');
  const policy = (await fetch(`${campus.lms.url}/sign-in`)).headers.get('content-security-policy');
  expect(policy).toContain(`frame-src 'self' ${campus.tool.url};`);
  expect(policy).toContain("frame-ancestors 'self'");
});

test('the OpenID configuration names every endpoint of the registration', async () => {
  const { issuer, authorizationUrl, tokenUrl, jwksUrl } = campus.lms.registration;
  const configuration = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  expect(configuration).toMatchObject({ issuer, authorization_endpoint: authorizationUrl, token_endpoint: tokenUrl, jwks_uri: jwksUrl, response_modes_supported: ['form_post'] });
});
