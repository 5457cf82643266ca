import { activityIdSchema, type Activity } from './activities.ts';
import { courseIdSchema, type Course, type Group, type Membership } from './courses.ts';
import { lineItemIdSchema, type LineItem } from './gradebook.ts';
import { seedPeople, type SeedPerson } from './seed-people.ts';
import { personIdSchema, type Person } from './people.ts';

const cloudComputing = courseIdSchema.parse('101');
const webServices = courseIdSchema.parse('201');

/** Whose parent the seeded observer is: one learner who is shown first on the way in, and one of the rest of the class. */
const OBSERVED = ['1001', '1010'].map((id) => personIdSchema.parse(id));

const membersOf = (people: readonly SeedPerson[]): Membership[] =>
  people.filter(({ person }) => !person.administrator).map(({ person, role }) => ({ personId: person.id, role, ...(role === 'observer' ? { observes: OBSERVED } : {}) }));

/** Every other learner is in the Tuesday lab, the rest in the Thursday lab. */
function labGroups(members: readonly Membership[]): Group[] {
  const learners = members.filter(({ role }) => role === 'learner').map(({ personId }) => personId);
  const set = { en: 'Lab hours', ko: '실습 시간' };
  return [
    { id: 'lab-tue', name: { en: 'Tuesday lab', ko: '화요일 실습' }, set, members: learners.filter((_, index) => index % 2 === 0) },
    { id: 'lab-thu', name: { en: 'Thursday lab', ko: '목요일 실습' }, set, members: learners.filter((_, index) => index % 2 === 1) },
  ];
}

function cloudComputingCourse(members: Membership[]): Course {
  return {
    id: cloudComputing,
    label: 'CLD101',
    title: { en: 'Cloud Computing 101', ko: '클라우드 컴퓨팅 입문' },
    summary: {
      en: 'What a cloud is made of, and how to build on one without being surprised by the bill.',
      ko: '클라우드가 무엇으로 이루어져 있는지 배우고, 비용에 놀라지 않으면서 그 위에 직접 만들어 봅니다.',
    },
    sourcedId: 'HNU-2026-2-CLD101-01',
    groups: labGroups(members),
    copiedFrom: [],
    sections: [
      {
        id: 'week-1',
        title: { en: 'Week 1 · Regions and identity', ko: '1주차 · 리전과 자격 증명' },
        text: { en: 'Read chapters 1 and 2 before class. Bring one question about who may do what in an account.', ko: '수업 전에 1장과 2장을 읽고, 계정에서 누가 무엇을 할 수 있는지에 대한 질문을 하나 준비합니다.' },
      },
      {
        id: 'week-2',
        title: { en: 'Week 2 · Object storage', ko: '2주차 · 객체 스토리지' },
        text: { en: 'Buckets, objects and policies. In the lab you publish a small site that anybody can read.', ko: '버킷, 객체, 정책을 다룹니다. 실습에서는 누구나 읽을 수 있는 작은 사이트를 게시합니다.' },
      },
      {
        id: 'week-3',
        title: { en: 'Week 3 · Networks', ko: '3주차 · 네트워크' },
        text: { en: 'Subnets, routes and security groups. Slides appear after the lecture.', ko: '서브넷, 라우팅, 보안 그룹을 다룹니다. 강의 자료는 수업 후에 올라옵니다.' },
      },
      {
        id: 'week-4',
        title: { en: 'Week 4 · Databases', ko: '4주차 · 데이터베이스' },
        text: { en: 'Tables, keys and the questions they answer. Before class, write down three questions a bookshop asks of its orders.', ko: '테이블과 키, 그리고 키가 답할 수 있는 질문을 다룹니다. 서점이 주문에 대해 물을 만한 질문 세 가지를 적어 오십시오.' },
      },
    ],
    members,
  };
}

