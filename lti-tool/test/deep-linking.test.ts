import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import { claim } from '../src/features/launch/claims.ts';
import { activityOf } from '../src/pages/activity-place.ts';
import { createViewerPages } from '../src/pages/viewer-pages.ts';
import type { PersonSession } from '../src/features/identity/session.ts';
import { inActivity } from '../src/pages/rights.ts';
import { one } from '../src/ports/sql.ts';
import { ChooseWorld, INSTRUCTOR, LEARNER, OTHER_LEARNER, THREE_STEPS } from './choose-world.ts';

let world: ChooseWorld;
beforeAll(async () => { world = await ChooseWorld.start(); });
afterAll(() => world.close());

/** A session whose platform takes something else. */
const taking = (session: PersonSession, request: object): PersonSession => ({ ...session, launch: { ...session.launch, deepLinking: { returnUrl: 'https://lms.example/return', acceptTypes: ['ltiResourceLink'], targets: [], acceptMultiple: true, acceptLineItem: true, ...request } } });

describe('placing labs', () => {
  test('makes an activity with the chosen steps, points and due date', async () => {
    const path = (await world.placed([THREE_STEPS])).at(-1) ?? '';
    const browser = await world.signedIn(LEARNER);
    const { session } = await world.launched(browser, `${path}/launch?target=iframe`);
    const activity = await activityOf(world.deps, inActivity(session, 'learner'));
    expect(activity.pack.manifest.steps.map(({ id, points }) => [id, points])).toEqual([['create-bucket', 20], ['enable-versioning', 15], ['default-encryption', 15]]);
    expect(activity.configuration).toMatchObject({ points: 50, dueAt: THREE_STEPS.dueAt });
    const course = await browser.open(`${world.lms.url}/courses/201`);
    expect(course.text).toMatch(/50 points/);
  });

  test('places several labs at once, each with a configuration of its own', async () => {
    const before = (await world.activities(await world.signedIn(INSTRUCTOR), '101')).length;
    expect(await world.placed([THREE_STEPS, { ...THREE_STEPS, title: 'All of it', stepIds: ['upload-index'], points: 100 }], '101')).toHaveLength(before + 2);
  });

  test('shows beforehand what the platform will get', async () => {
    const { session } = await world.choosing();
    expect(await world.choose.previewPlacing(session, [{ ...THREE_STEPS, title: 'Week 1 lab' }]))
      .toEqual([expect.objectContaining({ title: 'Week 1 lab', points: 50, dueAt: THREE_STEPS.dueAt, availableFrom: null })]);
  });

  test('is answered as the client, to the platform, with what it gave to send back', async () => {
    const { session } = await world.choosing();
    const { jwt } = await world.choose.answerDeepLinking(session, [THREE_STEPS]);
    expect(decodeJwt(jwt)).toMatchObject({ iss: world.lms.registration.clientId, aud: world.lms.issuer, [claim.deepLinkingData]: session.launch.deepLinking?.data, [claim.deepLinkingMessage]: '1 lab was added.' });
  });

  test('sends no `data` where the platform gave none', async () => {
    const { session } = await world.choosing();
    const { jwt } = await world.choose.answerDeepLinking(taking(session, {}), [THREE_STEPS]);
    expect(decodeJwt(jwt)).not.toHaveProperty([claim.deepLinkingData]);
  });

  test('says what the platform does not take', async () => {
    const { session } = await world.choosing();
    expect(await world.choose.choosing(taking(session, { acceptMultiple: false, acceptLineItem: false }))).toMatchObject({ takesLinks: true, takesSeveral: false, takesGrades: false });
    expect(await world.choose.previewPlacing(taking(session, { acceptLineItem: false }), [THREE_STEPS])).toEqual([expect.objectContaining({ points: null })]);
  });

  test('changing one’s mind goes back with a message and no item', async () => {
    const { browser, session } = await world.choosing();
    const { returnUrl, jwt } = await world.choose.declineDeepLinking(session);
    expect(decodeJwt(jwt)).toMatchObject({ [claim.contentItems]: [], [claim.deepLinkingMessage]: 'No lab was added.' });
    expect((await browser.post(returnUrl, { JWT: jwt })).text).toContain('No lab was added.');
  });

  test('a platform that takes no links to tools is told why nothing came', async () => {
    const { session } = await world.choosing();
    const answer = decodeJwt((await world.choose.declineDeepLinking(taking(session, { acceptTypes: ['file'] }))).jwt);
    expect(answer).toMatchObject({ [claim.contentItems]: [], [claim.deepLinkingErrorMessage]: expect.stringContaining('No lab was sent'), [claim.deepLinkingErrorLog]: expect.stringContaining('accept_types') });
  });

  test.each([
    ['a pack that is not there', { packId: 'unknown' }, 'PACK_UNKNOWN'],
    ['no step', { stepIds: [] }, 'CONFIGURATION_STEPS'],
  ])('keeps and sends nothing of %s', async (_what, part, code) => {
    const { session } = await world.choosing();
    const count = () => one(world.server.made.database, 'select count(*)::int as n from activity_configuration');
    const before = await count();
    await expect(world.choose.answerDeepLinking(session, [THREE_STEPS, { ...THREE_STEPS, ...part }])).rejects.toMatchObject({ code });
    expect(await count()).toEqual(before);
  });

  test('is only for a session opened to choose, and only for instructors', async () => {
    const path = '/courses/101/activities/s3-static-site/launch?target=iframe';
    const { session } = await world.launched(await world.signedIn(INSTRUCTOR), path);
    await expect(world.choose.answerDeepLinking(session, [THREE_STEPS])).rejects.toMatchObject({ code: 'LAUNCH_NOT_CHOOSING' });
    const learner = await world.launched(await world.signedIn(LEARNER), path);
    await expect(world.choose.answerDeepLinking(learner.session, [THREE_STEPS])).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('the language of an activity', () => {
  test('is that of what its learners read, until one chooses another; who teaches it keeps their own', async () => {
    const viewer = createViewerPages(world.deps);
    const path = `${(await world.placed([{ ...THREE_STEPS, language: 'ko' }])).at(-1)}/launch?target=iframe`;
    const browser = await world.signedIn(LEARNER);
    const { session } = await world.launched(browser, path);
    expect((await viewer.viewer(session)).language).toBe('ko');
    await viewer.setLanguage(session, 'en');
    expect((await viewer.viewer(await world.sessionIn(browser, session.id))).language).toBe('en');
    expect((await viewer.viewer((await world.launched(await world.signedIn(INSTRUCTOR), path)).session)).language).toBe('en');
  });

  test('stands below what a person chose on a page, which no later launch takes back, whatever the platform says', async () => {
    const viewer = createViewerPages(world.deps);
    const browser = await world.signedIn(OTHER_LEARNER);
    const path = '/courses/101/activities/s3-static-site/launch?target=iframe';
    const first = await world.launched(browser, path);
    expect((await viewer.viewer(first.session)).language).toBe('en');
    await viewer.setLanguage(first.session, 'ko');
    expect((await viewer.viewer((await world.launched(browser, path)).session)).language).toBe('ko');
    const english = `${(await world.placed([{ ...THREE_STEPS, language: 'en' }], '101')).at(-1)}/launch?target=iframe`;
    expect((await viewer.viewer((await world.launched(browser, english)).session)).language).toBe('ko');
  });
});

describe('an activity that is there', () => {
  test('takes other steps and points, with a row in the audit log', async () => {
    const path = (await world.placed([THREE_STEPS])).at(-1) ?? '';
    const { session } = await world.launched(await world.signedIn(INSTRUCTOR), `${path}/launch?target=iframe`);
    await world.choose.configureActivity(session, { ...THREE_STEPS, stepIds: ['create-bucket'], points: 10 });
    const activity = await activityOf(world.deps, inActivity(session, 'instructor'));
    expect(activity.pack.manifest.steps.map(({ id, points }) => [id, points])).toEqual([['create-bucket', 10]]);
    expect(await one(world.server.made.database, `select count(*)::int as n from audit_log where action = 'activity.configured' and target = $1`, [session.resourceLinkId])).toEqual({ n: 1 });
  });
});
