import { krw, secondsAgo, text } from './lab-pack.ts';

/** A class as the board shows it, the neediest first. */
const steps = [
  { id: 'bucket', points: 10, title: text('서울 리전에 버킷 만들기', 'Create a bucket in Seoul') },
  { id: 'block-public', points: 10, title: text('퍼블릭 액세스 차단 확인하기', 'Keep public access blocked') },
  { id: 'upload', points: 10, title: text('웹사이트 업로드하기', 'Upload the website') },
  { id: 'distribution', points: 10, title: text('CloudFront 배포 만들기', 'Create a CloudFront distribution') },
  { id: 'policy', points: 10, title: text('CloudFront만 허용하는 버킷 정책 설정하기', 'Allow CloudFront alone in the bucket policy') },
];

const names = ['김하늘', '이도윤', '박서연', '최지우', '정민준', '강예린', '조현우', '윤수아', '임건우', '한지민', '오세훈', '서다은'];

type Attention = 'HAND_RAISED' | 'LAB_FAILED' | 'ERROR_STREAK' | 'STUCK' | 'GRADE_REFUSED';
const attentions: readonly (Attention | null)[] = ['HAND_RAISED', 'LAB_FAILED', 'ERROR_STREAK', 'STUCK', 'GRADE_REFUSED'];

interface Standing {
  readonly at: number;
  readonly passed: number;
  readonly working: boolean;
}

function cell({ at, passed, working }: Standing, column: number, stepId: string) {
  const known = { stepId, overridden: at === 4 && column === 2 };
  if (column < passed) return { ...known, status: column === 1 ? 'HELD' : 'PASSED', at: secondsAgo(600 - column * 60), seconds: 120 + ((at * 37 + column * 71) % 500) };
  if (column > passed || !working) return { ...known, status: 'TODO', at: null, seconds: null };
  return { ...known, status: at % 2 === 0 ? 'NEAR_MISS' : 'SEEN', at: null, seconds: 95 + at * 61 };
}

const refused = { status: 'REFUSED', sentAt: null, problem: 'GRADE_NOT_GRADABLE' };

function gradeOf(attention: Attention | null, passed: number) {
  const usual = passed === 0 ? { status: 'NONE', sentAt: null, problem: null } : { status: 'SENT', sentAt: secondsAgo(300), problem: null };
  return { ...(attention === 'GRADE_REFUSED' ? refused : usual), points: passed * 10, maximum: 50, attempts: 1, nextAttemptAt: null };
}

function row(at: number) {
  const attention = attentions[at] ?? null;
  const failed = attention === 'LAB_FAILED';
  const passed = failed ? 0 : at % 6;
  const working = !failed && passed < steps.length;
  return {
    learner: { id: `learner-${at}`, name: at === 9 ? null : `${names[at % names.length]}${at < names.length ? '' : ` ${at}`}` },
    groupIds: [at % 2 === 0 ? 'tue' : 'thu'],
    labStatus: failed ? 'FAILED' : working ? 'WORKING' : 'ENDED',
    cells: steps.map(({ id }, column) => cell({ at, passed, working }, column, id)),
    points: passed * 10,
    secondsOnStep: null,
    errorStreak: 0,
    attention: attention && { kind: attention, since: secondsAgo(140 + at * 260) },
    grade: gradeOf(attention, passed),
    help: [],
    lastAct: failed ? null : { id: `act-${at}`, eventName: 'GetBucketPolicy', eventSource: 's3.amazonaws.com', region: 'ap-northeast-2', at: secondsAgo(20 + at * 9), errorCode: null, errorMessage: null, via: 'trail' },
    spent: krw(900 + at * 130),
  };
}

export type FakeBoard = ReturnType<typeof board>;

