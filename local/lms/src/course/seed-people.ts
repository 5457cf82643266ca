import { personIdSchema, type Person } from './people.ts';
import type { CourseRole } from './roles.ts';

type EnglishOrder = 'family-first' | 'given-first';
type Written = [en: string, ko: string];
type SeedRow = { username: string; given: Written; family: Written; order: EnglishOrder; role: CourseRole };

const row = (username: string, family: Written, given: Written, role: CourseRole = 'learner'): SeedRow => ({
  username,
  given,
  family,
  order: 'family-first',
  role,
});

const named: readonly SeedRow[] = [
  row('minjun', ['Kim', '김'], ['Min-jun', '민준']),
  row('seoyeon', ['Park', '박'], ['Seo-yeon', '서연']),
  row('doyun', ['Lee', '이'], ['Do-yun', '도윤']),
  row('jiwoo', ['Choi', '최'], ['Ji-woo', '지우']),
  { username: 'emma', family: ['Jones', '존스'], given: ['Emma', '엠마'], order: 'given-first', role: 'learner' },
  row('jimin', ['Han', '한'], ['Ji-min', '지민'], 'instructor'),
  row('yerin', ['Seo', '서'], ['Ye-rin', '예린'], 'assistant'),
  row('taehyun', ['Kwon', '권'], ['Tae-hyun', '태현'], 'administrator'),
];

const classmates: readonly SeedRow[] = [
  row('haeun', ['Jeong', '정'], ['Ha-eun', '하은']),
  row('siwoo', ['Kang', '강'], ['Si-woo', '시우']),
  row('subin', ['Yoon', '윤'], ['Su-bin', '수빈']),
  row('junseo', ['Jang', '장'], ['Jun-seo', '준서']),
  row('chaewon', ['Lim', '임'], ['Chae-won', '채원']),
  { username: 'lucas', family: ['Martin', '마르탱'], given: ['Lucas', '뤼카'], order: 'given-first', role: 'learner' },
  { username: 'aisha', family: ['Rahman', '라만'], given: ['Aisha', '아이샤'], order: 'given-first', role: 'learner' },
];

const observers: readonly SeedRow[] = [row('younghee', ['Oh', '오'], ['Young-hee', '영희'], 'observer')];

const generatedFamilies: readonly Written[] = [
  ['Kim', '김'], ['Lee', '이'], ['Park', '박'], ['Choi', '최'],
  ['Jeong', '정'], ['Kang', '강'], ['Cho', '조'], ['Yoon', '윤'],
];
const generatedGiven: readonly Written[] = [
  ['Seo-jun', '서준'], ['Ha-rin', '하린'], ['Ju-won', '주원'], ['Ji-an', '지안'],
  ['Eun-woo', '은우'], ['Yu-na', '유나'], ['Hyun-woo', '현우'],
];

/** Row `index` of a generated class. Names repeat as they do in a real one; user names do not. */
function generatedRow(index: number): SeedRow {
  const family = generatedFamilies[index % generatedFamilies.length] ?? ['Kim', '김'];
  const given = generatedGiven[index % generatedGiven.length] ?? ['Seo-jun', '서준'];
  return row(`student${index + 1}`, family, given);
}

function personOf(seed: SeedRow, index: number): Person {
  const english = seed.order === 'family-first' ? `${seed.family[0]} ${seed.given[0]}` : `${seed.given[0]} ${seed.family[0]}`;
  const korean = seed.order === 'family-first' ? `${seed.family[1]}${seed.given[1]}` : `${seed.given[1]} ${seed.family[1]}`;
  return {
    id: personIdSchema.parse(String(1001 + index)),
    username: seed.username,
    email: `${seed.username}@haneul.example`,
    sourcedId: `haneul-${20260001 + index}`,
    language: seed.order === 'family-first' ? 'ko' : 'en',
    names: {
      en: { full: seed.role === 'instructor' ? `Prof. ${english}` : english, given: seed.given[0], family: seed.family[0] },
      ko: { full: korean, given: seed.given[1], family: seed.family[1] },
    },
    administrator: seed.role === 'administrator',
  };
}

export type SeedPerson = { readonly person: Person; readonly role: CourseRole };

/** Everybody with an account: the eight people one can sign in as first, their classmates, generated learners, then a parent. */
export function seedPeople(extraLearners: number): SeedPerson[] {
  const generated = Array.from({ length: extraLearners }, (_, index) => generatedRow(index));
  return [...named, ...classmates, ...generated, ...observers].map((seed, index) => ({ person: personOf(seed, index), role: seed.role }));
}

/** How many of the seeded people the sign-in page shows as cards before the rest of the class. */
export const namedPeopleCount = named.length;
