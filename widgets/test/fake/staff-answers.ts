import { GraphQLError } from 'graphql';
import { EventEmitter, on } from 'node:events';
import type { FakeRoot } from './fake-api.ts';
import { pack as packOfLab, krw, steps as labSteps, text } from './lab-pack.ts';
import { labStates } from './lab-states.ts';
import { board, boardDifference, help, insight, timeline, type FakeBoard } from './staff-class.ts';
import { health, quiet } from './staff-health.ts';
import { erasedBy, people, peopleAnswers } from './staff-people.ts';
import { audit, contracts, customerInvoicesOf, customers, differing, grants, invoices, leases, products, serviceAudit, tinyUsage, unbilled, usage, usageRows } from './staff-money.ts';

interface Asker {
  readonly session: string;
}

/** The API as the staff's pages use it. The session's name says how much there is: `full`, `big`, `empty` or `broken`. */
export interface FakeStaff {
  readonly root: FakeRoot;
  readonly live: FakeRoot;
  /** What was changed, by the name of the mutation. */
  readonly acts: { readonly name: string; readonly args: Record<string, unknown> }[];
  /** Pushes a session's board as changed. */
  pushBoard(session: string, change: (board: FakeBoard) => FakeBoard): void;
  /** Whether somebody listens to a session's board. */
  isHeard(session: string): boolean;
}

const bigClass = 500;
const usualClass = 12;

export function fakeStaff(): FakeStaff {
  const acts: { name: string; args: Record<string, unknown> }[] = [];
  const boards = new Map<string, FakeBoard>();
  const listeners = new Map<string, (board: FakeBoard) => void>();
  const boardOf = (session: string): FakeBoard => {
    const known = boards.get(session) ?? board(has(session, 'empty') ? 0 : has(session, 'big') ? bigClass : usualClass);
    boards.set(session, known);
    return known;
  };
  const pushBoard = (session: string, change: (board: FakeBoard) => FakeBoard) => {
    const changed = change(boardOf(session));
    boards.set(session, changed);
    listeners.get(session)?.(changed);
  };
  const acting =
    <Answer>(name: string, answer: (session: string, args: Record<string, unknown>) => Answer) =>
    (args: Record<string, unknown>, { session }: Asker) => {
      acts.push({ name, args });
      return answer(session, args);
    };
  return {
    acts,
    pushBoard,
    isHeard: (session) => listeners.has(session),
    live: { classBoard: (_args: unknown, { session }: Asker) => intact(session) && boardChanges(boardOf(session), session, listeners), labPage: quietly, observation: quietly },
    root: {
      ...answers(boardOf),
      answerHelp: acting('answerHelp', boardOf),
      overrideStep: acting('overrideStep', boardOf),
      resendGrade: acting('resendGrade', boardOf),
      resendAllGrades: acting('resendAllGrades', boardOf),
      dismissAttention: acting('dismissAttention', (session, { learnerId }) => {
        pushBoard(session, (now) => ({ ...now, rows: now.rows.map((row) => (row.learner.id === learnerId ? { ...row, attention: null } : row)) }));
        return boardOf(session);
      }),
      extendLab: acting('extendLab', labPage),
      endLab: acting('endLab', labPage),
      answerDeepLinking: acting('answerDeepLinking', () => ({ jwt: 'signed.by.tool', returnUrl: 'https://lms.example/deep-linking' })),
      declineDeepLinking: acting('declineDeepLinking', () => ({ jwt: 'nothing.by.tool', returnUrl: 'https://lms.example/deep-linking' })),
      configureActivity: acting('configureActivity', () => true),
      addContract: acting('addContract', (session) => {
        if (session.includes('away')) throw new GraphQLError('The database is away.', { extensions: { code: 'DATABASE_UNAVAILABLE', correlationId: '01JD5ZSTAFF' } });
        if (session.includes('other-currency')) throw new GraphQLError('The institution has a contract in another currency.', { extensions: { code: 'CONTRACT_CURRENCY_DIFFERS', correlationId: '01JD5ZSTAFF' } });
        return contracts[1];
      }),
      endContract: acting('endContract', () => contracts[1]),
      withdrawContract: acting('withdrawContract', (session) => {
        if (session.includes('begun')) throw new GraphQLError('The contract has begun.', { extensions: { code: 'CONTRACT_BEGUN', correlationId: '01JD5ZSTAFF' } });
        return contracts;
      }),
      setBudget: acting('setBudget', () => customers[0]),
      draftInvoice: acting('draftInvoice', () => invoices[0]),
      finalizeInvoice: acting('finalizeInvoice', () => invoices[1]),
      grantCredit: acting('grantCredit', () => grants[0]),
      copyPerson: acting('copyPerson', (_session, { personId }) => JSON.stringify({ person: people.find(({ id }) => id === personId) })),
      erasePerson: acting('erasePerson', erasedBy),
      publishPrice: acting('publishPrice', (session) => {
        if (session.includes('taken')) throw new GraphQLError('A price already starts then.', { extensions: { code: 'PRICE_TAKEN', correlationId: '01JD5ZSTAFF' } });
        return products[0];
      }),
      releaseFromQuarantine: acting('releaseFromQuarantine', () => ({ ...health, quarantine: health.quarantine.slice(1) })),
      inviteInstitution: acting('inviteInstitution', () => ({ link: 'https://labs.example/lti/register/once-and-never-again', expiresAt: '2026-12-02T09:00:00.000Z', health })),
      revokeInvite: acting('revokeInvite', () => ({ ...health, invites: health.invites.map((each) => (each.status === 'OPEN' ? { ...each, status: 'REVOKED' } : each)) })),
      checkPlatform: acting('checkPlatform', () => ({ ...health, platforms: health.platforms.map((platform) => ({ ...platform, check: health.platforms[0]?.check ?? null })) })),
      replayGrade: acting('replayGrade', () => ({ ...health, grades: health.grades.slice(1) })),
    },
  };
}

