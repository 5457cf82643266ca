import { awsAccountIdSchema, stepIdSchema, type StepId } from '@cloudclass/plugin-contract';
import { fail } from '../errors.ts';
import { receiveRecords } from '../features/activity/receive-records.ts';
import { askForHelp } from '../features/help/help.ts';
import type { Session } from '../features/identity/session.ts';
import { endLab, extendLab } from '../features/labs/end-lab.ts';
import { latestLab, placeOf } from '../features/labs/lab-store.ts';
import { requestLab, runningLab } from '../features/labs/request-lab.ts';
import { cliCredentials, openConsole } from '../features/labs/sign-in.ts';
import { revealNext } from '../features/validation/verdict-store.ts';
import { recordVideo } from '../features/video/viewing.ts';
import { runProbes } from '../use-cases/external-outcomes.ts';
import { factsOf, rejudge, takeRecords } from '../use-cases/judge-lab.ts';
import { holdCreditFor } from '../use-cases/lab-credit.ts';
import { activityOf, learnerOf } from './activity-place.ts';
import { labPageOf, videoOf } from './lab-page.ts';
import type { LabPageView } from './views/learner.ts';
import type { PageDeps } from './page-deps.ts';
import type { LearnerPages } from './pages.ts';
import { whose, inActivity, type LearnerPlace } from './rights.ts';

/** What the learner's page can do. Only one's own lab is acted in; an instructor may see, extend and end a learner's. */
export function createLearnerPages(deps: PageDeps): LearnerPages {
  const own = (session: Session): LearnerPlace => whose(session, null);
  const signIn = { ...deps, endpoint: deps.awsEndpoint };
  return {
    labPage: (session, learnerId) => labPageOf(deps, whose(session, learnerId)),
    async startLab(session) {
      const place = own(session);
      const { pack } = await activityOf(deps, place);
      await requestLab({ ...deps, holdCredit: (tx, lab) => holdCreditFor(deps, tx, lab, pack.manifest.product) }, place, pack);
      return labPageOf(deps, place);
    },
    async endLab(session, learnerId) {
      const place = whose(session, learnerId);
      await learnerOf(deps.sql, place);
      const lab = await latestLab(deps.sql, place);
      const reason = place.personId !== own(session).personId ? 'instructor' : lab?.state.status === 'ready' ? 'learner' : 'cancelled';
      if (lab !== undefined) await endLab(deps, lab.id, reason);
      return labPageOf(deps, place);
    },
    async extendLab(session, { learnerId, minutes }) {
      const place = whose(session, learnerId);
      await learnerOf(deps.sql, place);
      await extendLab(deps, (await runningLab(deps, place)).id, minutes);
      return labPageOf(deps, place);
    },
    openConsole: (session) => openConsole(signIn, own(session)),
    cliCredentials: (session) => cliCredentials(signIn, own(session)),
    checkAgain: (session, stepId) => checkAgain(deps, own(session), stepId),
    revealHint: (session, stepId) => revealHint(deps, own(session), stepId),
    async askForHelp(session, text) {
      const place = own(session);
      await askForHelp(deps, { ...place, learnerId: place.personId }, text);
      return labPageOf(deps, place);
    },
    async recordVideo(session, events) {
      const place = own(session);
      // what an instructor watches is not what the class watched
      if (!inActivity(session, 'learner', 'instructor').actors.includes('learner')) return;
      const { video } = (await activityOf(deps, place)).pack;
      if (video === undefined) throw fail('BAD_INPUT', { detail: 'the activity has no video' });
      await recordVideo(deps, { viewer: { ...place, labId: null }, durationSeconds: video.durationSeconds }, events);
    },
    async renewVideo(session) {
      const place = own(session);
      return videoOf(deps, place, (await activityOf(deps, place)).pack);
    },
  };
}

/** Asks AWS for what the stream has not brought, and judges the lab again. */
async function checkAgain(deps: PageDeps, place: LearnerPlace, stepId: string): Promise<LabPageView> {
  assertStep(stepId);
  const lab = await runningLab(deps, place);
  const judging = { ...deps, learnerRoleArn: (accountId: string) => deps.accounts.learnerRoleArn(awsAccountIdSchema.parse(accountId)) };
  const access = deps.accounts.operationsAccess(awsAccountIdSchema.parse(lab.state.accountId), lab.region);
  const found = await deps.lookUpRecords(access, lab.readyAt ?? lab.requestedAt);
  await receiveRecords({ ...deps, takeRecords: (labId, records, via) => takeRecords(judging, labId, records, via) }, found, 'look-up');
  // what the lab was started with, also when the activity has moved on to a newer version
  const { compiled } = await deps.packs.get(lab.packId, lab.packVersion);
  await runProbes(deps.sql, { labId: lab.id, stepId, compiled, access, facts: factsOf(judging, lab), endpoint: deps.awsEndpoint, now: deps.clock.now() });
  await rejudge(judging, lab.id, 'check again');
  return labPageOf(deps, place);
}

/** Reveals the next hint of a step, if there is one. */
async function revealHint(deps: PageDeps, place: LearnerPlace, stepId: string): Promise<LabPageView> {
  const { pack } = await activityOf(deps, place);
  const step = pack.manifest.steps.find((known) => known.id === stepId);
  if (step === undefined) throw fail('BAD_INPUT', { detail: `no step ${stepId}` });
  const lab = await latestLab(deps.sql, place);
  await deps.sql.transaction(async (tx) => {
    const revealed = await revealNext(tx, place, step.id, step.hints.length);
    if (revealed !== undefined) await deps.emit(tx, lab === undefined ? { ...place, labId: null } : placeOf(lab), { type: 'hint.revealed', stepId, index: revealed - 1 });
  });
  return labPageOf(deps, place);
}

function assertStep(stepId: string): asserts stepId is StepId {
  if (!stepIdSchema.safeParse(stepId).success) throw fail('BAD_INPUT', { detail: 'stepId' });
}