function webServicesCourse(members: Membership[]): Course {
  return {
    id: webServices,
    label: 'WEB201',
    title: { en: 'Web Services in Practice', ko: '웹 서비스 실무' },
    summary: { en: 'From a page on one server to a service that survives its own success.', ko: '서버 한 대의 페이지에서 시작해 사용자가 몰려도 견디는 서비스까지 다룹니다.' },
    sourcedId: 'HNU-2026-2-WEB201-01',
    groups: [],
    copiedFrom: [],
    sections: [
      {
        id: 'week-1',
        title: { en: 'Week 1 · HTTP by hand', ko: '1주차 · HTTP 직접 다루기' },
        text: { en: 'Speak HTTP over a plain socket, then read what the browser adds.', ko: '소켓으로 HTTP를 직접 주고받고, 브라우저가 무엇을 더하는지 확인합니다.' },
      },
    ],
    members,
  };
}

/** A lab on a course page, as a teacher placed it by hand. */
type SeedLab = Pick<Activity, 'sectionId' | 'title' | 'description'> & { readonly pack: string };

const staticSite: SeedLab = {
  pack: 's3-static-site',
  sectionId: 'week-2',
  title: { en: 'Host a static site on Amazon S3', ko: 'Amazon S3로 정적 웹 사이트 호스팅하기' },
  description: {
    en: 'A hands-on lab in an AWS account of your own. About 40 minutes; every step is checked while you work.',
    ko: '나만의 AWS 계정에서 진행하는 실습입니다. 약 40분 걸리며, 진행하는 동안 단계마다 확인됩니다.',
  },
};

const orders: SeedLab = {
  pack: 'dynamodb-orders',
  sectionId: 'week-4',
  title: { en: 'A table of orders in Amazon DynamoDB', ko: 'Amazon DynamoDB로 주문 테이블 만들기' },
  description: {
    en: 'Design a table by the questions it has to answer, and make it in an AWS account of your own. About 45 minutes.',
    ko: '답해야 할 질문에서 출발해 테이블을 설계하고, 나만의 AWS 계정에 직접 만듭니다. 약 45분 걸립니다.',
  },
};

const activityOf = ({ pack, sectionId, title, description }: SeedLab, clientId: string): Activity => ({
  id: activityIdSchema.parse(pack),
  courseId: cloudComputing,
  sectionId,
  clientId,
  title,
  description,
  custom: { pack },
  copiedFrom: [],
});

const columnOf = (activity: Activity, index: number): LineItem => ({
  id: lineItemIdSchema.parse(String(index + 1)),
  courseId: activity.courseId,
  clientId: activity.clientId,
  label: activity.title.en,
  scoreMaximum: 100,
  activityId: activity.id,
  submissionReview: { reviewableStatus: ['InProgress', 'Submitted', 'Completed'] },
});

export type Seed = { people: Person[]; courses: Course[]; activities: Activity[]; lineItems: LineItem[] };

/** How the university differs from the usual one. */
export type SeedOptions = {
  /** How many more learners the first course gets, for load tests. */
  readonly extraLearners?: number | undefined;
  /** The first course offers a second lab as well. */
  readonly secondLab?: boolean | undefined;
};

/**
 * The university a newcomer finds: two courses with one class each, and labs with an empty gradebook column each.
 * @param clientId the tool the seeded labs open
 */
export function seed(clientId: string, { extraLearners = 0, secondLab = false }: SeedOptions): Seed {
  const people = seedPeople(extraLearners);
  const secondClass = people.filter(({ role }, index) => ['instructor', 'assistant', 'administrator'].includes(role) || (index % 2 === 0 && index < 16));
  const activities = (secondLab ? [staticSite, orders] : [staticSite]).map((lab) => activityOf(lab, clientId));
  return {
    people: people.map(({ person }) => person),
    courses: [cloudComputingCourse(membersOf(people)), webServicesCourse(membersOf(secondClass))],
    activities,
    lineItems: activities.map(columnOf),
  };
}
