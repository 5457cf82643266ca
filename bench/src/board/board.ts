import { z } from 'zod';
import { flood, nextRecords, openPlace, type Flooded, type Place } from '../activity/place.ts';
import { median } from '../measure/statistics.ts';
import type { Bench, Outcome, Running } from '../run/bench.ts';
import { startChild, type Child } from '../run/child.ts';
import { startServer } from '../world/postgres.ts';
import { instructorsOf } from './instructors.ts';

type FlagName = 'learners' | 'working' | 'records' | 'windows' | 'rounds';

export const board: Bench<FlagName> = {
  name: 'board',
  about: 'what a class at work loses when instructors look on',
  flags: {
    learners: { about: 'learners of the class', usual: 300, smoke: 4 },
    working: { about: 'learners that are at work', usual: 100, smoke: 3 },
    records: { about: 'records of a round', usual: 1_000, smoke: 6 },
    windows: { about: 'windows of instructors that show the class', usual: 4, smoke: 1 },
    rounds: { about: 'rounds, without windows and with them in turn', usual: 3, smoke: 1 },
  },
  run,
};

interface Watched extends Flooded {
  /** Boards that the windows were sent in a second, all together. */
  readonly pushes: number;
  /** What one of them weighed, after the first; in kilobytes. */
  readonly kilobytes: number;
}

const countSchema = z.object({ pushed: z.number(), bytes: z.number() });
type Count = z.infer<typeof countSchema>;

async function run({ flags, scope, say }: Running<FlagName>): Promise<Outcome> {
  const postgres = await startServer(scope);
  const aws = await startChild(scope, 'activity/aws').ask({}, z.object({ url: z.string(), accessKeyId: z.string(), secretAccessKey: z.string() }));
  const driver = startChild(scope, 'activity/driver');
  await driver.ask({ kind: 'open', ...aws }, z.object({}));
  const place = await openPlace(scope, { postgres, aws, driver, labs: flags.learners, classSize: flags.learners });
  const windows = startChild(scope, 'board/windows');
  const work = (): Promise<Flooded> => flood(place, { busy: flags.working, messages: nextRecords(place, { busy: flags.working, count: flags.records }) });
  // the first warms up
  await work();
  const rounds: { readonly alone: Flooded; readonly watched: Watched }[] = [];
  for (let number = 1; number <= flags.rounds; number += 1) {
    const round = { alone: await work(), watched: await watchedWork(place, { windows, count: flags.windows, work }) };
    rounds.push(round);
    say(`round ${number}: alone ${round.alone.perSecond.toFixed(0)}/s, watched ${round.watched.perSecond.toFixed(0)}/s with ${round.watched.pushes.toFixed(1)} boards a second`);
  }
  return outcomeOf(flags.windows, rounds);
}

async function watchedWork(place: Place, { windows, count, work }: { readonly windows: Child; readonly count: number; readonly work: () => Promise<Flooded> }): Promise<Watched> {
  const [first] = place.labs;
  if (first === undefined) throw new RangeError('no lab is open');
  const sessions = await instructorsOf(place.school, first, count);
  const before = await windows.ask<Count>({ kind: 'open', toolUrl: place.tool.url, sessions }, countSchema);
  const began = performance.now();
  const flooded = await work();
  const seconds = (performance.now() - began) / 1_000;
  const after = await windows.ask<Count>({ kind: 'close' }, countSchema);
  const pushed = after.pushed - before.pushed;
  return { ...flooded, pushes: pushed / seconds, kilobytes: pushed === 0 ? 0 : (after.bytes - before.bytes) / pushed / 1_000 };
}

function outcomeOf(windows: number, rounds: readonly { readonly alone: Flooded; readonly watched: Watched }[]): Outcome {
  const of = (pick: (round: (typeof rounds)[number]) => number): number => median(rounds.map(pick));
  const lines = [
    { name: 'alone', label: 'nobody looks on', flooded: ({ alone }: (typeof rounds)[number]): Flooded => alone },
    { name: 'watched', label: `${windows} windows of instructors`, flooded: ({ watched }: (typeof rounds)[number]): Flooded => watched },
  ];
  return {
    figures: [
      ...lines.flatMap(({ name, label, flooded }) => [
        { name: `${name}RecordsPerSecond`, label, column: 'judged', value: of((round) => flooded(round).perSecond), unit: '/s' },
        { name: `${name}CpuMilliseconds`, label, column: 'CPU of a record', value: of((round) => flooded(round).cpu), unit: 'ms' },
      ]),
      { name: 'boardsPerSecond', label: 'boards sent a second, to all windows', value: of(({ watched }) => watched.pushes), unit: '/s' },
      { name: 'boardKilobytes', label: 'what one of them weighs, after the first', value: of(({ watched }) => watched.kilobytes), unit: 'kB' },
    ],
    ratios: [{ name: 'watchedToAlone', label: 'records judged a second, while instructors look on / alone', value: of(({ watched }) => watched.perSecond) / of(({ alone }) => alone.perSecond), target: { at: 'least', value: 0.5 } }],
  };
}
