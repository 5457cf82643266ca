import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { claim } from '../src/platform/claims.ts';
import { administrator, assistant, instructor, labPath, learner, openCampus, type Campus } from './campus.ts';

let campus: Campus;
beforeAll(async () => void (campus = await openCampus()));
afterAll(() => campus.close());

async function launchAs(personId: string, target: 'iframe' | 'window' = 'iframe') {
  const browser = campus.browse();
  await browser.signIn(personId);
  await browser.follow(`${labPath}/launch?target=${target}`);
  return campus.tool.lastLaunch;
}

describe('a resource link launch', () => {
  test('reaches the tool with a valid id_token although the browser withholds the session cookie from the tool site', async () => {
    const { claims } = await launchAs(learner);
    expect(claims.sub).toBe(learner);
  });

  test('begins with a form POST that carries the hints and the storage target', async () => {
    await launchAs(learner);
    const login = campus.tool.logins.at(-1);
    expect(login?.method).toBe('POST');
    expect(login?.parameters).toEqual({
      iss: campus.lms.issuer,
      target_link_uri: `${campus.tool.url}/lti/launch`,
      login_hint: learner,
      lti_message_hint: expect.stringMatching(/^\{"launch":"[\w-]+"\}$/),
      client_id: campus.lms.registration.clientId,
      lti_deployment_id: '1',
      lti_storage_target: '_parent',
    });
  });

  test('is signed with RS256 under a published kid and lives 60 seconds', async () => {
    const { claims, header } = await launchAs(learner);
    const jwks = (await (await fetch(campus.lms.registration.jwksUrl)).json()) as { keys: { kid: string }[] };
    expect(header).toMatchObject({ alg: 'RS256', kid: jwks.keys[0]?.kid });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(60);
    expect(claims).not.toHaveProperty('azp');
  });

  test('says who launched what, where', async () => {
    const { claims } = await launchAs(learner, 'window');
    expect(claims).toMatchObject({
      name: '김민준',
      given_name: '민준',
      family_name: '김',
      email: 'minjun@haneul.example',
      locale: 'en',
      [claim.messageType]: 'LtiResourceLinkRequest',
      [claim.version]: '1.3.0',
      [claim.deploymentId]: '1',
      [claim.targetLinkUri]: `${campus.tool.url}/lti/launch`,
      [claim.resourceLink]: { id: 's3-static-site', title: 'Host a static site on Amazon S3' },
      [claim.context]: { id: '101', label: 'CLD101', title: 'Cloud Computing 101' },
      [claim.custom]: { pack: 's3-static-site' },
      [claim.launchPresentation]: { document_target: 'window', locale: 'en', return_url: `${campus.lms.url}/courses/101` },
      [claim.lis]: { person_sourcedid: 'haneul-20260001' },
      [claim.ags]: {
        lineitems: `${campus.lms.url}/services/courses/101/lineitems?deployment=1`,
        lineitem: `${campus.lms.url}/services/courses/101/lineitems/1/lineitem?deployment=1`,
      },
      [claim.nrps]: { context_memberships_url: `${campus.lms.url}/services/courses/101/memberships` },
    });
  });

  test.each([
    [learner, 'http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'],
    [instructor, 'http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor'],
    [assistant, 'http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant'],
    [administrator, 'http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator'],
  ])('of person %s carries the role %s', async (personId, role) => {
    const { claims } = await launchAs(personId);
    expect(claims[claim.roles]).toContain(role);
  });

  test('speaks the language chosen in the LMS', async () => {
    const browser = campus.browse();
    await browser.signIn(learner);
    await browser.post('/language', { language: 'ko', back: '/dashboard' });
    await browser.follow(`${labPath}/launch`);
    expect(campus.tool.lastLaunch.claims[claim.launchPresentation]).toMatchObject({ locale: 'ko' });
    expect(campus.tool.lastLaunch.claims[claim.context]).toMatchObject({ title: '클라우드 컴퓨팅 입문' });
  });

  test('does not start for somebody who is not signed in', async () => {
    const page = await campus.browse().follow(`${labPath}/launch`);
    expect(page.url).toContain('/sign-in?back=');
  });
});

test('login initiation can be a GET', async () => {
  const byGet = await openCampus({ loginInitiation: 'get', platformStorage: false });
  try {
    const browser = byGet.browse();
    await browser.signIn(learner);
    await browser.follow(`${labPath}/launch`);
    expect(byGet.tool.logins.at(-1)?.method).toBe('GET');
    expect(byGet.tool.logins.at(-1)?.parameters).not.toHaveProperty('lti_storage_target');
    expect(byGet.tool.lastLaunch.claims.sub).toBe(learner);
  } finally {
    await byGet.close();
  }
});
