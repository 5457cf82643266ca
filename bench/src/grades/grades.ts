import { z } from 'zod';
import { cpuMilliseconds } from '../measure/process-usage.ts';
import { median } from '../measure/statistics.ts';
import type { Bench, Outcome, Running } from '../run/bench.ts';
import { startChild, type Child } from '../run/child.ts';
import { until } from '../run/until.ts';
import { startServer } from '../world/postgres.ts';
import { openSchool } from '../world/school.ts';
import { newSealingKey, startTool, type Tool } from '../world/tool.ts';
import { openClass, queueScores, unsent, type GradedClass } from './class.ts';
import { countAt, type Grading } from './grading.ts';
import { surviveKills, type Survived } from './kills.ts';

type FlagName = 'scores' | 'rounds' | 'queued' | 'kills' | 'answer';

export const grades: Bench<FlagName> = {
  name: 'grades',
  about: 'the grade outbox against an LMS that takes its time to answer',
  flags: {
    scores: { about: 'scores of a round', usual: 1_500, smoke: 10 },
    rounds: { about: 'rounds, ours and stock ltijs in turn', usual: 2, smoke: 1 },
    queued: { about: 'scores that wait when the killing begins', usual: 10_000, smoke: 20 },
    kills: { about: 'how often the jobs process is killed', usual: 20, smoke: 1 },
    answer: { about: 'milliseconds until the LMS answers', usual: 5, smoke: 1 },
  },
  run,
};

/** As many at once as the jobs role of the product has (composition/jobs.ts). */
const CONCURRENCY = 8;

async function run(running: Running<FlagName>): Promise<Outcome> {
  const { flags, say } = running;
  const { grading, stock } = await openAll(running);
  const ours = await openClass(grading.school, { name: 'rounds', learners: flags.scores, lineItemUrl: `${grading.lmsUrl}/rounds/lineitem?type_id=1` });
  const jobs = await grading.startJobs();
  const rounds: Round[] = [];
  for (let number = 1; number <= flags.rounds; number += 1) {
    const round = { ...(await ourRound(grading, ours, { jobs, number })), stock: await stockRound(grading, stock, { scores: flags.scores, number }) };
    say(`round ${number}: ${round.perSecond.toFixed(0)}/s, ${round.cpu.toFixed(2)} ms; stock ${round.stock.toFixed(0)}/s`);
    rounds.push(round);
  }
  await jobs.close();
  const survived = await surviveKills(grading, { queued: flags.queued, kills: flags.kills, say });
  return outcomeOf(rounds, survived);
}

async function openAll({ flags, scope }: Running<FlagName>): Promise<{ readonly grading: Grading; readonly stock: Child }> {
  const postgres = await startServer(scope);
  const lms = startChild(scope, 'grades/lms');
  const { url: lmsUrl } = await lms.ask({ kind: 'open', answerMilliseconds: flags.answer }, z.object({ url: z.string() }));
  const databaseUrl = await postgres.create('grades');
  const school = await openSchool(databaseUrl, { issuer: lmsUrl, clientId: 'bench', deploymentId: 'deployment-1', authorizationUrl: `${lmsUrl}/auth`, tokenUrl: `${lmsUrl}/token`, jwksUrl: `${lmsUrl}/jwks` });
  scope.keep(school.database);
  const stock = startChild(scope, 'grades/stock-submitter');
  await stock.ask({ kind: 'open', databaseUrl: await postgres.create('stock'), lmsUrl }, z.object({}));
  const sealingKey = newSealingKey();
  return { stock, grading: { school, lms, lmsUrl, startJobs: () => startTool(scope, { roles: 'jobs', databaseUrl, sealingKey, environment: { POOL_SIZE: '0' } }) } };
}

interface Round {
  readonly perSecond: number;
  /** Processor milliseconds of the jobs process for a score. */
  readonly cpu: number;
  readonly stock: number;
}

async function ourRound({ lms }: Grading, graded: GradedClass, { jobs, number }: { readonly jobs: Tool; readonly number: number }): Promise<Omit<Round, 'stock'>> {
  const scores = graded.learners.length;
  await lms.ask({ kind: 'begin' }, z.object({}));
  const cpu = cpuMilliseconds(jobs.pid);
  await queueScores(graded, (index) => 1 + ((index + number) % 100));
  await until('every score is in the gradebook', async () => (await countAt(lms)).accepted >= scores && (await unsent(graded)) === 0, { seconds: 300, everyMilliseconds: 100 });
  const { seconds } = await countAt(lms);
  return { perSecond: (scores - 1) / seconds, cpu: (cpuMilliseconds(jobs.pid) - cpu) / scores };
}

async function stockRound({ lms, lmsUrl }: Grading, stock: Child, { scores, number }: { readonly scores: number; readonly number: number }): Promise<number> {
  await lms.ask({ kind: 'begin' }, z.object({}));
  const all = Array.from({ length: scores }, (_, index) => ({ userId: `learner-${index}`, scoreGiven: (index + number) % 101 }));
  await stock.ask({ kind: 'submit', lineItemUrl: `${lmsUrl}/stock-${number}/lineitem`, scores: all, concurrency: CONCURRENCY }, z.object({}));
  const { accepted, seconds } = await countAt(lms);
  return (accepted - 1) / seconds;
}

function outcomeOf(rounds: readonly Round[], survived: Survived): Outcome {
  const of = (pick: (round: Round) => number): number => median(rounds.map(pick));
  const perSecond = of((round) => round.perSecond);
  return {
    figures: [
      { name: 'scoresPerSecond', label: 'scores a second, Cloudclass', value: perSecond, unit: '/s' },
      { name: 'cpuMilliseconds', label: 'processor time of the jobs process for a score', value: of((round) => round.cpu), unit: 'ms' },
      { name: 'stockScoresPerSecond', label: 'scores a second, stock ltijs with the same number at once', value: of((round) => round.stock), unit: '/s' },
      { name: 'kills', label: 'times the jobs process was killed', value: survived.kills, unit: '' },
      { name: 'learners', label: 'learners with a score on its way meanwhile', value: survived.learners, unit: '' },
      { name: 'sentAgain', label: 'scores that were sent once more after a kill', value: survived.sentAgain, unit: '' },
      { name: 'wrong', label: 'learners with another score than their last one', value: survived.wrong, unit: '' },
      { name: 'missing', label: 'learners without a score', value: survived.missing, unit: '' },
    ],
    ratios: [
      { name: 'scoresPerSecond', label: 'scores a second', value: perSecond, target: { at: 'least', value: 300 } },
      { name: 'toStock', label: 'scores a second, ours / stock', value: perSecond / of((round) => round.stock) },
      { name: 'wrongOrMissing', label: 'learners with a wrong score or none', value: survived.wrong + survived.missing, target: { at: 'most', value: 0 } },
    ],
  };
}
