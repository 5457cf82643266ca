import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { CloudTrailRecord } from '@cloudclass/plugin-contract';
import { receiveRecords } from '../src/features/activity/receive-records.ts';
import { loadLearnerFacts, type LearnerFacts } from '../src/features/insight/class-board-store.ts';
import { takeRecords } from '../src/use-cases/judge-lab.ts';
import { broughtUp, newLearner, requested, startLabWorld, type LabWorld } from './lab-world.ts';
import { walkIn } from './walks.ts';

let world: LabWorld;
beforeAll(async () => { world = await startLabWorld(); });
afterAll(() => world.close());

const AN_HOUR = 60 * 60_000;
const denied = (records: readonly CloudTrailRecord[]): CloudTrailRecord[] => records.map((record) => ({ ...record, errorCode: 'AccessDenied' }));

/** The same, done by the role that builds stacks and empties accounts, an hour later. */
function byOperations(records: readonly CloudTrailRecord[]): CloudTrailRecord[] {
  return records.map((record) => ({
    ...record,
    eventID: `operations-${record.eventID}`,
    eventTime: new Date(Date.parse(record.eventTime) + AN_HOUR).toISOString(),
    userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { arn: `arn:aws:iam::${record.recipientAccountId}:role/OrganizationAccountAccessRole` } } },
  }));
}

/** A learner on the board of their class, after what happened in their account. */
async function onBoard(happens: (walk: readonly CloudTrailRecord[]) => readonly CloudTrailRecord[]): Promise<{ readonly facts: LearnerFacts; readonly walk: readonly CloudTrailRecord[] }> {
  const learner = await newLearner(world);
  await world.sql.query(`insert into enrolment (course_id, person_id, institution_id, roles) values ($1, $2, $3, '{learner}')`, [learner.courseId, learner.personId, learner.institutionId]);
  const walk = walkIn(await broughtUp(world, await requested(world, learner)), 'walk-passes').records;
  await receiveRecords({ ...world, takeRecords: (labId, records, via) => takeRecords(world, labId, records, via) }, happens(walk), 'stream');
  const [facts] = await loadLearnerFacts(world.sql, learner, world.learnerRoleArn);
  if (facts === undefined) throw new Error('the learner is not on the board');
  return { facts, walk };
}

test('the last act on the board is what the learner did, not what operations did after it', async () => {
  const { facts, walk } = await onBoard((records) => [...records, ...byOperations(records)]);
  expect(facts.last_record?.id).toBe(walk.at(-1)?.eventID);
});

test('an error of operations is none of the learner', async () => {
  const { facts } = await onBoard((records) => [...records, ...denied(byOperations(records))]);
  expect(facts).toMatchObject({ error_streak: 0, last_error_at: null });
});

test('errors of the learner are in a row, whatever operations did well after them', async () => {
  const { facts, walk } = await onBoard((records) => [...denied(records), ...byOperations(records)]);
  expect(facts).toMatchObject({ error_streak: walk.length, last_error_at: new Date(walk.at(-1)?.eventTime ?? '') });
});

test('a learner who did nothing has no last act, whatever happened in the account', async () => {
  const { facts } = await onBoard((records) => denied(byOperations(records)));
  expect(facts).toMatchObject({ last_record: null, error_streak: 0, last_error_at: null });
});

test('a class is on its board, also while nobody has a lab', async () => {
  const learner = await newLearner(world);
  await world.sql.query(`insert into enrolment (course_id, person_id, institution_id, roles) values ($1, $2, $3, '{learner}')`, [learner.courseId, learner.personId, learner.institutionId]);
  expect(await loadLearnerFacts(world.sql, learner, world.learnerRoleArn)).toMatchObject([{ person_id: learner.personId, lab_id: null, last_record: null, error_streak: 0 }]);
});
