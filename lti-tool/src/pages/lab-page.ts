import { creditOf, minutesAt, type Contract, type Credit, type CreditHolder, type Money } from '@cloudclass/billing';
import { awsAccountIdSchema, type CoursePack, type Explanation, type StepId, type Verdict } from '@cloudclass/plugin-contract';
import type { CreditSummary, GradeSummary, LabPageView, LabStateView, StepView, VideoSummary } from './views/learner.ts';
import { recentRecords, type RecentRecord } from '../features/activity/activity-store.ts';
import { gradeAt, type GradeRow } from '../features/grades/grade-store.ts';
import { helpThread } from '../features/help/help.ts';
import { canExtend } from '../features/labs/lab-state.ts';
import { countAhead, latestLab, resourcesOf, type Lab, type LabResource } from '../features/labs/lab-store.ts';
import { leavesOf } from '@cloudclass/event-patterns';
import { hintsRevealed, overridesOf, verdictsOf, type StepOverride } from '../features/validation/verdict-store.ts';
import { signVideo, videoPrefix } from '../features/video/signed-video.ts';
import { resumePosition } from '../features/video/viewing.ts';
import { contractOf, costOfLab, hourlyRateUnder, neededToStart } from '../use-cases/lab-credit.ts';
import { activityOf, learnerOf, packView } from './activity-place.ts';
import type { PageDeps } from './page-deps.ts';
import type { LearnerPlace } from './rights.ts';

/**
 * Reads everything the learner's page shows, in one transaction: what names the institution, begins and ends is sent once, not with each of
 * some twenty statements.
 */
export function labPageOf(deps: PageDeps, place: LearnerPlace): Promise<LabPageView> {
  return deps.sql.transaction((sql) => readLabPage({ ...deps, sql }, place));
}

async function readLabPage(deps: PageDeps, place: LearnerPlace): Promise<LabPageView> {
  const [learner, activity, lab] = [await learnerOf(deps.sql, place), await activityOf(deps, place), await latestLab(deps.sql, place)];
  const { pack } = activity;
  const records = await recordsOf(deps, lab);
  const terms = await termsOf(deps, place, pack.manifest.product);
  const [steps, credit, grade, help, video] = await Promise.all([
    stepsOf(deps, { place, pack, lab, records }),
    creditSummary(deps, place, terms),
    gradeAt(deps.sql, place),
    helpThread(deps, { ...place, learnerId: place.personId }),
    videoOf(deps, place, pack),
  ]);
  return {
    id: `${place.resourceLinkId}:${place.personId}`,
    learner,
    pack: packView(pack),
    steps,
    state: await stateView(deps, { pack, lab, terms, credit }),
    credit,
    grade: gradeSummary(grade, pack),
    video,
    help,
    recentActivity: records,
    dueAt: activity.configuration?.dueAt ?? null,
  };
}

/** What the learner did in the lab; nothing before it has an account. */
async function recordsOf(deps: PageDeps, lab: Lab | undefined): Promise<RecentRecord[]> {
  if (lab === undefined || lab.accountId === null) return [];
  return recentRecords(deps.sql, lab.id, deps.accounts.learnerRoleArn(awsAccountIdSchema.parse(lab.accountId)));
}

interface StepFacts {
  readonly place: LearnerPlace;
  readonly pack: CoursePack;
  readonly lab: Lab | undefined;
  readonly records: readonly RecentRecord[];
}

async function stepsOf({ sql }: PageDeps, { place, pack, lab, records }: StepFacts): Promise<StepView[]> {
  const [verdicts, overrides, revealed] = [lab === undefined ? new Map<StepId, Verdict>() : await verdictsOf(sql, lab.id), await overridesOf(sql, place), await hintsRevealed(sql, place)];
  return pack.manifest.steps.map((step): StepView => {
    const shown = revealed.get(step.id) ?? 0;
    return {
      id: step.id,
      title: step.title,
      points: step.points,
      guide: { ko: pack.guide.ko.steps[step.id] ?? '', en: pack.guide.en.steps[step.id] ?? '' },
      ...verdictView(verdicts.get(step.id) ?? { status: 'todo' }, overrides.get(step.id)),
      lastSeen: lastSeenFor(pack, step.id, records),
      hintsRevealed: step.hints.slice(0, shown),
      hintsLeft: step.hints.length - shown,
    };
  });
}

