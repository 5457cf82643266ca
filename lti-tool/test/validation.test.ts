import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { packIdSchema, stepIdSchema } from '@cloudclass/plugin-contract';
import { domainEventSchema } from '../src/domain/events.ts';
import { receiveRecords } from '../src/features/activity/receive-records.ts';
import { recentRecords } from '../src/features/activity/activity-store.ts';
import { activityLab } from '../src/features/configuration/configuration-store.ts';
import { gradeAt } from '../src/features/grades/grade-store.ts';
import type { PersonSession, Session } from '../src/features/identity/session.ts';
import { endLab } from '../src/features/labs/end-lab.ts';
import type { Lab } from '../src/features/labs/lab-store.ts';
import type { Learner } from '../src/features/labs/request-lab.ts';
import { publishPack } from '../src/composition/publish-pack.ts';
import { createChoosePages } from '../src/pages/choose-pages.ts';
import type { PageDeps } from '../src/pages/page-deps.ts';
import { hintsRevealed, overridesOf, revealNext, saveOverride, verdictsOf } from '../src/features/validation/verdict-store.ts';
import { takeRecords } from '../src/use-cases/judge-lab.ts';
import { scoreActivity } from '../src/use-cases/score-activity.ts';
import { asJob, broughtUp, eventsOf, newLearner, requested, startLabWorld, takenDown, type LabWorld } from './lab-world.ts';
import { enveloped, walkIn } from './walks.ts';

const createBucket = stepIdSchema.parse('create-bucket');

let world: LabWorld;
beforeAll(async () => { world = await startLabWorld(); });
afterAll(() => world.close());

async function labOf(learner: Learner): Promise<Lab> {
  return broughtUp(world, await requested(world, learner));
}

async function walked(lab: Lab, steps: number): Promise<void> {
  const values = walkIn(lab, 'walk-passes').records.slice(0, steps).map(enveloped);
  await receiveRecords({ ...world, takeRecords: (labId, records, via) => takeRecords(world, labId, records, via) }, values, 'stream');
}

/** Scores as the jobs do: once for every verdict that changed, though the last says all. */
async function scored(lab: Lab): Promise<void> {
  for (const event of await eventsOf(world, lab.id, 'step.judged')) await scoreActivity(world, event);
}

async function pointsOf(learner: Learner): Promise<number | undefined> {
  return (await gradeAt(world.sql, learner))?.points;
}

describe('the score of a learner', () => {
  test('follows the steps that passed, and is queued for the gradebook when it changes', async () => {
    const learner = await newLearner(world);
    const lab = await labOf(learner);
    await walked(lab, 2);
    await scored(lab);
    const half = await pointsOf(learner);
    await walked(lab, 7);
    await scored(lab);
    expect([half, await pointsOf(learner)]).toEqual([pointsFor('create-bucket', 'enable-versioning'), 100]);
    expect((await eventsOf(world, lab.id, 'score.changed')).map(({ body }) => body)).toEqual([expect.objectContaining({ points: half }), expect.objectContaining({ points: 100, complete: true })]);
  });

  test('is that of the best lab: starting again loses nothing', async () => {
    const learner = await newLearner(world);
    const first = await labOf(learner);
    await walked(first, 7);
    await endLab(world, first.id, 'learner');
    await asJob(() => takenDown(world, first.id));
    const second = await labOf(learner);
    await walked(second, 1);
    await scored(second);
    expect(await pointsOf(learner)).toBe(100);
  });

  test('follows the newest word of an instructor', async () => {
    const learner = await newLearner(world);
    const lab = await labOf(learner);
    await walked(lab, 2);
    await override(learner, { passed: false, reason: 'was done by a neighbour' });
    await scored(lab);
    const taken = await pointsOf(learner);
    await override(learner, { passed: true, reason: 'no, it was not' });
    await scored(lab);
    expect([taken, await pointsOf(learner)]).toEqual([pointsFor('enable-versioning'), pointsFor('create-bucket', 'enable-versioning')]);
    expect((await overridesOf(world.sql, learner)).get(createBucket)).toMatchObject({ passed: true, reason: 'no, it was not', by: 'Min-ji' });
  });
});

