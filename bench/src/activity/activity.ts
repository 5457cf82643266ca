import { z } from 'zod';
import { median } from '../measure/statistics.ts';
import type { Bench, Figure, Outcome, Running } from '../run/bench.ts';
import { startChild } from '../run/child.ts';
import { startServer } from '../world/postgres.ts';
import { flood, nextRecords, openPlace, watch, type Flooded, type Heard, type Place } from './place.ts';

type FlagName = 'records' | 'ofClass' | 'rounds' | 'few' | 'many' | 'working' | 'calls';

export const activity: Bench<FlagName> = {
  name: 'activity',
  about: 'CloudTrail records from the stream to verdicts, and to the open page',
  flags: {
    records: { about: 'records of a round', usual: 1_400, smoke: 20 },
    ofClass: { about: 'records of a round in which a class is at work', usual: 600, smoke: 6 },
    rounds: { about: 'rounds, the places in turn', usual: 2, smoke: 1 },
    few: { about: 'open labs of the small place', usual: 10, smoke: 2 },
    many: { about: 'open labs of the large place', usual: 1_000, smoke: 4 },
    working: { about: 'labs that are at work when many are', usual: 300, smoke: 3 },
    calls: { about: 'calls of each of four learners whose page is watched', usual: 25, smoke: 1 },
  },
  run,
};

const WATCHED_LEARNERS = 4;

interface Round {
  readonly few: Flooded;
  readonly many: Flooded;
  readonly class: Flooded;
  readonly parsed: number;
  readonly inserted: number;
}

async function run(running: Running<FlagName>): Promise<Outcome> {
  const { flags, say } = running;
  const { few, many, ceilings } = await openPlaces(running);
  const rounds: Round[] = [];
  for (let number = 0; number <= flags.rounds; number += 1) {
    const round = await playRound(flags, { few, many, ceilings });
    // the first warms up, unless it is all there is
    if (number > 0) rounds.push(round);
    say(`round ${number}: ${few.labs.length} labs ${round.few.perSecond.toFixed(0)}/s, ${many.labs.length} labs ${round.many.perSecond.toFixed(0)}/s, ${flags.working} at work ${round.class.perSecond.toFixed(0)}/s, bare insert ${round.inserted.toFixed(0)}/s`);
  }
  const watching = { learners: Math.min(WATCHED_LEARNERS, flags.few), calls: flags.calls };
  const heard = { few: await watch(few, watching), many: await watch(many, watching) };
  return outcomeOf(flags, rounds, heard);
}

type Measuring = { readonly few: Place; readonly many: Place; readonly ceilings: ReturnType<typeof startChild> };

async function openPlaces({ flags, scope, say }: Running<FlagName>): Promise<Measuring> {
  const postgres = await startServer(scope);
  const aws = await startChild(scope, 'activity/aws').ask({}, z.object({ url: z.string(), accessKeyId: z.string(), secretAccessKey: z.string() }));
  const driver = startChild(scope, 'activity/driver');
  await driver.ask({ kind: 'open', ...aws }, z.object({}));
  const ceilings = startChild(scope, 'activity/ceilings');
  await ceilings.ask({ kind: 'open', databaseUrl: await postgres.create('bare') }, z.object({}));
  const few = await openPlace(scope, { postgres, aws, driver, labs: flags.few });
  const many = await openPlace(scope, { postgres, aws, driver, labs: flags.many });
  say('the places are open');
  return { few, many, ceilings };
}

/** The same work with few and with many labs open, and a whole class at once; then the least that can be done with the same records. */
async function playRound(flags: Running<FlagName>['flags'], { few, many, ceilings }: Measuring): Promise<Round> {
  const flooded = (place: Place, busy: number, count = flags.records): Promise<Flooded> => flood(place, { busy, messages: nextRecords(place, { busy, count }) });
  const round = { few: await flooded(few, flags.few), many: await flooded(many, flags.few), class: await flooded(many, flags.working, flags.ofClass) };
  const records = nextRecords(few, { busy: flags.few, count: flags.records }).map(({ data }) => data);
  return { ...round, ...(await ceilings.ask({ kind: 'measure', records }, z.object({ parsed: z.number(), inserted: z.number() }))) };
}

function outcomeOf(flags: Running<FlagName>['flags'], rounds: readonly Round[], heard: { readonly few: Heard; readonly many: Heard }): Outcome {
  const of = (pick: (round: Round) => number): number => median(rounds.map(pick));
  const lines = [
    { name: 'few', label: `${flags.few} labs open, all at work`, flooded: (round: Round) => round.few, heard: heard.few },
    { name: 'many', label: `${flags.many} labs open, ${flags.few} at work`, flooded: (round: Round) => round.many, heard: heard.many },
    { name: 'class', label: `${flags.many} labs open, ${flags.working} at work`, flooded: (round: Round) => round.class, heard: undefined },
  ];
  const [parsed, inserted] = [of((round) => round.parsed), of((round) => round.inserted)];
  return {
    figures: [
      ...lines.flatMap(({ name, label, flooded, heard: page }): Figure[] => [
        { name: `${name}RecordsPerSecond`, label, column: 'judged', value: of((round) => flooded(round).perSecond), unit: '/s' },
        { name: `${name}CpuMilliseconds`, label, column: 'CPU of a record', value: of((round) => flooded(round).cpu), unit: 'ms' },
        { name: `${name}Statements`, label, column: 'statements', value: of((round) => flooded(round).statements), unit: '' },
        ...(page === undefined ? [] : [
          { name: `${name}PageMedianMilliseconds`, label, column: 'to the page, median', value: page.median, unit: 'ms' },
          { name: `${name}PageP99Milliseconds`, label, column: 'p99', value: page.p99, unit: 'ms' },
        ]),
      ]),
      { name: 'parsedPerSecond', label: 'JSON.parse of the same records, nothing else', value: parsed, unit: '/s' },
      { name: 'insertedPerSecond', label: 'bare insert of the same rows, 500 at a time', value: inserted, unit: '/s' },
    ],
    ratios: [
      { name: 'manyToFew', label: 'CPU of a record with many labs open / with few', value: of((round) => round.many.cpu) / of((round) => round.few.cpu) },
      { name: 'pageManyToFew', label: 'to the page, median, with many labs open / with few', value: heard.many.median / heard.few.median },
      { name: 'ofBareInsert', label: 'judged a second / bare insert', value: of((round) => round.few.perSecond) / inserted },
      { name: 'ofParsing', label: 'judged a second / JSON.parse', value: of((round) => round.few.perSecond) / parsed },
    ],
  };
}