const stepIds = labSteps().map(({ id }) => id);

/** Each step of the lab needs the first one. */
const pack = { ...packOfLab, steps: labSteps().map(({ id, title, points, guide, hintsLeft }, at) => ({ id, title, points, guide, hints: hintsLeft, needs: stepIds.slice(0, Math.min(at, 1)) })) };

/** A stream on which nothing comes. */
const quietly = (): AsyncIterable<unknown> => on(new EventEmitter(), 'nothing');

const has = (session: string, state: string) => session.startsWith(state);

const labPage = () => ({ ...labStates['under-way']?.(), help });

/** A child who is under way and another who has not begun. */
const observed = (['WORKING', 'NOT_STARTED'] as const).map((lab, at) => ({
  id: `child-${at}`,
  name: ['김민준', '강시우'][at],
  lab,
  lastActiveAt: at === 0 ? '2026-11-25T08:58:00Z' : null,
  steps: labSteps().map(({ id, title, points, status }, step) => ({ id, title, points, status: at === 0 && step < 2 ? 'PASSED' : status })),
  grade: { points: at === 0 ? 20 : 0, maximum: 50, status: at === 0 ? 'SENT' : 'NONE', sentAt: null },
}));

/** What is asked and not changed. */
function answers(boardOf: (session: string) => FakeBoard): FakeRoot {
  const listed =
    <Item>(full: readonly Item[]) =>
    (_args: unknown, { session }: Asker): readonly Item[] =>
      intact(session) && has(session, 'empty') ? [] : full;
  return {
    viewer: (_args: unknown, { session }: Asker) => viewerOf(session),
    classBoard: (_args: unknown, { session }: Asker) => intact(session) && boardOf(session),
    observation: (_args: unknown, { session }: Asker) => (intact(session) && has(session, 'empty') ? { learners: [], notYetHere: 0 } : { learners: observed, notYetHere: 1 }),
    labPage,
    timeline: () => timeline,
    courseInsight: (_args: unknown, { session }: Asker) => (intact(session) && has(session, 'empty') ? { asOf: null, steps: [], video: [] } : insight),
    packs: ({ search }: { search: string | null }, { session }: Asker) => {
      const all = intact(session) && has(session, 'empty') ? [] : [pack, { ...pack, id: 'iam-roles', title: text('IAM 역할로 권한 나누기', 'Share rights with IAM roles'), resources: pack.resources.slice(0, 3) }];
      return search === null ? all : all.filter(({ title }) => title.ko.includes(search) || title.en.includes(search));
    },
    choosing: (_args: unknown, { session }: Asker) =>
      intact(session) && session.includes('choosing') ? { platform: 'moodle', takesLinks: !session.includes('no-links'), takesSeveral: !session.includes('single'), takesGrades: !session.includes('single') } : null,
    activityChoice: (_args: unknown, { session }: Asker) =>
      has(session, 'empty') ? null : { pack: { ...pack, version: '1.1.0' }, stepIds: pack.steps.slice(0, 3).map(({ id }) => id), points: 50, availableFrom: null, availableUntil: null, dueAt: '2026-11-30T14:59:00Z', language: null, begun: has(session, 'begun') ? 7 : 0 },
    placedItems: ({ labs }: { labs: readonly { title: string; points: number; dueAt: string | null }[] }, { session }: Asker) =>
      labs.map(({ title, points, dueAt }) => ({ title, text: pack.summary.en, points: session.includes('single') ? null : Math.min(points, 100), availableFrom: null, availableUntil: null, dueAt })),
    usage: (_args: unknown, { session }: Asker) =>
      intact(session) && has(session, 'empty') ? { ...usage, total: krw(0), forecast: krw(0), budget: null, byDay: [], byUnit: [], byCourse: [] } : has(session, 'tiny') ? tinyUsage : usage,
    usageRows: ({ after }: { after: string | null }, { session }: Asker) => (has(session, 'empty') ? [] : after === null ? usageRows.slice(0, 10) : usageRows.slice(10, 17)),
    leases: listed(leases),
    invoices: listed(invoices),
    unbilled: listed(unbilled),
    creditGrants: listed(grants),
    auditLog: ({ action, before }: { action: string | null; before: string | null }, { session }: Asker) =>
      intact(session) && (has(session, 'empty') || before !== null) ? [] : audit.filter((entry) => action === null || entry.action === action),
    serviceAuditLog: ({ action, before }: { action: string | null; before: string | null }, { session }: Asker) =>
      intact(session) && (has(session, 'empty') || before !== null) ? [] : serviceAudit.filter((entry) => action === null || entry.action === action),
    ...peopleAnswers,
    products: listed(products),
    contracts: listed(contracts),
    customers: listed(customers),
    customerInvoices: ({ standing, institutionId, after }: { standing: string; institutionId: string | null; after: string | null }, { session }: Asker) =>
      intact(session) && has(session, 'empty') ? [] : customerInvoicesOf({ standing, institutionId, after }),
    differingInvoices: (_args: unknown, { session }: Asker) => (has(session, 'differs') ? differing : []),
    priceCheck: ({ minutes }: { minutes: number }) => ({ list: krw(minutes * 10), discount: krw(minutes), net: krw(minutes * 9) }),
    platformHealth: (_args: unknown, { session }: Asker) => (intact(session) && has(session, 'empty') ? quiet : health),
  };
}

