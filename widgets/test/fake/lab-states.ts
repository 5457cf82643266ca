import { activity, krw, pack, secondsAgo, steps, stepsUnderWay, text, video } from './lab-pack.ts';

/** A lab page in one of the states it can have, as the API would answer. */
export type FakeLabPage = ReturnType<typeof basePage> & { state: Record<string, unknown> };

function basePage() {
  return {
    id: 'activity-learner',
    learner: { id: 'learner', name: '김하늘' as string | null },
    pack,
    steps: steps() as Record<string, unknown>[],
    credit: { granted: krw(30000), available: krw(12300), held: krw(4600), spent: krw(13100), hourlyRate: krw(4600), minutesLeft: 160 },
    grade: { points: 0, maximum: 50, status: 'NONE', sentAt: null as string | null, problem: null as string | null, attempts: 0, nextAttemptAt: null as string | null },
    video: video as typeof video | null,
    help: [] as Record<string, unknown>[],
    recentActivity: [] as Record<string, unknown>[],
    dueAt: '2026-11-30T14:59:00Z' as string | null,
  };
}

const resourcesWith = (statuses: readonly string[]) =>
  pack.resources.map(({ logicalId, type, purpose }, at) => ({ logicalId, type, purpose, status: statuses[at] ?? 'WAITING', physicalId: null, reason: null }));

const ready = () => ({
  __typename: 'LabReady',
  labId: 'lab-7f3a',
  accountId: '111122223333',
  region: 'ap-northeast-2',
  readyAt: secondsAgo(900),
  endsAt: secondsAgo(-4330),
  canExtend: true,
  resources: resourcesWith(pack.resources.map(() => 'READY')),
  outputs: [{ name: 'SourceBucketName', value: 'cloudclass-source-7f3a' }],
  warnings: [] as object[],
});

const underWay = () => ({
  ...basePage(),
  steps: stepsUnderWay() as Record<string, unknown>[],
  recentActivity: activity,
  grade: { ...basePage().grade, points: 30, status: 'SENT', sentAt: secondsAgo(90), attempts: 1 },
  state: ready() as Record<string, unknown>,
});

const ended = (reason: string) => ({
  ...underWay(),
  state: { __typename: 'LabEnded', labId: 'lab-7f3a', reason, endedAt: secondsAgo(60), cost: krw(3450), minutes: 45, canStartAgain: true },
});

const allPassed = () => stepsUnderWay().map((step) => ({ ...step, status: 'PASSED', explanation: null }));

/** Every state of the learner's page by name; the name is the session in the address. */
export const labStates: Readonly<Record<string, () => FakeLabPage>> = {
  'not-started': () => ({ ...basePage(), state: { __typename: 'LabNotStarted', needs: krw(9200), blockedBy: null } }),
  blocked: () => ({ ...basePage(), state: { __typename: 'LabNotStarted', needs: krw(9200), blockedBy: 'LAB_CREDIT_SHORT' } }),
  starting: () => ({
    ...basePage(),
    state: {
      __typename: 'LabStarting',
      labId: 'lab-7f3a',
      startedAt: secondsAgo(42),
      done: 3,
      total: 7,
      usualSeconds: 150,
      waiting: null,
      resources: resourcesWith(['READY', 'READY', 'READY', 'CREATING', 'CREATING']),
    },
  }),
  waiting: () => ({
    ...basePage(),
    state: {
      __typename: 'LabStarting',
      labId: 'lab-7f3a',
      startedAt: secondsAgo(242),
      done: 0,
      total: 7,
      usualSeconds: 150,
      waiting: { code: 'LAB_POOL_EMPTY', since: secondsAgo(242), ahead: 12 },
      resources: resourcesWith([]),
    },
  }),
  ready: () => ({ ...basePage(), state: ready() }),
  anonymous: () => ({ ...basePage(), learner: { id: 'learner', name: null }, state: { __typename: 'LabNotStarted', needs: krw(9200), blockedBy: null } }),
  'right-to-left': underWay,
  'under-way': underWay,
  warnings: () => ({
    ...underWay(),
    credit: { ...basePage().credit, available: krw(2300), minutesLeft: 30 },
    state: { ...ready(), endsAt: secondsAgo(-560), warnings: [{ code: 'TIME_LOW', at: secondsAgo(20) }, { code: 'CREDIT_LOW', at: secondsAgo(70) }] },
  }),
  helped: () => ({
    ...underWay(),
    help: [
      { id: 'h1', fromLearner: true, author: '김하늘', text: '배포를 만들었는데 왜 통과가 안 되나요?', at: secondsAgo(240), open: false },
      { id: 'h2', fromLearner: false, author: '박지훈', text: '원본 버킷의 리전을 확인해 보세요. 서울 리전 버킷이어야 합니다.', at: secondsAgo(60), open: false },
    ],
  }),
  'all-passed': () => ({ ...underWay(), steps: allPassed(), grade: { ...underWay().grade, points: 50 } }),
  ending: () => ({
    ...underWay(),
    state: { __typename: 'LabEnding', labId: 'lab-7f3a', reason: 'LEARNER', since: secondsAgo(12), resources: resourcesWith(['DELETING', 'DELETED', 'DELETED', 'DELETING', 'DELETING', 'DELETED', 'DELETED']) },
  }),
  ended: () => ended('LEARNER'),
  'cut-off': () => ({ ...ended('CREDIT'), grade: { ...underWay().grade, status: 'RETRYING', problem: 'GRADE_UNREACHABLE', attempts: 3, nextAttemptAt: secondsAgo(-120) } }),
  failed: () => ({
    ...basePage(),
    state: {
      __typename: 'LabFailed',
      labId: 'lab-7f3a',
      failedAt: secondsAgo(20),
      what: 'BuildServer (AWS::EC2::Instance)',
      why: 'We currently do not have sufficient t3.micro capacity in the Availability Zone you requested (ap-northeast-2a).',
      correlationId: '01JD5Z8M4Q7W2N',
      canTryAgain: true,
    },
  }),
  'no-video': () => ({ ...underWay(), video: null }),
};

/** What a step looks like once it passed. */
export function passed(step: Record<string, unknown>): Record<string, unknown> {
  return { ...step, status: 'PASSED', at: secondsAgo(1), explanation: null };
}

export const revealed = text('정책의 Principal을 확인해 보세요.', 'Look at the principal of the policy.');
