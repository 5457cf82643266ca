import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { one } from '../../src/ports/sql.ts';
import { ask, launchAs, mustAsk, type BrowserSession } from './browser-session.ts';
import { startTwoInstitutions, type TwoInstitutions } from './two-institutions.ts';

// in the local LMS: the mother of 1001, who has worked in the lab, and of 1010, who has not opened it yet
const OBSERVED_LATE = '1010';
const QUESTION = '{ observation { notYetHere learners { id name lab lastActiveAt steps { id status } grade { points maximum status } } } }';

interface Observation {
  readonly notYetHere: number;
  readonly learners: readonly { readonly id: string; readonly name: string; readonly lab: string; readonly lastActiveAt: string | null; readonly steps: readonly { readonly id: string; readonly status: string }[]; readonly grade: { readonly points: number; readonly status: string } }[];
}

let two: TwoInstitutions;
beforeAll(async () => {
  two = await startTwoInstitutions();
  await notYetInTheCourse(OBSERVED_LATE);
}, 60_000);
afterAll(() => two.close());

/** While the jobs ran, they may have read the roster, which names everybody. */
async function notYetInTheCourse(subject: string): Promise<void> {
  await two.services.sql.query('delete from enrolment e using person p where p.id = e.person_id and p.subject = $1 and p.institution_id = $2', [subject, two.intruder.institutionId]);
}

async function observed(session: BrowserSession = two.intruder.observer): Promise<Observation> {
  return (await mustAsk(two.url, session, `query ${QUESTION}`))['observation'] as Observation; // the query asks for these
}

test('a parent is led to the page of whom they accompany', async () => {
  expect(await mustAsk(two.url, two.intruder.observer, '{ viewer { actor actors } }')).toEqual({ viewer: { actor: 'OBSERVER', actors: ['OBSERVER'] } });
});

test('sees how far their learner of this institution is, and no other of the same number elsewhere', async () => {
  const { learners } = await observed();
  expect(learners.map(({ id }) => id)).toEqual([two.intruder.ids.learner]);
  expect(learners[0]?.steps.find(({ id }) => id === 'upload-index')?.status).toBe('PASSED');
  expect(learners[0]?.grade).toMatchObject({ status: 'SENT' });
});

test('hears how many they accompany who have not come yet, until these come', async () => {
  expect((await observed()).notYetHere).toBe(1);
  await launchAs(two.intruder.lmsUrl, OBSERVED_LATE);
  const { learners, notYetHere } = await observed();
  expect([learners.length, notYetHere]).toEqual([2, 0]);
});

test('sees nobody of the class whom the platform does not name', async () => {
  await launchAs(two.intruder.lmsUrl, '1002');
  const names = (await observed()).learners.map(({ name }) => name);
  const { name } = await one<{ name: string }>(two.services.sql, `select name from person where subject = '1002' and institution_id = $1`, [two.intruder.institutionId]);
  expect(names).not.toContain(name);
});

test('may do nothing in a lab, nor read its page', async () => {
  const { learner } = two.intruder.ids;
  const refused = await Promise.all(['mutation { startLab { id } }', 'mutation { openConsole { url } }', 'mutation { endLab { id } }', `query { labPage(learnerId: "${learner}") { id } }`, 'query { classBoard { activityTitle } }'].map((query) => ask(two.url, two.intruder.observer, query)));
  expect(refused.map(({ errors }) => errors?.[0]?.extensions?.code)).toEqual(Array.from({ length: 5 }, () => 'FORBIDDEN'));
});

test('is in the course, and in no row of the class', async () => {
  const board = (await mustAsk(two.url, two.intruder.instructor, '{ classBoard { rows { learner { id } } } }'))['classBoard'] as { rows: { learner: { id: string } }[] }; // the query asks for these
  const { person } = await one<{ person: string }>(two.services.sql, 'select person_id as person from session where id = $1', [two.intruder.observer.id]);
  const { roles } = await one<{ roles: string[] }>(two.services.sql, 'select roles from enrolment where person_id = $1', [person]);
  expect([roles, board.rows.some(({ learner }) => learner.id === person)]).toEqual([['observer'], false]);
});