describe('an activity of which an instructor chose parts', () => {
  // pages look at who, where and as what
  const sessionOf = (learner: Learner): Session => ({ kind: 'person', ...learner, actors: ['instructor'], launch: { messageType: 'LtiResourceLinkRequest', deploymentId: '1' } }) as unknown as PersonSession;

  function choose(learner: Learner, stepIds: string[], points: number): Promise<boolean> {
    const { id, version } = world.pack.manifest;
    // what is configured is all that is looked at
    return createChoosePages(world as unknown as PageDeps).configureActivity(sessionOf(learner), { packId: id, packVersion: version, title: null, stepIds, points, availableFrom: null, availableUntil: null, dueAt: null, language: null });
  }

  test('is done when these parts are, for the points it is worth', async () => {
    const learner = await newLearner(world);
    await choose(learner, ['enable-versioning', 'default-encryption'], 50);
    const lab = await labOf(learner);
    await walked(lab, 2);
    await scored(lab);
    const two = await pointsOf(learner);
    await walked(lab, 7);
    await scored(lab);
    expect([two, await gradeAt(world.sql, learner)]).toEqual([35, expect.objectContaining({ points: 50, maximum: 50, activity_progress: 'Completed' })]);
  });

  test('tells nothing of the steps that are not asked for, and judges them all the same', async () => {
    const learner = await newLearner(world);
    await choose(learner, ['create-bucket'], 10);
    const lab = await labOf(learner);
    await walked(lab, 7);
    const told = (await eventsOf(world, lab.id, 'step.judged')).map(({ body }) => ('stepId' in body ? body.stepId : ''));
    expect(new Set(told)).toEqual(new Set(['create-bucket']));
    expect((await verdictsOf(world.sql, lab.id)).get(stepIdSchema.parse('upload-index'))?.status).toBe('passed');
  });

  test('scores anew whoever has begun when something else is asked for', async () => {
    const learner = await newLearner(world);
    const lab = await labOf(learner);
    await walked(lab, 2);
    await scored(lab);
    await choose(learner, ['create-bucket'], 10);
    const [row] = await world.sql.query<{ event: unknown }>(`select event from event_outbox where type = 'activity.configured' and event #>> '{place,personId}' = $1`, [learner.personId]);
    await scoreActivity(world, domainEventSchema.parse(row?.event));
    expect(await gradeAt(world.sql, learner)).toMatchObject({ points: 10, maximum: 10, activity_progress: 'Completed' });
  });

  test('keeps to its lab once somebody has begun it', async () => {
    const learner = await newLearner(world);
    await labOf(learner);
    const other = packIdSchema.parse('another-lab');
    await publishPack(world, { ...world.pack, manifest: { ...world.pack.manifest, id: other } }, 'test');
    const { version } = world.pack.manifest;
    const change = createChoosePages(world as unknown as PageDeps).configureActivity(sessionOf(learner), { packId: other, packVersion: version, title: null, stepIds: ['create-bucket'], points: 10, availableFrom: null, availableUntil: null, dueAt: null, language: null });
    await expect(change).rejects.toMatchObject({ code: 'CONFIGURATION_IN_USE' });
    expect(await activityLab(world.sql, learner)).toMatchObject({ packId: world.pack.manifest.id, configuration: null });
  });
});

function override(learner: Learner, word: { readonly passed: boolean; readonly reason: string }): Promise<void> {
  return saveOverride(world.sql, learner, { stepId: createBucket, ...word, by: learner.personId, at: new Date() });
}

function pointsFor(...steps: string[]): number {
  return world.pack.manifest.steps.filter((step) => steps.includes(step.id)).reduce((sum, step) => sum + step.points, 0);
}

test('hints are revealed one by one, never more than there are, also when the button is pressed twice at once', async () => {
  const learner = await newLearner(world);
  const revealed = await Promise.all([1, 2, 3].map(() => revealNext(world.sql, learner, createBucket, 2)));
  expect(revealed.toSorted()).toEqual([1, 2, undefined]);
  expect((await hintsRevealed(world.sql, learner)).get(createBucket)).toBe(2);
  expect(await revealNext(world.sql, learner, stepIdSchema.parse('no-hints'), 0)).toBeUndefined();
});

test('recent records show what the learner did, newest first, and leave out what operations did', async () => {
  const lab = await labOf(await newLearner(world));
  const { records } = walkIn(lab, 'walk-passes');
  const operations = { ...records[0], eventID: 'by-operations', userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${lab.accountId}:role/OrganizationAccountAccessRole` } } } };
  await receiveRecords({ ...world, takeRecords: (labId, taken, via) => takeRecords(world, labId, taken, via) }, [operations, ...records], 'stream');
  const shown = await recentRecords(world.sql, lab.id, world.learnerRoleArn(lab.accountId ?? ''));
  expect(shown.map(({ eventName }) => eventName)).toEqual(records.map(({ eventName }) => eventName).toReversed());
});
