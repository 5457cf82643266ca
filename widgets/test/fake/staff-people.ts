import { GraphQLError } from 'graphql';
import type { FakeRoot } from './fake-api.ts';

interface Asker {
  readonly session: string;
}

const lms = 'https://lms.hanbit.example';
const courses = ['클라우드 컴퓨팅 입문', '데이터 엔지니어링'];

export const people = [
  { id: '6b1f1c8e-6d0b-4a36-9d57-0f3f9b1f2c11', name: '김하늘', email: 'haneul.kim@hanbit.example', subject: '20231147', platform: lms, courses },
  { id: '0d5e8c01-7b0e-4c8e-9a51-6c1a2b3c4d5e', name: '김하늘별 Haneulbyeol Kim', email: null, subject: 'b7a1c1de-0f62-4c0e-8d0f-3f6f1f6f8a55-of-an-lms-that-gives-long-ids', platform: 'https://canvas.hanbit.example', courses: courses.slice(1) },
  { id: '0d5e8c02-7b0e-4c8e-9a51-6c1a2b3c4d5e', name: null, email: null, subject: '20190003', platform: lms, courses: [] },
];

const part = (kind: string, rows: number, because: string | null = null) => ({ kind, rows, fate: because === null ? 'DELETED' : 'KEPT', because });

/** What is kept of somebody, of each kind that there is. */
export const kept = [
  { ...part('IDENTITY', 1), fate: 'EMPTIED' }, { ...part('SESSIONS', 3), fate: 'EMPTIED' }, part('COURSES', 2), part('GROUPS', 3), part('RECORDS', 1_284), part('VERDICTS', 61), part('CHANGES', 1), part('TIMELINE', 208), part('HELP', 6),
  part('HINTS', 4), part('ATTENTION', 1), part('VIDEO', 2), part('GRADES', 2), part('ANSWERS', 2, 'DEED'), part('CHANGES_OF_OTHERS', 3, 'DEED'), part('SETTINGS', 1, 'DEED'),
  part('LABS', 5, 'LENT'), part('RESOURCES', 12, 'BUILT'), part('CREDIT', 9, 'BILLED'), part('USE', 240, 'BILLED'), part('AUDIT', 2, 'PROOF'),
];

const working = (session: string) => session.startsWith('working');
const coded = (code: string) => new GraphQLError('Refused.', { extensions: { code, correlationId: '01JD5ZSTAFF' } });

/** What a manager asks about people. The session's name says what there is: `many` people, somebody `working`, somebody erased `before`, or who is `renamed` meanwhile. */
export const peopleAnswers: FakeRoot = {
  people: ({ text }: { text: string }, { session }: Asker) => {
    if (session.startsWith('broken')) throw coded('DATABASE_UNAVAILABLE');
    return { people: people.filter(({ name, email, subject }) => [name, email, subject].some((each) => each?.includes(text) === true)), moreThan: session.startsWith('many') ? 50 : null };
  },
  keptOfPerson: ({ personId }: { personId: string }, { session }: Asker) => {
    const person = people.find(({ id }) => id === personId) ?? people[0];
    return { person, confirmation: person?.name ?? person?.subject, atWork: working(session), parts: kept };
  },
};

export const erasedBy = (session: string) => {
  if (session.startsWith('renamed')) throw coded('PERSON_NOT_CONFIRMED');
  return session.startsWith('before') ? [] : kept;
};