/** An instructor's word stands above what the records say, and needs no explanation of theirs. */
function verdictView(verdict: Verdict, override: StepOverride | undefined): Pick<StepView, 'status' | 'at' | 'seen' | 'needed' | 'explanation' | 'override'> {
  const none = { seen: null, needed: null, explanation: null };
  if (override !== undefined) {
    const { by, reason, at, passed } = override;
    return { ...none, status: passed ? 'passed' : 'todo', at, override: { by, reason, at } };
  }
  const shown = { ...none, status: verdict.status, at: 'at' in verdict ? new Date(verdict.at) : null, override: null };
  if (verdict.status === 'seen') return { ...shown, seen: verdict.seen, needed: verdict.needed };
  return 'explanation' in verdict ? { ...shown, explanation: explanationView(verdict.explanation) } : shown;
}

function explanationView({ eventName, eventTime, errorCode, clause, hint }: Explanation): NonNullable<StepView['explanation']> {
  return {
    eventName,
    eventTime: new Date(eventTime),
    errorCode: errorCode ?? null,
    path: clause?.path ?? null,
    seen: clause === undefined ? null : JSON.stringify(clause.seen),
    expected: clause?.expected === undefined ? null : JSON.stringify(clause.expected),
    hint: hint ?? null,
  };
}

/** The newest call that a step's patterns ask for by name. */
function lastSeenFor(pack: CoursePack, stepId: StepId, records: readonly RecentRecord[]): RecentRecord | null {
  const validator = pack.validators.find((file) => file.step === stepId)?.validator;
  if (validator === undefined) return null;
  const names = new Set(leavesOf(validator).flatMap(({ leaf }) => ('event' in leaf && Array.isArray(leaf.event.pattern.eventName) ? leaf.event.pattern.eventName : [])));
  return records.find((record) => names.has(record.eventName)) ?? null;
}

/** What the lab runs under: who pays, and what an hour costs. Without either nothing runs. */
interface Terms {
  readonly contract: Contract | undefined;
  readonly rate: Money | undefined;
}

async function termsOf(deps: PageDeps, place: LearnerPlace, product: string): Promise<Terms> {
  const contract = await contractOf(deps, place);
  return { contract, rate: contract && (await hourlyRateUnder(deps, contract, product)) };
}

async function creditSummary(deps: PageDeps, place: LearnerPlace, { contract, rate }: Terms): Promise<CreditSummary> {
  const credit = (await creditOf(deps, { ...holderOf(place), ...(contract && { currency: contract.currency }) })) ?? promised(contract);
  const money = (amount: bigint) => ({ amount, currency: credit.currency });
  const left = credit.available + credit.held;
  return {
    granted: money(credit.granted),
    available: money(left),
    held: money(credit.held),
    spent: money(credit.spent),
    // without a contract or a price nothing runs, and nothing costs
    hourlyRate: rate ?? money(0n),
    minutesLeft: rate === undefined || rate.amount === 0n ? null : minutesAt(left, rate.amount),
  };
}

const holderOf = ({ institutionId, courseId, personId }: LearnerPlace): CreditHolder => ({ institutionId, courseId, learnerId: personId });

/** Before the first lab the page shows the allowance that the contract promises; it is granted when a lab starts. */
function promised(contract: Contract | undefined): Credit {
  const granted = contract?.allowance ?? 0n;
  return { currency: contract?.currency ?? 'KRW', granted, available: granted, held: 0n, spent: 0n };
}

/** What the gradebook will be told, and how far it is on its way. */
export function gradeSummary(grade: GradeRow | undefined, pack: CoursePack): GradeSummary {
  const maximum = pack.manifest.steps.reduce((sum, step) => sum + step.points, 0);
  if (grade === undefined) return { points: 0, maximum, status: 'none', sentAt: null, problem: null, attempts: 0, nextAttemptAt: null };
  const { state } = grade;
  return {
    points: Math.round(grade.points),
    maximum: Math.round(grade.maximum),
    status: state.status,
    sentAt: state.status === 'sent' ? new Date(state.at) : null,
    problem: 'problem' in state ? state.problem : null,
    attempts: grade.attempts,
    nextAttemptAt: state.status === 'retrying' ? new Date(state.nextAt) : null,
  };
}

