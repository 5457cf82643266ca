import { startPostgres } from '@cloudclass/local-postgres';
import { median } from '../measure/statistics.ts';
import type { Bench, Figure, Outcome, Running } from '../run/bench.ts';
import type { Scope } from '../run/scope.ts';
import { newFolder } from '../world/folder.ts';
import { npmStart, type Started } from './npm-start.ts';

type FlagName = 'rounds';

export const start: Bench<FlagName> = {
  name: 'start',
  about: 'npm start, installed and built, until it is ready',
  flags: { rounds: { about: 'rounds of a first start, a second one and a bare PostgreSQL', usual: 2, smoke: 1 } },
  run,
};

interface Round {
  readonly first: Started;
  readonly second: Started;
  readonly postgres: number;
}

async function run({ flags, scope, say }: Running<FlagName>): Promise<Outcome> {
  await prepare(scope, say);
  const rounds: Round[] = [];
  for (let number = 1; number <= flags.rounds; number += 1) {
    const dataDir = newFolder(scope, 'start');
    const round = { postgres: await barePostgres(scope), first: await npmStart(scope, dataDir), second: await npmStart(scope, dataDir) };
    say(`round ${number}: ${round.first.seconds.toFixed(1)} s, again ${round.second.seconds.toFixed(1)} s, ${round.first.proportional.toFixed(0)} MB, bare PostgreSQL ${round.postgres.toFixed(1)} s`);
    rounds.push(round);
  }
  return outcomeOf(rounds);
}

/** A start that had to install or build first is not what is measured. */
async function prepare(scope: Scope, say: (line: string) => void): Promise<void> {
  say('one start that is not measured, for what may have to be built');
  await npmStart(scope, newFolder(scope, 'start'));
}

async function barePostgres(scope: Scope): Promise<number> {
  const began = performance.now();
  const server = scope.keep(await startPostgres({ dataDir: newFolder(scope, 'pg'), port: 0, database: 'bare', persistent: false }));
  const seconds = (performance.now() - began) / 1_000;
  await server.close();
  return seconds;
}

function outcomeOf(rounds: readonly Round[]): Outcome {
  const of = (pick: (round: Round) => number): number => median(rounds.map(pick));
  const figure = (name: string, label: string, value: number, unit: string): Figure => ({ name, label, value, unit });
  const [first, proportional] = [of((round) => round.first.seconds), of((round) => round.first.proportional)];
  return {
    figures: [
      figure('firstSeconds', 'first start, with the database to be made', first, 's'),
      figure('secondSeconds', 'next start, on the data of the first', of((round) => round.second.seconds), 's'),
      figure('barePostgresSeconds', 'a bare PostgreSQL, with the database to be made', of((round) => round.postgres), 's'),
      figure('proportionalMegabytes', 'memory of the whole process tree, shared pages once (PSS)', proportional, 'MB'),
      figure('residentMegabytes', 'the same, shared pages with everybody (RSS)', of((round) => round.first.resident), 'MB'),
      figure('processes', 'processes', of((round) => round.first.processes), ''),
    ],
    ratios: [
      { name: 'seconds', label: 'seconds of the first start', value: first, target: { at: 'most', value: 30 } },
      { name: 'gigabytes', label: 'gigabytes (PSS)', value: proportional / 1_024, target: { at: 'most', value: 1 } },
      { name: 'toBarePostgres', label: 'first start / bare PostgreSQL', value: first / of((round) => round.postgres) },
    ],
  };
}