export function board(learners: number) {
  const rows = Array.from({ length: learners }, (_, at) => row(at));
  const done = rows.filter(({ points }) => points === 50).length;
  return {
    activityTitle: '실습 3: 정적 웹사이트',
    groups: learners === 0 ? [] : [{ id: 'tue', name: '화요일 실습', set: '실습 시간' }, { id: 'thu', name: '목요일 실습', set: '실습 시간' }],
    course: { id: 'course', title: '클라우드 컴퓨팅 입문', unit: null },
    steps,
    rows,
    gradebook: {
      sent: rows.filter(({ grade }) => grade.status === 'SENT').length,
      onTheWay: 0,
      stuck: rows.filter(({ grade }) => grade.status === 'REFUSED').length,
      problem: null as string | null,
      resync: learners === 0 ? null : { status: 'DONE', askedAt: secondsAgo(130), endedAt: secondsAgo(125), same: learners - 3, sent: 3, compared: true, problem: null as string | null },
    },
    roster: { readAt: learners === 0 ? null : secondsAgo(190), problem: null as string | null },
    summary: { enrolled: learners, started: learners, working: learners - done, stuck: Math.min(1, learners), done, medianProgress: learners === 0 ? 0 : 0.6, spent: krw(learners * 1450) },
  };
}

/** As the contract says; a board whose order changed has all its rows placed anew. */
export function boardDifference(before: FakeBoard, after: FakeBoard) {
  const known = new Map(before.rows.map((row) => [row.learner.id, row]));
  const here = new Set(after.rows.map(({ learner }) => learner.id));
  const orderOf = (rows: FakeBoard['rows'], others: ReadonlyMap<string, unknown> | ReadonlySet<string>) => JSON.stringify(rows.map(({ learner }) => learner.id).filter((id) => others.has(id)));
  const inOrder = orderOf(before.rows, here) === orderOf(after.rows, known);
  const { summary, gradebook, roster } = after;
  return {
    placed: after.rows.map((row, at) => ({ at, row })).filter(({ row }) => !inOrder || JSON.stringify(known.get(row.learner.id)) !== JSON.stringify(row)),
    left: [...known.keys()].filter((id) => !here.has(id)),
    summary, gradebook, roster,
  };
}

const entry = (kind: string, what: string, ago: number, more: object = {}) => ({ id: `${kind} ${ago}`, kind, what, at: secondsAgo(ago), detail: null, errorCode: null, stepId: null, ...more });

export const timeline = {
  learner: { id: 'learner-0', name: names[0] },
  entries: [
    entry('HELP', 'asked', 60),
    entry('VERDICT', 'near-miss', 90, { stepId: 'distribution', detail: 'CreateDistribution: Origins.DomainName = "example.com"' }),
    entry('RECORD', 'CreateDistribution', 92, { detail: 'cloudfront.amazonaws.com' }),
    entry('RECORD', 'PutBucketPolicy', 200, { detail: 's3.amazonaws.com', errorCode: 'AccessDenied' }),
    entry('VIDEO', 'seek', 260, { detail: '250' }),
    entry('GRADE', 'sent', 400, { detail: '30/50' }),
    entry('VERDICT', 'passed', 410, { stepId: 'upload' }),
    entry('OVERRIDE', 'passed', 500, { stepId: 'bucket' }),
    entry('LAB', 'ready', 900),
    entry('LAB', 'launched', 1000),
  ],
};

export const help = [{ id: '1', author: names[0], fromLearner: true, at: secondsAgo(60), open: true, text: 'CloudFront에서 어떤 오리진을 선택해야 하나요?' }];

const misses = [
  { path: 'requestParameters.CreateBucketConfiguration.LocationConstraint', seen: '"us-east-1"', expected: '"ap-northeast-2"', personal: false, learners: 9, times: 12 },
  { path: 'requestParameters.PublicAccessBlockConfiguration.BlockPublicPolicy', seen: null, expected: 'true', personal: false, learners: 4, times: 4 },
];

export const insight = {
  asOf: secondsAgo(8),
  steps: steps.map(({ id, title }, at) => ({ stepId: id, title, started: 28 - at * 4, passed: 26 - at * 5, medianSeconds: at === 4 ? null : 140 + at * 95, nearMisses: at === 0 ? misses : at === 3 ? [{ path: 'Origins.DomainName', seen: '"d111111abcdef8.example.com"', expected: '"d222222abcdef8.example.com"', personal: true, learners: 5, times: 7 }] : [] })),
  video: Array.from({ length: 60 }, (_, at) => ({ fromSeconds: at * 8, toSeconds: (at + 1) * 8, watched: Math.round(14 + 10 * Math.sin(at / 6) + (at === 31 ? 18 : 0)) })),
};