/** The pack's video, signed for this viewing. */
export async function videoOf(deps: PageDeps, place: LearnerPlace, { manifest, video }: CoursePack): Promise<VideoSummary | null> {
  if (video === undefined) return null;
  const signed = signVideo(deps.videos, video, videoPrefix(manifest.id, manifest.version), deps.clock.now());
  return {
    title: video.title,
    durationSeconds: video.durationSeconds,
    ...signed,
    chapters: video.chapters.map((chapter) => ({ startSeconds: chapter.startSeconds, title: chapter.title, stepId: manifest.steps.find((step) => step.id === chapter.step)?.id ?? null })),
    resumeAtSeconds: await resumePosition(deps, place),
  };
}

interface StateFacts {
  readonly pack: CoursePack;
  readonly lab: Lab | undefined;
  readonly terms: Terms;
  readonly credit: CreditSummary;
}

const USUAL_SECONDS = 5;
const TIME_LOW_MILLISECONDS = 10 * 60_000;

async function stateView(deps: PageDeps, { pack, lab, terms, credit }: StateFacts): Promise<LabStateView> {
  if (lab === undefined) {
    if (terms.rate === undefined) return { kind: 'not-started', needs: { ...credit.granted, amount: 0n }, blockedBy: 'LAB_NOT_PAYABLE' };
    const needs = neededToStart(terms.rate);
    return { kind: 'not-started', needs, blockedBy: credit.available.amount < needs.amount ? 'LAB_CREDIT_SHORT' : null };
  }
  const { state, id: labId } = lab;
  const resources = (await resourcesOf(deps.sql, lab.id)).map((resource) => resourceView(pack, resource));
  switch (state.status) {
    case 'requested':
    case 'provisioning':
      return {
        kind: 'starting',
        labId,
        startedAt: lab.leasedAt ?? lab.requestedAt,
        resources: resources.length > 0 ? resources : pack.resources.map((resource) => ({ ...resource, status: 'waiting', physicalId: null, reason: null })),
        usualSeconds: USUAL_SECONDS,
        waiting: state.status === 'requested' && state.waitingFor !== null ? { code: state.waitingFor, since: lab.requestedAt, ahead: await countAhead(deps.sql, lab) } : null,
      };
    case 'ready':
      return { kind: 'ready', labId, accountId: state.accountId, region: lab.region, readyAt: state.since, endsAt: state.endsAt, canExtend: canExtend(state), resources, outputs: state.outputs, warnings: warningsOf(deps, state.endsAt, credit) };
    case 'ending':
      return { kind: 'ending', labId, reason: state.reason, since: state.since, resources };
    case 'ended':
      return { kind: 'ended', labId, reason: state.reason, endedAt: state.since, minutes: minutesOf(lab, state.since), cost: { amount: await costOfLab(deps, lab), currency: credit.granted.currency }, canStartAgain: mayStart(terms, credit) };
    case 'failed':
      return { kind: 'failed', labId, failedAt: state.since, what: state.what, why: state.why, correlationId: lab.correlationId, canTryAgain: true };
  }
}

/** Whether starting would be granted: somebody pays for the lab, and there is credit enough. */
const mayStart = ({ rate }: Terms, credit: CreditSummary): boolean => rate !== undefined && credit.available.amount >= neededToStart(rate).amount;

function minutesOf({ readyAt }: Lab, endedAt: Date): number {
  return readyAt === null ? 0 : Math.ceil((endedAt.getTime() - readyAt.getTime()) / 60_000);
}

function resourceView(pack: CoursePack, resource: LabResource) {
  const purpose = pack.resources.find((known) => known.logicalId === resource.logicalId)?.purpose ?? { ko: resource.type, en: resource.type };
  return { ...resource, purpose };
}

function warningsOf({ clock }: PageDeps, endsAt: Date, credit: CreditSummary): { code: 'time-low' | 'credit-low'; at: Date }[] {
  const now = clock.now();
  const timeIsLow = endsAt.getTime() - now.getTime() <= TIME_LOW_MILLISECONDS;
  const creditIsLow = credit.hourlyRate.amount > 0n && credit.spent.amount * 5n >= credit.granted.amount * 4n;
  return [...(timeIsLow ? [{ code: 'time-low' as const, at: now }] : []), ...(creditIsLow ? [{ code: 'credit-low' as const, at: now }] : [])];
}
