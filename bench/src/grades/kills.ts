import { z } from 'zod';
import { until } from '../run/until.ts';
import { openClass, queueScores, unsent } from './class.ts';
import { countAt, type Grading } from './grading.ts';

export interface Survived {
  readonly kills: number;
  readonly learners: number;
  /** Scores that the LMS took a second time: sent, but not marked when the process died. */
  readonly sentAgain: number;
  readonly wrong: number;
  readonly missing: number;
}

interface Ordeal {
  readonly queued: number;
  readonly kills: number;
  readonly say: (line: string) => void;
}

const COLUMN = '/killed/lineitem';
const gradebookSchema = z.array(z.object({ column: z.string(), scores: z.array(z.object({ userId: z.string(), score: z.number() })) }));

/** The last score of a learner: half of the class does better while the first scores are still on their way. */
const firstScore = (index: number): number => 1 + (index % 49);
const lastScore = (index: number, learners: number): number => (index < learners / 2 ? 50 + (index % 50) : firstScore(index));

/**
 * Queues a score for everybody, kills the jobs process again and again at a moment of its work, queues better scores meanwhile, and
 * reads the gradebook when nothing is on its way any more.
 */
export async function surviveKills(grading: Grading, { queued, kills, say }: Ordeal): Promise<Survived> {
  const { school, lms, lmsUrl, startJobs } = grading;
  const graded = await openClass(school, { name: 'killed', learners: queued, lineItemUrl: `${lmsUrl}${COLUMN}?type_id=2` });
  await queueScores(graded, firstScore);
  await lms.ask({ kind: 'begin' }, z.object({}));
  say(`${queued} scores are queued`);
  for (let kill = 1; kill <= kills; kill += 1) {
    const jobs = await startJobs();
    const enough = Math.floor((kill * queued) / (kills + 1));
    await until(`${enough} scores are sent`, async () => (await countAt(lms)).accepted >= enough, { seconds: 300 });
    await jobs.kill();
    if (kill === Math.ceil(kills / 2)) await queueScores({ ...graded, learners: graded.learners.slice(0, Math.ceil(queued / 2)) }, (index) => lastScore(index, queued));
  }
  say(`the jobs process was killed ${kills} times`);
  const last = await startJobs();
  await until('nothing is on its way', async () => (await unsent(graded)) === 0, { seconds: 600, everyMilliseconds: 200 });
  await last.close();
  return { kills, learners: queued, ...(await readGradebook(grading, queued)) };
}

async function readGradebook({ lms }: Grading, learners: number): Promise<Pick<Survived, 'sentAgain' | 'wrong' | 'missing'>> {
  const book = await lms.ask({ kind: 'gradebook' }, gradebookSchema);
  const scores = new Map(book.find(({ column }) => column === `${COLUMN}/scores`)?.scores.map(({ userId, score }) => [userId, score]));
  const found = Array.from({ length: learners }, (_, index) => ({ score: scores.get(`killed-${index}`), expected: lastScore(index, learners) }));
  return {
    sentAgain: (await countAt(lms)).repeated,
    wrong: found.filter(({ score, expected }) => score !== undefined && score !== expected).length,
    missing: found.filter(({ score }) => score === undefined).length,
  };
}
