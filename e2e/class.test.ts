import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bringClass, type Habit } from '@cloudclass/local-class';
import { openDatabase, type Database } from '@cloudclass/lti-tool';
import { setImmediate as soon } from 'node:timers/promises';
import { startSystem, type System } from './system.ts';

const SECONDS = 1_000;
const [LEARNER, ASKER, LOOKER, RETURNING, STAYING] = ['1002', '1003', '1004', '1005', '1009'];

let system: System;
let database: Database;
let said: string[];

beforeAll(async () => {
  system = await startSystem();
  database = openDatabase({ url: system.urls.database, maxConnections: 2 });
  said = [];
}, 60 * SECONDS);

afterAll(async () => {
  await database?.close();
  await system?.close();
}, 30 * SECONDS);

const habits: readonly Habit[] = [
  { kind: 'works', acts: [{ kind: 'wrong-region' }, { kind: 'step', number: 1 }, { kind: 'mistyped' }, { kind: 'step', number: 2 }, { kind: 'end' }] },
  { kind: 'works', acts: [{ kind: 'ask', text: 'How do I begin?' }] },
  { kind: 'only-looks' },
];

const stays: Habit = { kind: 'works', acts: [{ kind: 'step', number: 1 }] };
const bring = (people: readonly string[], habit?: Habit): Promise<number> => bringClass(
  { activity: { lmsUrl: system.urls.lms, path: '/courses/101/activities/s3-static-site' }, think: () => soon(), wait: () => soon(), say: (line) => said.push(line) },
  people,
  (index) => habit ?? habits[index] ?? { kind: 'only-looks' },
);

test('a class works as people do: in labs of their own, with mistakes and questions, and some only look', async () => {
  expect(await bring([LEARNER, ASKER, LOOKER])).toBe(3);
  const seen = await database.query(
    `select p.subject, (select count(*)::int from lab where person_id = p.id) as labs, (select count(*)::int from help_message h where h.person_id = p.id) as questions
     from person p where p.subject = any($1) order by p.subject`,
    [[LEARNER, ASKER, LOOKER]],
  );
  expect(seen).toEqual([{ subject: LEARNER, labs: 1, questions: 0 }, { subject: ASKER, labs: 1, questions: 1 }, { subject: LOOKER, labs: 0, questions: 0 }]);
  expect(said).toEqual(expect.arrayContaining([expect.stringMatching(/mistyped the bucket's name: NoSuchBucket$/), expect.stringMatching(/did "Turn on versioning"$/)]));
}, 60 * SECONDS);

test('a class that is called again starts no second lab', async () => {
  expect([await bring([RETURNING]), await bring([RETURNING])]).toEqual([1, 1]);
  expect(await database.query(`select 1 from lab join person p on p.id = lab.person_id where p.subject = $1`, [RETURNING])).toHaveLength(1);
}, 30 * SECONDS);

test('a class that is called again leaves those who are at work alone', async () => {
  expect([await bring([STAYING], stays), await bring([STAYING], stays)]).toEqual([1, 1]);
  expect(said.at(-1)).toMatch(/ is at work already$/);
}, 30 * SECONDS);

test('whoever cannot come is said, and does not count', async () => {
  expect(await bring(['nobody'])).toBe(0);
  expect(said.at(-1)).toMatch(/^nobody could not go on: the launch of nobody ended at /);
}, 30 * SECONDS);