/** @throws for sessions in which nothing answers but the viewer */
function intact(session: string): true {
  if (has(session, 'broken')) throw new GraphQLError('The database is away.', { extensions: { code: 'DATABASE_UNAVAILABLE', correlationId: '01JD5ZSTAFF' } });
  return true;
}

function viewerOf(session: string) {
  const english = session.endsWith('~en');
  return {
    id: 'staff',
    name: '문가영',
    email: null,
    language: english ? 'EN' : 'KO',
    actor: 'INSTRUCTOR',
    actors: ['INSTRUCTOR', 'MANAGER', 'SALES', 'OPERATOR'],
    institution: { id: 'inst', name: '한빛대학교' },
    course: { id: 'course', title: english ? 'Cloud computing basics' : '클라우드 컴퓨팅 입문', unit: null },
    activityTitle: english ? 'Lab 3: static website' : '실습 3: 정적 웹사이트',
    returnUrl: 'https://lms.example/course/1',
    anonymous: false,
    choosingContent: session.includes('choosing'),
    review: session.includes('review') ? { learner: session.includes('unknown') ? null : { id: 'learner-2', name: '박서연' } } : null,
    sessionEndsAt: new Date(Date.now() + 7_200_000).toISOString(),
  };
}

/** A subscription's source: the board, and what changed on it whenever it is pushed. */
async function* boardChanges(first: FakeBoard, session: string, listeners: Map<string, (board: FakeBoard) => void>): AsyncGenerator<{ classBoard: object }> {
  const queue: FakeBoard[] = [];
  let wake = () => undefined as void;
  let sent = first;
  const tell = (changed: FakeBoard) => {
    queue.push(changed);
    wake();
  };
  listeners.set(session, tell);
  try {
    yield { classBoard: { __typename: 'ClassBoard', ...first } };
    for (;;) {
      const next = queue.shift();
      if (next) {
        yield { classBoard: { __typename: 'ClassBoardDifference', ...boardDifference(sent, next) } };
        sent = next;
      } else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    if (listeners.get(session) === tell) listeners.delete(session);
  }
}
